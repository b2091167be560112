// Reads a stream of server-sent events and passes on the words.
function source() {
  const events =
    ['Hel', 'lo', ' ', 'w\u00f6rld'].map((text) => `data: ${JSON.stringify({ delta: text })}\n\n`).join('') +
    'data: [DONE]\n\n';
  const bytes = new TextEncoder().encode(events);
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(bytes.slice(at, at + 7));
      at += 7;
      if (at >= bytes.length) controller.close();
    },
  });
}

export default {
  async fetch(request, env, ctx) {
    const { readable, writable } = new TransformStream();
    const writer = writable.getWriter();
    const encoder = new TextEncoder();
    ctx.waitUntil(
      (async () => {
        const decoder = new TextDecoder();
        let rest = '';
        for await (const chunk of source()) {
          rest += decoder.decode(chunk, { stream: true });
          const parts = rest.split('\n\n');
          rest = parts.pop();
          for (const part of parts) {
            const data = part.replace(/^data: /, '');
            if (data !== '[DONE]') await writer.write(encoder.encode(JSON.parse(data).delta));
          }
        }
        await writer.close();
      })(),
    );
    return new Response(readable, { headers: { 'content-type': 'text/plain;charset=UTF-8' } });
  },
};
