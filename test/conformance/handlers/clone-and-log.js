// Reads a body twice by cloning it.
export default {
  async fetch(request, env, ctx) {
    const copy = request.clone();
    const log = copy.text().then((text) => env.KV.put('last-body', text));
    ctx.waitUntil(log);
    await log;
    const forwarded = await fetch('http://upstream.test/mirror', request);
    const answer = forwarded.clone();
    return Response.json({
      logged: await env.KV.get('last-body'),
      seen: await forwarded.json(),
      size: (await answer.text()).length > 0,
      used: [request.bodyUsed, copy.bodyUsed],
    });
  },
};
