// What keys say of themselves, held against what they are imported for; checks of arguments that the standard orders.
import { bytes, outcome, outcomes } from './standards-helpers.js';
import { EC, ED } from './test-keys.js';

const { subtle } = globalThis.crypto;

const ecdsa = { name: 'ECDSA', namedCurve: 'P-256' };

export const standardKeys = {
  'holds the alg of ECDSA keys against their curve': () =>
    outcomes(
      ...['ES256', 'ES384', 'EdDSA', undefined].map(
        (alg) => () => subtle.importKey('jwk', { ...EC, alg }, ecdsa, true, ['sign']),
      ),
      ...['ES256', 'ECDH-ES'].map(
        (alg) => () =>
          subtle.importKey('jwk', { ...EC, alg }, { ...ecdsa, name: 'ECDH' }, true, ['deriveBits']),
      ),
    ),
  'holds the alg of Ed25519 keys against EdDSA': () =>
    outcomes(
      ...['EdDSA', 'Ed25519', 'ES256', undefined].map(
        (alg) => () => subtle.importKey('jwk', { ...ED, alg }, 'Ed25519', true, ['sign']),
      ),
    ),
  'takes of the alg of RSA keys no more than the hash': async () => {
    const rsa = { name: 'RSA-PSS', hash: 'SHA-256' };
    const pair = await subtle.generateKey(
      { ...rsa, modulusLength: 1024, publicExponent: bytes(1, 0, 1) },
      true,
      ['sign', 'verify'],
    );
    const jwk = await subtle.exportKey('jwk', pair.publicKey);
    return outcomes(
      ...['PS256', 'RS256', 'RSA-OAEP-256', 'PS512', 'RSA1_5'].map(
        (alg) => () => subtle.importKey('jwk', { ...jwk, alg }, rsa, true, ['verify']),
      ),
      () => subtle.importKey('raw', bytes(1), rsa, true, ['verify']),
    );
  },
  'wraps with AES-KW only what has whole blocks': async () => {
    const kek = await subtle.importKey('raw', new Uint8Array(16), 'AES-KW', false, ['wrapKey', 'unwrapKey']);
    const hmac = { name: 'HMAC', hash: 'SHA-256' };
    const wrap = (format, size) => async () =>
      subtle.wrapKey(
        format,
        await subtle.importKey('raw', new Uint8Array(size), hmac, true, ['sign']),
        kek,
        'AES-KW',
      );
    const unwrap = (size) => () =>
      subtle.unwrapKey('raw', new Uint8Array(size), kek, 'AES-KW', 'AES-GCM', true, ['encrypt']);
    return outcomes(wrap('raw', 12), wrap('raw', 8), wrap('jwk', 5), wrap('jwk', 6), unwrap(0), unwrap(23));
  },
  'derives only keys of algorithms that have a length': async () => {
    const base = await subtle.importKey('raw', bytes(1), 'PBKDF2', false, ['deriveKey']);
    const algorithm = { name: 'PBKDF2', hash: 'SHA-256', salt: bytes(1), iterations: 1 };
    return outcomes(
      ...[
        { name: 'AES-GCM' },
        { name: 'AES-GCM', length: 100 },
        { name: 'HMAC', hash: 'SHA-1', length: 0 },
        ecdsa,
        'Ed25519',
        { name: 'HKDF' },
      ].map((derived) => () => subtle.deriveKey(algorithm, base, derived, false, ['sign'])),
    );
  },
  'refuses keys whose halves do not belong together': () =>
    outcomes(
      ...[{ d: EC.x }, { d: '' }, { d: 'AAEC' }, { d: '!' }, { x: 'AAEC' }, { x: '!' }].map(
        (wrong) => () => subtle.importKey('jwk', { ...EC, ...wrong }, ecdsa, true, ['sign']),
      ),
      ...[{ x: 'AAEC' }, { d: 'AAEC' }, { x: '!' }, { d: '!' }, { x: ED.d }].map(
        (wrong) => () => subtle.importKey('jwk', { ...ED, ...wrong }, 'Ed25519', true, ['sign']),
      ),
    ),
  'looks at the bytes of a key before its usages': () =>
    outcomes(
      () => subtle.importKey('spki', bytes(1), ecdsa, true, ['encrypt']),
      () => subtle.importKey('pkcs8', bytes(1), ecdsa, true, []),
      () => subtle.importKey('jwk', { kty: 'a' }, ecdsa, true, ['encrypt']),
    ),
  'refuses keys with bytes behind them': async () => {
    const pair = await subtle.generateKey(ecdsa, true, ['sign', 'verify']);
    const longer = async (format, key) => {
      const whole = new Uint8Array(await subtle.exportKey(format, key));
      return bytes(...whole, 0);
    };
    const [inner, outer] = [await longer('pkcs8', pair.privateKey), await longer('spki', pair.publicKey)];
    return outcomes(
      () => subtle.importKey('pkcs8', inner, ecdsa, true, ['sign']),
      () => subtle.importKey('spki', outer, ecdsa, true, ['verify']),
      () => subtle.importKey('spki', outer.subarray(0, -1), ecdsa, true, ['verify']),
    );
  },
  'gives a copy of the exponent each time': async () => {
    const rsa = { name: 'RSA-PSS', hash: 'SHA-256', modulusLength: 1024, publicExponent: bytes(1, 0, 1) };
    const { publicKey } = await subtle.generateKey(rsa, true, ['sign', 'verify']);
    publicKey.algorithm.publicExponent[0] = 9;
    return publicKey.algorithm.publicExponent;
  },
  'derives by HKDF with an info of any length': async () => {
    const base = await subtle.importKey('raw', bytes(1, 2), 'HKDF', false, ['deriveBits']);
    const derive = (size) =>
      subtle.deriveBits(
        { name: 'HKDF', hash: 'SHA-256', salt: bytes(3), info: new Uint8Array(size) },
        base,
        512,
      );
    return [await derive(1024), await derive(1025)];
  },
  'fills a view whose bytes have moved with nothing': () => {
    const view = bytes(1);
    structuredClone(view.buffer, { transfer: [view.buffer] });
    return globalThis.crypto.getRandomValues(view).length;
  },
  'cuts keys of HMAC to their bits': async () => {
    const cut = async (length) => {
      const key = await subtle.importKey(
        'raw',
        bytes(255, 255),
        { name: 'HMAC', hash: 'SHA-1', length },
        true,
        ['sign'],
      );
      return subtle.exportKey('raw', key);
    };
    return [await cut(16), await cut(12), await cut(9)];
  },
  'wants a salt length and a hash where they belong to the call': async () => {
    const rsa = { name: 'RSA-PSS', hash: 'SHA-256', modulusLength: 1024, publicExponent: bytes(1, 0, 1) };
    const pair = await subtle.generateKey(rsa, true, ['sign', 'verify']);
    const key = await subtle.importKey('jwk', EC, ecdsa, true, ['sign']);
    return outcomes(
      () => subtle.sign('RSA-PSS', pair.privateKey, bytes(1)),
      () => subtle.verify('RSA-PSS', pair.publicKey, bytes(1), bytes(1)),
      () => subtle.sign({ name: 'ECDSA', hash: null }, key, bytes(1)),
      () => subtle.sign('ECDSA', key, bytes(1)),
    );
  },
  'takes lengths as whole numbers': async () => {
    const base = await subtle.importKey('raw', bytes(1), 'HKDF', false, ['deriveBits']);
    const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: bytes(1), info: bytes(1) };
    const sizes = [];
    for (const length of [16.5, '8', 'a', NaN]) sizes.push(await subtle.deriveBits(hkdf, base, length));
    return [sizes.map((buffer) => buffer.byteLength), await outcome(() => subtle.deriveBits(hkdf, base, -8))];
  },
  'wants the curve of a key on an Edwards curve': async () => {
    const x = '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo';
    const take = (key, name) => () => subtle.importKey('jwk', { kty: 'OKP', x, ...key }, { name }, true, []);
    return outcomes(take({}, 'Ed25519'), take({}, 'X25519'), take({ crv: 'X448' }, 'Ed25519'));
  },
  'takes the names of curves in any case': async () =>
    (await subtle.importKey('jwk', EC, { name: 'ecdsa', namedCurve: 'p-256' }, true, ['sign'])).algorithm,
};
