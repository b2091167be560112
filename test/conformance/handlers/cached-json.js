// A response kept in the default cache, with conditions and ranges asked of it.
export default {
  async fetch(req, env, ctx) {
    const u = new URL(req.url);
    const key = new Request(new URL('/k' + u.search, u), { method: 'GET' });
    const c = caches.default;
    const hit = await c.match(key);
    if (hit) {
      const r = new Response(hit.body, hit);
      r.headers.set('x-cache', 'HIT');
      r.headers.delete('age');
      return r;
    }
    const up = await fetch('http://upstream.test/json/1');
    const r = new Response(up.body, up);
    r.headers.set('cache-control', 's-maxage=60');
    r.headers.append('x-cache', 'MISS');
    ctx.waitUntil(c.put(key, r.clone()));
    return r;
  },
};
