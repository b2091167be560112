// A picture of 200 kB that never changes; who may keep it is what the arm says.
const PICTURE = 'x'.repeat(200_000);

export default {
  fetch(_request: Request, env: { readonly CACHE?: string }): Response {
    return new Response(PICTURE, {
      headers: { 'content-type': 'image/webp', 'cache-control': env.CACHE ?? 'private' },
    });
  },
};
