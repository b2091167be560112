// An image proxy: checks the source, negotiates the format, rewrites headers of the answer.
export default {
  async fetch(req) {
    const u = new URL(req.url);
    const src = u.searchParams.get('src');
    if (!src) return new Response('Missing src', { status: 400 });
    let t;
    try {
      t = new URL(src);
    } catch (e) {
      return new Response(e.name + ' ' + e.message, { status: 400 });
    }
    if (t.hostname !== 'upstream.test') return new Response('Forbidden host ' + t.hostname, { status: 403 });
    const accept = req.headers.get('accept') ?? '';
    const format = /image\/avif/.test(accept) ? 'avif' : /image\/webp/.test(accept) ? 'webp' : undefined;
    const r = await fetch(new Request(t, { headers: req.headers }), {
      cf: { image: { width: Number(u.searchParams.get('w')) || undefined, format, fit: 'scale-down' } },
    });
    const res = new Response(r.body, r);
    res.headers.set('vary', 'accept');
    res.headers.append('vary', 'width');
    res.headers.delete('server');
    res.headers.set('cache-control', 'public, max-age=' + 86400);
    return res;
  },
};
