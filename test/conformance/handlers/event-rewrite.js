// Server-sent events that are rewritten on their way through transform streams.
export default {
  async fetch() {
    const { readable, writable } = new TransformStream();
    const w = writable.getWriter();
    const e = new TextEncoder();
    (async () => {
      for (let i = 0; i < 3; i++) {
        await w.write(e.encode('id: ' + i + '\ndata: ' + JSON.stringify({ i }) + '\n\n'));
        await scheduler.wait(5);
      }
      await w.close();
    })();
    const lines = readable
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(
        new TransformStream({
          start() {
            this.b = '';
          },
          transform(c, k) {
            this.b += c;
            const p = this.b.split('\n\n');
            this.b = p.pop();
            for (const x of p) k.enqueue(x.toUpperCase() + '\n\n');
          },
          flush(k) {
            k.enqueue('event: end\n\n');
          },
        }),
      )
      .pipeThrough(new TextEncoderStream());
    return new Response(lines, {
      headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' },
    });
  },
};
