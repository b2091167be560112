// Hands out encrypted and signed tokens by jose, and reads them back.
import { EncryptJWT, SignJWT, calculateJwkThumbprint, generateKeyPair, jwtDecrypt, jwtVerify } from 'jose';

const secret = new TextEncoder().encode('0123456789abcdef0123456789abcdef');

const PAGES = {
  async '/encrypted'() {
    const token = await new EncryptJWT({ a: 1 })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(secret);
    return (await jwtDecrypt(token, secret)).payload;
  },
  async '/curve'() {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    const token = await new SignJWT({ b: 2 }).setProtectedHeader({ alg: 'ES256' }).sign(privateKey);
    const { payload, protectedHeader } = await jwtVerify(token, publicKey);
    return [payload, protectedHeader];
  },
  async '/edwards'() {
    const { publicKey, privateKey } = await generateKeyPair('EdDSA');
    const token = await new SignJWT({ c: 3 }).setProtectedHeader({ alg: 'EdDSA' }).sign(privateKey);
    return (await jwtVerify(token, publicKey)).payload;
  },
  '/thumbprint': () => calculateJwkThumbprint({ kty: 'oct', k: 'AAAA' }),
  async '/broken'() {
    await jwtVerify('a.b.c', secret);
  },
};

export default {
  async fetch(request) {
    const page = PAGES[new URL(request.url).pathname];
    if (page === undefined) return new Response('no such page', { status: 404 });
    try {
      return Response.json(await page());
    } catch ({ code, name, message }) {
      return Response.json({ code, name, message }, { status: 401 });
    }
  },
};
