// Signs URLs with HMAC and checks them.
const encoder = new TextEncoder();
const keyPromise = () =>
  crypto.subtle.importKey(
    'raw',
    encoder.encode('secret key for tests'),
    { name: 'HMAC', hash: 'SHA-256' },
    false,
    ['sign', 'verify'],
  );

export default {
  async fetch(request) {
    const url = new URL(request.url);
    const key = await keyPromise();
    if (url.pathname.startsWith('/generate/')) {
      url.pathname = url.pathname.replace('/generate/', '/');
      const mac = await crypto.subtle.sign('HMAC', key, encoder.encode(url.pathname));
      url.searchParams.set('verify', btoa(String.fromCharCode(...new Uint8Array(mac))));
      return new Response(`${url.pathname}${url.search}`);
    }
    const given = url.searchParams.get('verify');
    if (given === null) return new Response('Missing query parameter', { status: 403 });
    const mac = Uint8Array.from(atob(given), (c) => c.charCodeAt(0));
    const ok = await crypto.subtle.verify('HMAC', key, mac, encoder.encode(url.pathname));
    return ok ? new Response('allowed') : new Response('Invalid MAC', { status: 403 });
  },
};
