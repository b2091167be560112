// Hardens the answers of an upstream.
const ADD = {
  'Content-Security-Policy': "default-src 'self'",
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=63072000',
};
const REMOVE = ['Public-Key-Pins', 'X-Powered-By', 'x-up'];

export default {
  async fetch(request) {
    const tls = new URL(request.url).protocol;
    const answer = await fetch('http://upstream.test/text');
    const headers = new Headers(answer.headers);
    for (const name of REMOVE) headers.delete(name);
    for (const [name, value] of Object.entries(ADD)) headers.set(name, value);
    headers.set('x-tls', tls);
    return new Response(answer.body, { status: answer.status, statusText: answer.statusText, headers });
  },
};
