// Serves files from memory with types, ranges and HEAD.
const FILES = {
  '/index.html': ['text/html', '<h1>hi</h1>'],
  '/app.js': ['text/javascript', 'console.log(1)'],
  '/data.bin': ['application/octet-stream', '0123456789'],
};

function ranged(body, header) {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
  if (from === undefined) return null;
  const size = body.length;
  const start = from === '' ? size - Number(to) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return start > end || start >= size ? 'none' : { start, end, part: body.slice(start, end + 1) };
}

export default {
  async fetch(request) {
    const path = new URL(request.url).pathname;
    const file = FILES[path === '/' ? '/index.html' : path];
    if (file === undefined) return new Response('Not Found', { status: 404, statusText: 'Not Found' });
    const [type, body] = file;
    const headers = { 'content-type': type, 'accept-ranges': 'bytes' };
    const range = request.headers.has('range') ? ranged(body, request.headers.get('range')) : null;
    if (range === 'none')
      return new Response(null, { status: 416, headers: { 'content-range': `bytes */${body.length}` } });
    if (range !== null)
      return new Response(range.part, {
        status: 206,
        headers: { ...headers, 'content-range': `bytes ${range.start}-${range.end}/${body.length}` },
      });
    return new Response(request.method === 'HEAD' ? null : body, { headers });
  },
};
