// A sticky A/B test in front of an upstream, with several cookies.
export default {
  async fetch(req) {
    const c = Object.fromEntries(
      (req.headers.get('cookie') ?? '')
        .split(/;\s*/)
        .filter(Boolean)
        .map((x) => x.split('=')),
    );
    const v = c.ab ?? req.headers.get('x-force') ?? 'control';
    const u = new URL(req.url);
    u.host = 'upstream.test';
    u.pathname = '/' + v + u.pathname;
    const r = await fetch(u, req);
    const out = new Response(r.body, r);
    if (!c.ab) out.headers.append('set-cookie', 'ab=' + v + '; path=/');
    out.headers.append('set-cookie', 'seen=1');
    out.headers.set('x-from', r.url);
    return new Response(await out.text(), { status: r.status, headers: out.headers });
  },
};
