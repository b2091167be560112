// Sends events from a pulled stream.
export default {
  async fetch() {
    let n = 0;
    const stream = new ReadableStream({
      async pull(controller) {
        await scheduler.wait(1);
        n += 1;
        controller.enqueue(
          new TextEncoder().encode(`id: ${n}\nevent: tick\ndata: ${JSON.stringify({ n })}\n\n`),
        );
        if (n === 4) controller.close();
      },
    });
    return new Response(stream, {
      headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' },
    });
  },
};
