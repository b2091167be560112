// Cryptography inside the realm: known answers, libraries that lean on it, and draws that follow from the request.
import { expect, test } from 'vitest';
import { bundleSource, evaluate, openBench } from './run.ts';

test('jose signs and verifies HS256, RS256 and ES256 tokens', async () => {
  const answer = await evaluate(
    `
    const out = [];
    const secret = new TextEncoder().encode('a secret of at least thirty-two bytes');
    const pairs = [['HS256', { publicKey: secret, privateKey: secret }]];
    for (const alg of ['RS256', 'ES256', 'EdDSA']) pairs.push([alg, await generateKeyPair(alg)]);
    for (const [alg, { publicKey, privateKey }] of pairs) {
      const token = await new SignJWT({ sub: 'ada' }).setProtectedHeader({ alg }).setExpirationTime('1h').sign(privateKey);
      const { payload } = await jwtVerify(token, publicKey);
      const refused = await jwtVerify(token.slice(0, -4) + 'AAAA', publicKey).catch((error) => error.code);
      out.push([alg, payload.sub, refused]);
    }
    return out;`,
    { imports: `import { SignJWT, jwtVerify, generateKeyPair } from 'jose';` },
  );
  const refused = 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED';
  expect(answer).toEqual([
    ['HS256', 'ada', refused],
    ['RS256', 'ada', refused],
    ['ES256', 'ada', refused],
    ['EdDSA', 'ada', refused],
  ]);
});

const DRAWS = `
  const hex = (buffer) => new Uint8Array(buffer).toHex();
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign']);
  const rsa = await crypto.subtle.generateKey(
    { name: 'RSA-PSS', modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' }, true, ['sign']);
  const data = new Uint8Array(8);
  const result = [
    crypto.randomUUID(),
    hex(crypto.getRandomValues(new Uint8Array(16)).buffer),
    (await crypto.subtle.exportKey('jwk', pair.privateKey)).d,
    hex(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, data)),
    hex(await crypto.subtle.sign({ name: 'RSA-PSS', saltLength: 32 }, rsa.privateKey, data)),
  ];`;

test('keys, nonces, salts and UUIDs follow from the seed and the request', async () => {
  const bundle = await bundleSource(
    `export default { async fetch() { ${DRAWS} return Response.json(result); } };`,
  );
  const run = (seed: number): string[] => {
    const bench = openBench({ seed });
    const isolate = bench.start(bundle);
    return [bench.call(isolate).text, bench.call(isolate).text];
  };
  const [first, again, other] = [run(1), run(1), run(2)];
  expect(first).toEqual(again);
  expect(first[0]).not.toBe(first[1]);
  expect(first[0]).not.toBe(other[0]);
});

test('PBKDF2 stops at the 100,000 iterations that Workers allow', async () => {
  const answer = await evaluate(`
    const key = await crypto.subtle.importKey('raw', new Uint8Array(8), 'PBKDF2', false, ['deriveBits']);
    const derive = (iterations) => crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: new Uint8Array(8), iterations }, key, 128);
    return [(await derive(100_000)).byteLength, await derive(100_001).catch((error) => error.name)];`);
  expect(answer).toEqual([16, 'NotSupportedError']);
});

test('a forged key is refused rather than looked up', async () => {
  const answer = await evaluate(`
    const forged = Object.create(CryptoKey.prototype, { usages: { value: ['sign'] }, algorithm: { value: { name: 'HMAC' } } });
    return crypto.subtle.sign('HMAC', forged, new Uint8Array(1)).then(() => 'signed', (error) => error.name);`);
  expect(answer).toBe('TypeError');
});
