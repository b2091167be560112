// Encrypts with a key that is derived from a password.
const encoder = new TextEncoder();

async function keyFor(password) {
  const base = await crypto.subtle.importKey('raw', encoder.encode(password), 'PBKDF2', false, ['deriveKey']);
  const params = { name: 'PBKDF2', salt: encoder.encode('salt'), iterations: 1000, hash: 'SHA-256' };
  return crypto.subtle.deriveKey(params, base, { name: 'AES-GCM', length: 256 }, false, [
    'encrypt',
    'decrypt',
  ]);
}

export default {
  async fetch(request) {
    const url = new URL(request.url);
    const key = await keyFor(url.searchParams.get('password') ?? '');
    const iv = new Uint8Array(12);
    if (url.pathname === '/seal') {
      const sealed = await crypto.subtle.encrypt(
        { name: 'AES-GCM', iv },
        key,
        encoder.encode(await request.text()),
      );
      return new Response(btoa(String.fromCharCode(...new Uint8Array(sealed))));
    }
    try {
      const bytes = Uint8Array.from(atob(await request.text()), (c) => c.charCodeAt(0));
      return new Response(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, bytes));
    } catch (error) {
      return new Response(`${error.name}`, { status: 403 });
    }
  },
};
