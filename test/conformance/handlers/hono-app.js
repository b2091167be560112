// A hono application with middleware.
import { Hono } from 'hono';
import { basicAuth } from 'hono/basic-auth';
import { getCookie, setCookie } from 'hono/cookie';
import { cors } from 'hono/cors';

const app = new Hono();
app.use('*', async (c, next) => {
  await next();
  c.header('x-powered-by', 'hono');
});
app.use('/api/*', cors());
app.use('/admin/*', basicAuth({ username: 'u', password: 'p' }));
app.get('/', (c) => c.text('home'));
app.get('/api/items/:id{[0-9]+}', (c) =>
  c.json({ id: Number(c.req.param('id')), q: c.req.query('q') ?? null }),
);
app.post('/api/items', async (c) => c.json(await c.req.json(), 201));
app.get('/admin/x', (c) => c.html('<b>admin</b>'));
app.get('/redirect', (c) => c.redirect('/', 301));
app.get('/cookie', (c) => {
  setCookie(c, 'a', 'b c', { httpOnly: true, path: '/' });
  return c.json(getCookie(c));
});
app.get('/error', () => {
  throw new Error('boom');
});
app.onError((error, c) => c.text(`caught ${error.message}`, 500));
app.notFound((c) => c.text('nothing here', 404));

export default app;
