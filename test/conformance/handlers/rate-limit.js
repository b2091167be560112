// Limits requests of a client by a window in KV.
export default {
  async fetch(request, env) {
    const client = request.headers.get('x-client') ?? 'anonymous';
    const used = Number((await env.KV.get(`rate:${client}`)) ?? '0');
    const headers = { 'x-ratelimit-limit': '2', 'x-ratelimit-remaining': String(Math.max(0, 1 - used)) };
    if (used >= 2)
      return new Response('Too Many Requests', { status: 429, headers: { ...headers, 'retry-after': '60' } });
    await env.KV.put(`rate:${client}`, String(used + 1), { expirationTtl: 60 });
    return new Response('ok', { headers });
  },
};
