// A REST API with URLPattern routes over KV, and errors as JSON.
class NotFound extends Error {
  status = 404;
  name = 'NotFound';
}
const routes = [];
const on = (m, p, h) => routes.push([m, new URLPattern({ pathname: p }), h]);
on('GET', '/todos', async ({ env }) =>
  Response.json((await env.KV.list({ prefix: 'todo:' })).keys.map((k) => k.name)),
);
on('POST', '/todos/:id', async ({ env, req, p }) => {
  const b = await req.json();
  await env.KV.put('todo:' + p.id, JSON.stringify({ ...b, id: p.id }));
  return new Response(null, { status: 201, headers: { Location: '/todos/' + p.id } });
});
on('GET', '/todos/:id', async ({ env, p }) => {
  const t = await env.KV.get('todo:' + p.id, { type: 'json' });
  if (!t) throw new NotFound(p.id);
  return Response.json(t);
});
on('DELETE', '/todos/:id(\\d+)', async ({ env, p }) => {
  await env.KV.delete('todo:' + p.id);
  return new Response(null, { status: 204 });
});
export default {
  async fetch(req, env) {
    for (const [m, pat, h] of routes) {
      const x = m === req.method && pat.exec(req.url);
      if (x)
        try {
          return await h({ env, req, p: x.pathname.groups });
        } catch (e) {
          return Response.json(
            { error: e.name, message: e.message, stack: typeof e.stack },
            { status: e.status ?? 500 },
          );
        }
    }
    return new Response('No route', { status: 404, statusText: 'Nope' });
  },
};
