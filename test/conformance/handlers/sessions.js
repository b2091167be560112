// Keeps sessions in KV, found by a cookie.
export default {
  async fetch(request, env) {
    const id = /sid=([\w-]+)/.exec(request.headers.get('cookie') ?? '')?.[1];
    const session = id === undefined ? null : await env.KV.get(`session:${id}`, 'json');
    if (new URL(request.url).pathname === '/start') {
      const next = 'fixed-id';
      await env.KV.put(`session:${next}`, JSON.stringify({ user: 'ada', steps: 0 }), { expirationTtl: 3600 });
      return new Response('started', { headers: { 'set-cookie': `sid=${next}; HttpOnly; Secure` } });
    }
    if (session === null) return new Response('no session', { status: 401 });
    session.steps += 1;
    await env.KV.put(`session:${id}`, JSON.stringify(session), { expirationTtl: 3600 });
    return Response.json(session);
  },
};
