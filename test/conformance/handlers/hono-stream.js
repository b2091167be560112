// A hono application that streams and uses ETags.
import { Hono } from 'hono';
import { etag } from 'hono/etag';
import { html } from 'hono/html';
import { streamText } from 'hono/streaming';

const app = new Hono();
app.use('/page', etag());
app.get('/page', (c) => c.text('a page'));
app.get('/stream', (c) =>
  streamText(c, async (stream) => {
    for (let i = 0; i < 3; i++) {
      await stream.writeln(`row ${i}`);
      await stream.sleep(1);
    }
  }),
);
app.get('/html', (c) => c.html(html`<p>${c.req.query('x') ?? ''}</p>`));

export default app;
