// Shortens URLs and sends visitors on.
async function slug(text) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return btoa(String.fromCharCode(...digest))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .slice(0, 7);
}

export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    if (request.method === 'POST') {
      const target = await request.text();
      if (!URL.canParse(target)) return new Response('not a URL', { status: 400 });
      const id = await slug(target);
      await env.KV.put(id, new URL(target).href);
      return new Response(`${url.origin}/${id}`, { status: 201 });
    }
    const target = await env.KV.get(url.pathname.slice(1) || 'none');
    return target === null ? new Response('unknown', { status: 404 }) : Response.redirect(target, 302);
  },
};
