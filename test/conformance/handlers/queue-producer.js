// A producer of a queue that sends one message or a batch.
export default {
  async fetch(req, env) {
    const b = await req.json().catch((e) => ({ e: e.message }));
    try {
      if (Array.isArray(b)) {
        await env.QUEUE.sendBatch(b.map((body) => ({ body, contentType: 'json' })));
      } else await env.QUEUE.send(b, { delaySeconds: 5 });
      return Response.json({ sent: Array.isArray(b) ? b.length : 1 }, { status: 202 });
    } catch (e) {
      return Response.json([e.name, e.message], { status: 500 });
    }
  },
};
