// Reads flags from KV and applies them.
const DEFAULTS = { banner: false, limit: 10 };

export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    if (request.method === 'PUT') {
      await env.KV.put('flags', await request.text());
      return new Response('saved', { status: 202 });
    }
    const flags = { ...DEFAULTS, ...(await env.KV.get('flags', { type: 'json', cacheTtl: 60 })) };
    const list = Array.from({ length: flags.limit }, (_, i) => i);
    return Response.json({ banner: flags.banner, list, user: url.searchParams.get('user') });
  },
};
