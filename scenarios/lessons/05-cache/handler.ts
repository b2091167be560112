// A page, the same for everyone, which caches may keep for as long as the arm says.
export default {
  fetch(request: Request, env: { readonly MAX_AGE?: string }): Response {
    return new Response(`About ${new URL(request.url).pathname}\n`, {
      headers: { 'cache-control': `public, max-age=${env.MAX_AGE ?? '0'}` },
    });
  },
};
