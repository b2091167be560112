// Keeps upstream answers in the cache of the place.
export default {
  async fetch(request, env, ctx) {
    const cacheKey = new Request(new URL(request.url).toString(), request);
    const cache = caches.default;
    let response = await cache.match(cacheKey);
    const found = response !== undefined;
    if (!found) {
      response = await fetch('http://upstream.test/text');
      response = new Response(response.body, response);
      response.headers.append('Cache-Control', 's-maxage=10');
      ctx.waitUntil(cache.put(cacheKey, response.clone()));
    }
    response = new Response(response.body, response);
    response.headers.set('x-found', String(found));
    response.headers.delete('date');
    response.headers.delete('age');
    return response;
  },
};
