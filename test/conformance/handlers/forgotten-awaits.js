// Writes that nobody waits for: which of them are still done when the response has left.
const writes = {
  kv: (env, key) => env.KV.put(key, 'x'),
  later: async (env, key) => {
    await null;
    await env.KV.put(key, 'x');
  },
  twice: async (env, key) => {
    await env.KV.put(`${key}-1`, 'x');
    await env.KV.put(`${key}-2`, 'x');
  },
  r2: (env, key) => env.BUCKET.put(key, 'x'),
  d1: (env, key) => env.DB.prepare('INSERT INTO kept VALUES (?)').bind(key).run(),
};
const responses = {
  text: () => new Response('done'),
  headed: () => new Response('asked for by HEAD'),
  json: () => Response.json({ done: true }),
  empty: () => new Response(''),
  none: () => new Response(null, { status: 204 }),
  redirect: () => Response.redirect('https://elsewhere.test/', 302),
  read: async (env) => {
    await env.KV.get('other');
    return new Response(null, { status: 204 });
  },
  waiting: (_env, ctx) => {
    ctx.waitUntil(scheduler.wait(5));
    return new Response(null, { status: 204 });
  },
};
async function kept(env) {
  const { keys } = await env.KV.list();
  const { objects } = await env.BUCKET.list();
  const rows = await env.DB.prepare('SELECT key FROM kept ORDER BY key').raw();
  return { kv: keys.map(({ name }) => name), r2: objects.map(({ key }) => key), d1: rows.flat() };
}

export default {
  async fetch(request, env, ctx) {
    const [, write, response] = new URL(request.url).pathname.split('/');
    if (write === 'start') {
      await env.DB.exec('CREATE TABLE kept (key TEXT)');
      return new Response('started');
    }
    if (write === 'kept') {
      await scheduler.wait(50);
      return Response.json(await kept(env));
    }
    writes[write](env, `${write}-${response}`).catch(() => undefined);
    return responses[response](env, ctx);
  },
};
