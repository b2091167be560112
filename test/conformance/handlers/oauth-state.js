// A login by OAuth: the state is sealed with AES-GCM and opened again at the callback.
function b64u(b) {
  return btoa(String.fromCharCode(...new Uint8Array(b)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
}
async function seal(o) {
  const k = await crypto.subtle.importKey('raw', new Uint8Array(32), 'AES-GCM', false, [
    'encrypt',
    'decrypt',
  ]);
  const iv = new Uint8Array(12).fill(7);
  const c = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv },
    k,
    new TextEncoder().encode(JSON.stringify(o)),
  );
  return b64u(iv) + '.' + b64u(c);
}
async function open(t) {
  const [i, c] = t
    .split('.')
    .map((x) => Uint8Array.from(atob(x.replace(/-/g, '+').replace(/_/g, '/')), (ch) => ch.charCodeAt(0)));
  const k = await crypto.subtle.importKey('raw', new Uint8Array(32), 'AES-GCM', false, ['decrypt']);
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: i }, k, c)));
}
export default {
  async fetch(req) {
    const u = new URL(req.url);
    if (u.pathname === '/login') {
      const to = new URL('http://upstream.test/authorize');
      to.search = new URLSearchParams({
        client_id: 'abc',
        state: await seal({ r: u.searchParams.get('r') }),
        scope: 'a b',
      });
      return new Response(null, {
        status: 302,
        headers: { Location: to.href, 'Set-Cookie': 'st=1; HttpOnly; Secure; SameSite=Lax; Max-Age=600' },
      });
    }
    if (u.pathname === '/cb')
      try {
        return Response.json(await open(u.searchParams.get('state')));
      } catch (e) {
        return new Response(e.name + ': ' + e.message, { status: 400 });
      }
    return new Response('?');
  },
};
