// Keeps state in its module, which lives as long as its isolate.
let count = 0;
const seen = new Set();
const started = (() => 'once')();

export default {
  async fetch(request) {
    count += 1;
    seen.add(new URL(request.url).pathname);
    return Response.json({ count, seen: [...seen].sort(), started });
  },
};
