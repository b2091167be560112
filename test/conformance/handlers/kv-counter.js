// Counts visits in KV.
export default {
  async fetch(request, env) {
    const key = `count:${new URL(request.url).pathname}`;
    const n = Number((await env.KV.get(key)) ?? 0) + 1;
    await env.KV.put(key, String(n), { metadata: { last: n } });
    const { metadata } = await env.KV.getWithMetadata(key);
    return Response.json({ n, metadata });
  },
};
