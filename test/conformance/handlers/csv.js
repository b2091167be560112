// Turns CSV into JSON, line by line.
function lines() {
  let rest = '';
  return new TransformStream({
    transform(chunk, controller) {
      const parts = (rest + chunk).split(/\r?\n/);
      rest = parts.pop();
      for (const part of parts) controller.enqueue(part);
    },
    flush(controller) {
      if (rest !== '') controller.enqueue(rest);
    },
  });
}

export default {
  async fetch(request) {
    if (request.body === null) return new Response('no body', { status: 400 });
    let head;
    const rows = [];
    for await (const line of request.body.pipeThrough(new TextDecoderStream()).pipeThrough(lines())) {
      const cells = line.split(',');
      if (head === undefined) head = cells;
      else rows.push(Object.fromEntries(head.map((name, i) => [name, cells[i]])));
    }
    return Response.json(rows);
  },
};
