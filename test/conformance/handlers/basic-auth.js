// Asks for a name and a password (RFC 7617).
const encoder = new TextEncoder();

function same(a, b) {
  const [one, two] = [encoder.encode(a), encoder.encode(b)];
  return one.byteLength === two.byteLength && crypto.subtle.timingSafeEqual(one, two);
}

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname === '/logout') return new Response('Logged out.', { status: 401 });
    const [scheme, encoded] = (request.headers.get('Authorization') ?? '').split(' ');
    if (scheme !== 'Basic' || !encoded) {
      return new Response('You need to login.', {
        status: 401,
        headers: { 'WWW-Authenticate': 'Basic realm="my scope", charset="UTF-8"' },
      });
    }
    let text;
    try {
      text = new TextDecoder().decode(Uint8Array.from(atob(encoded), (c) => c.charCodeAt(0)));
    } catch {
      return new Response('Malformed authorization.', { status: 400 });
    }
    const colon = text.indexOf(':');
    const ok =
      colon > 0 && same(text.slice(0, colon), 'admin') && same(text.slice(colon + 1), 'p\u00e4ss:word');
    return ok
      ? new Response('welcome', { headers: { 'Cache-Control': 'no-store' } })
      : new Response('wrong', { status: 403 });
  },
};
