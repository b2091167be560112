// A Hono application with entity tags, a bearer token, cookies, a stream, forms and its own errors.
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { etag } from 'hono/etag';
import { bearerAuth } from 'hono/bearer-auth';
import { HTTPException } from 'hono/http-exception';
import { streamText } from 'hono/streaming';
import { setCookie, getCookie } from 'hono/cookie';
const app = new Hono().basePath('/v1');
app.use('/e/*', etag());
app.use('/admin/*', bearerAuth({ token: 'tok' }));
app.get('/e/x', (c) => c.text('same'));
app.get('/admin/me', (c) => c.json({ me: true }));
app.get('/err', () => {
  throw new HTTPException(418, { message: 'teapot' });
});
app.get('/boom', () => {
  throw new Error('boom');
});
app.get('/ck', (c) => {
  setCookie(c, 'a', 'b c', { httpOnly: true, maxAge: 5, path: '/' });
  return c.html('<b>' + (getCookie(c, 'z') ?? '-') + '</b>');
});
app.get('/st', (c) =>
  streamText(c, async (s) => {
    for (const x of ['a', 'b']) {
      await s.writeln(x);
      await s.sleep(2);
    }
  }),
);
app.post('/form', async (c) => c.json(await c.req.parseBody({ all: true })));
app.get('/q/:id{[0-9]+}/:rest{.+}', (c) =>
  c.json([c.req.param(), c.req.queries('t'), c.req.header('x-a'), c.req.path]),
);
app.notFound((c) => c.json({ nf: c.req.path }, 404));
app.onError((e, c) => (e instanceof HTTPException ? e.getResponse() : c.json({ e: e.message }, 500)));
export default app;
