// Sends a body chunk by chunk.
export default {
  async fetch(request, env, ctx) {
    const count = Number(new URL(request.url).searchParams.get('n') ?? 3);
    const { readable, writable } = new TransformStream();
    const write = async () => {
      const writer = writable.getWriter();
      const encoder = new TextEncoder();
      for (let i = 0; i < count; i++) {
        await writer.write(encoder.encode(`line ${i}\n`));
        await scheduler.wait(1);
      }
      await writer.close();
    };
    ctx.waitUntil(write());
    return new Response(readable, { headers: { 'content-type': 'text/plain' } });
  },
};
