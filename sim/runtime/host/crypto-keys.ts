// Keys on the host side: key material stands here, found by the realm's CryptoKey object; the realm itself sees only texts and bytes.
import { createECDH, createPrivateKey, ECDH, createPublicKey, createSecretKey } from 'node:crypto';
import type { JsonWebKey, JsonWebKeyInput, KeyObject } from 'node:crypto';
import type { CryptoPort } from '../web/crypto-port.ts';
import { insideBytes } from './inside.ts';
import type { Alloc } from './port.ts';

/** SubjectPublicKeyInfo headers of the NIST curves; an uncompressed point follows (RFC 5480, section 2). */
const SPKI_PREFIX: Readonly<Record<string, string>> = {
  prime256v1: '3059301306072a8648ce3d020106082a8648ce3d030107034200',
  secp384r1: '3076301006072a8648ce3d020106052b81040022036200',
  secp521r1: '30819b301006072a8648ce3d020106052b8104002303818600',
};

/** The key objects of one realm, by the CryptoKey that stands for them. */
export type KeyTable = WeakMap<object, KeyObject>;

/** The key of an owner; a missing one is a fault of the runtime, not of the handler. */
export function keyOf(keys: KeyTable, owner: object): KeyObject {
  const key = keys.get(owner);
  if (key === undefined) throw new Error('A CryptoKey without key material.');
  return key;
}

/** What the realm needs to know of an asymmetric key: `type kind bits exponent curve`. */
function describe(key: KeyObject): string {
  const details = key.asymmetricKeyDetails ?? {};
  return [
    key.type,
    key.asymmetricKeyType ?? '',
    details.modulusLength ?? 0,
    details.publicExponent ?? 0,
    details.namedCurve ?? '-',
  ].join(' ');
}

/** OpenSSL keeps the form in which a point came; a key made anew from its coordinates writes it in full, as workerd does. */
function withFullPoint(key: KeyObject): KeyObject {
  if (key.type !== 'public' || key.asymmetricKeyType !== 'ec') return key;
  return createPublicKey({ key: key.export({ format: 'jwk' }), format: 'jwk' });
}

const CURVES: Readonly<Record<string, string>> = {
  'P-256': 'prime256v1',
  'P-384': 'secp384r1',
  'P-521': 'secp521r1',
};

/** What is wrong with the private number of a point, in one word; empty when it belongs to it. */
function faultOfSecret({ crv = '', x = '', y = '', d = '' }: JsonWebKey): 'secret' | 'mismatch' | '' {
  const pair = createECDH(CURVES[crv] ?? '');
  try {
    pair.setPrivateKey(Buffer.from(d, 'base64url'));
  } catch {
    return 'secret';
  }
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return pair.getPublicKey().equals(point) ? '' : 'mismatch';
}

/** Bytes of the sequence that DER starts with, its header included (X.690, section 8.1.3). */
function derLength(der: Buffer): number {
  const first = der[1] ?? 0;
  if (first < 0x80) return 2 + first;
  const size = first & 0x7f;
  return size === 0 || size > 4 || der.length < 2 + size ? -1 : 2 + size + der.readUIntBE(2, size);
}

type KeyFunctions =
  | 'loadSecret'
  | 'loadDer'
  | 'loadJwk'
  | 'loadPoint'
  | 'moveKey'
  | 'exportRaw'
  | 'exportDer'
  | 'exportJwk';

/** The host functions that load and export keys. */
export function createKeyFunctions(alloc: Alloc, keys: KeyTable): Pick<CryptoPort, KeyFunctions> {
  function load(owner: object, make: () => KeyObject): string {
    try {
      const key = withFullPoint(make());
      keys.set(owner, key);
      return describe(key);
    } catch {
      return '';
    }
  }
  return {
    loadSecret(owner, bytes) {
      keys.set(owner, createSecretKey(bytes));
    },
    loadDer: (owner, kind, bytes) =>
      load(owner, () => {
        const key = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
        if (derLength(key) !== key.length) throw new Error('Bytes follow the key.');
        return kind === 'spki'
          ? createPublicKey({ key, format: 'der', type: 'spki' })
          : createPrivateKey({ key, format: 'der', type: 'pkcs8' });
      }),
    loadJwk(owner, json) {
      const input: JsonWebKeyInput = { key: JSON.parse(json), format: 'jwk' };
      const { key } = input;
      if (key.d === undefined) return load(owner, () => createPublicKey(input));
      if (key.kty !== 'EC') return load(owner, () => createPrivateKey(input));
      const isPoint = load(owner, () => createPublicKey(input)) !== '';
      return (isPoint ? faultOfSecret(key) : '') || load(owner, () => createPrivateKey(input));
    },
    loadPoint(owner, curve, point) {
      const hex = SPKI_PREFIX[curve];
      if (hex === undefined) return false;
      try {
        // Compressed points are expanded first: the header names the length of the full form.
        const full = ECDH.convertKey(point, curve, undefined, undefined, 'uncompressed');
        const key = Buffer.concat([Buffer.from(hex, 'hex'), Buffer.from(full)]);
        keys.set(owner, createPublicKey({ key, format: 'der', type: 'spki' }));
        return true;
      } catch {
        return false;
      }
    },
    moveKey(from, to) {
      keys.set(to, keyOf(keys, from));
      keys.delete(from);
    },
    exportRaw: (owner) => insideBytes(alloc, keyOf(keys, owner).export()),
    exportDer(owner, kind) {
      const key = keyOf(keys, owner);
      return insideBytes(alloc, key.export({ format: 'der', type: kind }));
    },
    exportJwk: (owner) => JSON.stringify(keyOf(keys, owner).export({ format: 'jwk' })),
  };
}
