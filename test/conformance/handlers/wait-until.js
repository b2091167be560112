// Goes on working after it has answered.
export default {
  async fetch(request, env, ctx) {
    if (new URL(request.url).pathname === '/log') return new Response((await env.KV.get('log')) ?? 'empty');
    const work = async () => {
      await scheduler.wait(1);
      await env.KV.put('log', `${(await env.KV.get('log')) ?? ''}+`);
    };
    ctx.waitUntil(work());
    return new Response('accepted', { status: 202 });
  },
};
