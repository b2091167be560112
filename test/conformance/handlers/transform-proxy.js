// Changes the text of an upstream answer as it flows by.
export default {
  async fetch(request) {
    const answer = await fetch('http://upstream.test/text', {
      headers: { 'x-from': new URL(request.url).pathname },
    });
    let first = true;
    const loud = new TransformStream({
      transform(chunk, controller) {
        if (first) controller.enqueue('>> ');
        first = false;
        controller.enqueue(chunk.toUpperCase());
      },
      flush: (controller) => controller.enqueue(' <<'),
    });
    const body = answer.body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(loud)
      .pipeThrough(new TextEncoderStream());
    return new Response(body, { status: answer.status, headers: answer.headers });
  },
};
