// Behaviours of asymmetric keys: formats, signatures, agreement, encryption and wrapping.
import { EC, ED } from './test-keys.js';

const { subtle } = globalThis.crypto;
const utf8 = new TextEncoder();
const data = utf8.encode('data to sign');

const X1 = {
  kty: 'OKP',
  crv: 'X25519',
  x: 'hSDwCYkwp1R0i33ctD73Wg2_Og0mOBr066SpjqqbTmo',
  d: 'dwdtCnMYpX08FsFyUbJmRd9ML4frwJkqsXf7pR25LCo',
};
const X2 = { kty: 'OKP', crv: 'X25519', x: '3p7bfXt9wbTTW2HC7OQ1Nz-DQ8hbeGdNrfx-FG-IK08' };
const publicOf = ({ d, ...rest }) => rest;
const importEc = (jwk, usages, name = 'ECDSA') =>
  subtle.importKey('jwk', jwk, { name, namedCurve: 'P-256' }, true, usages);
const generateRsa = (name, usages, hash = 'SHA-256') =>
  subtle.generateKey(
    { name, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash },
    true,
    usages,
  );

export const keys = {
  'signs and verifies ECDSA': async () => {
    const signature = await subtle.sign(
      { name: 'ECDSA', hash: 'SHA-256' },
      await importEc(EC, ['sign']),
      data,
    );
    const key = await importEc(publicOf(EC), ['verify']);
    return [
      signature.byteLength,
      await subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, data),
      await subtle.verify({ name: 'ECDSA', hash: 'SHA-1' }, key, signature, data),
    ];
  },
  'shows EC keys': async () => {
    const key = await importEc(EC, ['sign']);
    return [key.type, key.algorithm, key.usages];
  },
  'exports EC keys as JSON Web Keys': async () => [
    await subtle.exportKey('jwk', await importEc(EC, ['sign'])),
    await subtle.exportKey('jwk', await importEc(publicOf(EC), ['verify'])),
  ],
  'exports EC public keys raw and as SPKI': async () => {
    const key = await importEc(publicOf(EC), ['verify']);
    return [await subtle.exportKey('raw', key), await subtle.exportKey('spki', key)];
  },
  'exports EC private keys as PKCS #8': async () =>
    (await subtle.exportKey('pkcs8', await importEc(EC, ['sign']))).byteLength,
  'imports raw EC keys': async () => {
    const raw = await subtle.exportKey('raw', await importEc(publicOf(EC), ['verify']));
    const key = await subtle.importKey('raw', raw, { name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify']);
    return (await subtle.exportKey('jwk', key)).x;
  },
  'imports SPKI and PKCS #8': async () => {
    const spki = await subtle.exportKey('spki', await importEc(publicOf(EC), ['verify']));
    const pkcs8 = await subtle.exportKey('pkcs8', await importEc(EC, ['sign']));
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
    const [pub, priv] = [
      await subtle.importKey('spki', spki, algorithm, true, ['verify']),
      await subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign']),
    ];
    return [
      pub.type,
      priv.type,
      await subtle.verify(
        { name: 'ECDSA', hash: 'SHA-512' },
        pub,
        await subtle.sign({ name: 'ECDSA', hash: 'SHA-512' }, priv, data),
        data,
      ),
    ];
  },
  'refuses points that are not on the curve': () => importEc({ ...publicOf(EC), x: EC.y }, ['verify']),
  'refuses raw points that are none': () =>
    subtle.importKey('raw', new Uint8Array(65), { name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify']),
  'refuses unknown curves': () =>
    subtle.importKey('raw', new Uint8Array(65), { name: 'ECDSA', namedCurve: 'P-999' }, true, ['verify']),
  'refuses wrong DER': () =>
    subtle.importKey('pkcs8', new Uint8Array(65), { name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign']),
  'refuses to verify with a private key': async () =>
    subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, await importEc(EC, ['sign']), new Uint8Array(64), data),
  'generates keys of every curve': async () =>
    Promise.all(
      ['P-256', 'P-384', 'P-521'].map(async (namedCurve) => {
        const pair = await subtle.generateKey({ name: 'ECDSA', namedCurve }, false, ['sign', 'verify']);
        const signature = await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, data);
        return [
          signature.byteLength,
          await subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, pair.publicKey, signature, data),
          pair.privateKey.extractable,
          pair.publicKey.extractable,
          pair.publicKey.usages,
        ];
      }),
    ),
  'refuses pairs without private usages': () =>
    subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify']),
  'agrees on secrets by ECDH': async () => {
    const [one, two] = await Promise.all(
      [1, 2].map(() => subtle.generateKey({ name: 'ECDH', namedCurve: 'P-384' }, false, ['deriveBits'])),
    );
    const a = await subtle.deriveBits({ name: 'ECDH', public: two.publicKey }, one.privateKey, 256);
    const b = await subtle.deriveBits({ name: 'ECDH', public: one.publicKey }, two.privateKey, 256);
    return [a.byteLength, subtle.timingSafeEqual(a, b)];
  },
  'signs Ed25519 as RFC 8032 does': async () =>
    subtle.sign('Ed25519', await subtle.importKey('jwk', ED, 'Ed25519', false, ['sign']), new Uint8Array(0)),
  'verifies Ed25519': async () => {
    const signature = await subtle.sign(
      'Ed25519',
      await subtle.importKey('jwk', ED, 'Ed25519', false, ['sign']),
      data,
    );
    const key = await subtle.importKey('jwk', publicOf(ED), { name: 'Ed25519' }, true, ['verify']);
    return [
      await subtle.verify('Ed25519', key, signature, data),
      await subtle.verify('Ed25519', key, signature, utf8.encode('x')),
      await subtle.exportKey('raw', key),
      await subtle.exportKey('jwk', key),
    ];
  },
  'refuses signatures of Ed25519 that are too short to be any': async () => {
    const key = await subtle.importKey('jwk', publicOf(ED), 'Ed25519', true, ['verify']);
    return subtle
      .verify('Ed25519', key, new Uint8Array(1), data)
      .catch((error) => [error.name, error.message]);
  },
  'imports raw Ed25519 keys': async () =>
    (await subtle.importKey('raw', new Uint8Array(32).fill(1), 'Ed25519', true, ['verify'])).algorithm,
  'refuses raw Ed25519 keys of other sizes': () =>
    subtle.importKey('raw', new Uint8Array(31), 'Ed25519', true, ['verify']),
  'agrees on secrets by X25519 as RFC 7748 does': async () => {
    const [key, other] = [
      await subtle.importKey('jwk', X1, 'X25519', false, ['deriveBits']),
      await subtle.importKey('jwk', X2, 'X25519', true, []),
    ];
    return subtle.deriveBits({ name: 'X25519', public: other }, key, 256);
  },
  'signs and verifies RSASSA-PKCS1-v1_5': async () => {
    const { publicKey, privateKey } = await generateRsa('RSASSA-PKCS1-v1_5', ['sign', 'verify']);
    const signature = await subtle.sign('RSASSA-PKCS1-v1_5', privateKey, data);
    return [
      signature.byteLength,
      await subtle.verify('RSASSA-PKCS1-v1_5', publicKey, signature, data),
      publicKey.algorithm.modulusLength,
      publicKey.algorithm.hash,
      publicKey.algorithm.publicExponent,
    ];
  },
  'signs and verifies RSA-PSS': async () => {
    const { publicKey, privateKey } = await generateRsa('RSA-PSS', ['sign', 'verify'], 'SHA-384');
    const algorithm = { name: 'RSA-PSS', saltLength: 48 };
    const signature = await subtle.sign(algorithm, privateKey, data);
    return [
      await subtle.verify(algorithm, publicKey, signature, data),
      await subtle.verify({ ...algorithm, saltLength: 20 }, publicKey, signature, data),
    ];
  },
  'encrypts and decrypts RSA-OAEP': async () => {
    const { publicKey, privateKey } = await generateRsa('RSA-OAEP', ['encrypt', 'decrypt']);
    const algorithm = { name: 'RSA-OAEP', label: utf8.encode('label') };
    const sealed = await subtle.encrypt(algorithm, publicKey, data);
    return [sealed.byteLength, await subtle.decrypt(algorithm, privateKey, sealed)];
  },
  'refuses RSA-OAEP with another label': async () => {
    const { publicKey, privateKey } = await generateRsa('RSA-OAEP', ['encrypt', 'decrypt']);
    return subtle.decrypt(
      { name: 'RSA-OAEP', label: utf8.encode('x') },
      privateKey,
      await subtle.encrypt({ name: 'RSA-OAEP' }, publicKey, data),
    );
  },
  'exports RSA keys as JSON Web Keys': async () => {
    const { publicKey, privateKey } = await generateRsa('RSA-PSS', ['sign', 'verify']);
    const [pub, priv] = [await subtle.exportKey('jwk', publicKey), await subtle.exportKey('jwk', privateKey)];
    return [Object.keys(pub).sort(), pub.alg, pub.e, Object.keys(priv).sort(), pub.n === priv.n];
  },
  'refuses odd exponents': () =>
    subtle.generateKey(
      { name: 'RSA-PSS', modulusLength: 2048, publicExponent: new Uint8Array([5]), hash: 'SHA-256' },
      true,
      ['sign'],
    ),
  'generates AES keys': async () => {
    const key = await subtle.generateKey({ name: 'AES-CTR', length: 192 }, true, ['encrypt']);
    return [
      key.algorithm,
      (await subtle.exportKey('raw', key)).byteLength,
      (await subtle.exportKey('jwk', key)).alg,
    ];
  },
  'refuses AES keys of odd lengths': () =>
    subtle.generateKey({ name: 'AES-GCM', length: 100 }, true, ['encrypt']),
  'generates HMAC keys of the block size': async () => {
    const key = await subtle.generateKey({ name: 'HMAC', hash: 'SHA-512' }, true, ['sign']);
    return [key.algorithm, (await subtle.exportKey('raw', key)).byteLength];
  },
  'reads JSON Web Keys of secrets': async () => {
    const key = await subtle.importKey(
      'jwk',
      { kty: 'oct', k: 'AAECAw', alg: 'HS256', ext: true },
      { name: 'HMAC', hash: 'SHA-256' },
      true,
      ['sign'],
    );
    return [key.algorithm, await subtle.exportKey('jwk', key)];
  },
  'refuses a JSON Web Key of another hash': () =>
    subtle.importKey(
      'jwk',
      { kty: 'oct', k: 'AAAA', alg: 'HS512' },
      { name: 'HMAC', hash: 'SHA-256' },
      false,
      ['sign'],
    ),
  'refuses a JSON Web Key of another type': () =>
    subtle.importKey('jwk', { kty: 'RSA' }, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
  'wraps and unwraps with AES-KW': async () => {
    const wrapping = await subtle.importKey('raw', new Uint8Array(16).fill(7), 'AES-KW', false, [
      'wrapKey',
      'unwrapKey',
    ]);
    const key = await subtle.importKey('raw', new Uint8Array(32).fill(9), 'AES-GCM', true, ['encrypt']);
    const wrapped = await subtle.wrapKey('raw', key, wrapping, 'AES-KW');
    const back = await subtle.unwrapKey('raw', wrapped, wrapping, 'AES-KW', 'AES-GCM', true, ['decrypt']);
    return [wrapped, back.usages, await subtle.exportKey('raw', back)];
  },
  'wraps JSON Web Keys with AES-GCM': async () => {
    const algorithm = { name: 'AES-GCM', iv: new Uint8Array(12) };
    const wrapping = await subtle.importKey('raw', new Uint8Array(16).fill(7), 'AES-GCM', false, [
      'wrapKey',
      'unwrapKey',
    ]);
    const wrapped = await subtle.wrapKey('jwk', await importEc(EC, ['sign']), wrapping, algorithm);
    const back = await subtle.unwrapKey(
      'jwk',
      wrapped,
      wrapping,
      algorithm,
      { name: 'ECDSA', namedCurve: 'P-256' },
      true,
      ['sign'],
    );
    return (await subtle.exportKey('jwk', back)).d;
  },
};
