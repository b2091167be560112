// Copies a map of headers and trailers of its own making.
const HEADERS = new Map([
  ['X-One', '1'],
  ['X-Two', '2'],
  ['Link', '</a.css>; rel=preload'],
  ['Set-Cookie', 'a=1; Path=/'],
]);

export default {
  async fetch() {
    const response = new Response('ok', { headers: new Headers([...HEADERS]) });
    response.headers.append('Set-Cookie', 'b=2');
    response.headers.append('Link', '</b.css>; rel=preload');
    response.headers.set('x-two', 'changed');
    response.headers.delete('X-ONE');
    const copy = new Response(response.body, response);
    copy.headers.set('x-count', String([...copy.headers].length));
    copy.headers.set('x-cookies', String(copy.headers.getSetCookie().length));
    return copy;
  },
};
