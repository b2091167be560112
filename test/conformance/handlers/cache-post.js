// Caches answers to posted bodies by their hash.
async function sha256(message) {
  const buffer = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(message));
  return [...new Uint8Array(buffer)].map((b) => b.toString(16).padStart(2, '0')).join('');
}

export default {
  async fetch(request, env, ctx) {
    if (request.method.toUpperCase() !== 'POST') return fetch('http://upstream.test/text');
    const body = await request.clone().text();
    const cacheUrl = new URL(request.url);
    cacheUrl.pathname = `/posts${cacheUrl.pathname}${await sha256(body)}`;
    const cacheKey = new Request(cacheUrl.toString(), { headers: request.headers, method: 'GET' });
    let response = await caches.default.match(cacheKey);
    const hit = response !== undefined;
    if (!hit) {
      response = await fetch('http://upstream.test/mirror', request);
      response = new Response(response.body, response);
      response.headers.set('cache-control', 'max-age=60');
      ctx.waitUntil(caches.default.put(cacheKey, response.clone()));
    }
    return Response.json({ hit, seen: await response.json() });
  },
};
