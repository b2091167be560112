// A file server that answers ranges.
export default {
  async fetch(req) {
    const data = new TextEncoder().encode('0123456789abcdefghij');
    const m = /^bytes=(\d*)-(\d*)$/.exec(req.headers.get('range') ?? '');
    if (!m) return new Response(data, { headers: { 'accept-ranges': 'bytes', etag: '"v1"' } });
    let [, a, b] = m;
    a = a === '' ? data.length - Number(b) : Number(a);
    b = m[1] === '' || b === '' ? data.length - 1 : Math.min(Number(b), data.length - 1);
    if (a > b)
      return new Response('', { status: 416, headers: { 'content-range': 'bytes */' + data.length } });
    return new Response(data.subarray(a, b + 1), {
      status: 206,
      headers: { 'content-range': 'bytes ' + a + '-' + b + '/' + data.length },
    });
  },
};
