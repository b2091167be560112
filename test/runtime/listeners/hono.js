// A hono application on its adapter for Node.
import { serve } from '@hono/node-server';
import { Hono } from 'hono';

const app = new Hono();
app.get('/', (c) => c.text('hello from hono'));
app.get('/json/:name', (c) => c.json({ name: c.req.param('name'), q: c.req.query('q') ?? null }));
app.post('/echo', async (c) => c.json({ got: await c.req.json() }, 201));
app.get('/go', (c) => c.redirect('/json/a'));
app.onError((error, c) => c.json({ error: error.message }, 500));
app.get('/throws', () => {
  throw new Error('no tea');
});

serve({ fetch: app.fetch, port: 3000 });
