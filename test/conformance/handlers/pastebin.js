// A pastebin: texts are named by their digest and kept in KV with metadata.
export default {
  async fetch(req, env) {
    const u = new URL(req.url);
    if (req.method === 'POST' && u.pathname === '/') {
      const text = await req.text();
      if (!text) return new Response('empty', { status: 400 });
      const h = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
      const id = [...new Uint8Array(h)]
        .slice(0, 4)
        .map((b) => b.toString(16).padStart(2, '0'))
        .join('');
      await env.KV.put(id, text, {
        expirationTtl: 3600,
        metadata: { size: text.length, lang: u.searchParams.get('lang') ?? 'txt' },
      });
      return Response.redirect(u.origin + '/' + id, 303);
    }
    const id = u.pathname.slice(1);
    if (u.searchParams.has('list')) {
      const l = await env.KV.list({ limit: 10 });
      return Response.json(l.keys.map((k) => [k.name, k.metadata]));
    }
    const { value, metadata } = await env.KV.getWithMetadata(id, 'stream');
    if (!value) return new Response('Not found', { status: 404 });
    return new Response(value, {
      headers: { 'content-type': 'text/plain; charset=utf-8', 'x-lang': metadata.lang },
    });
  },
};
