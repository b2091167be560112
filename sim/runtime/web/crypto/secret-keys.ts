// Secret keys as raw bytes or `oct` JSON Web Keys: what HMAC, AES and the derivation functions share.
import { decodeBase64Url, encodeBase64Url } from '../base64.ts';
import { host } from '../host.ts';
import type { Jwk, KeyImport } from './algorithm.ts';
import { checkOperations, checkSecretUse } from './jwk-rules.ts';
import { cryptoError, makeKey, unknownFormat } from './key.ts';
import type { Algorithm, CryptoKey } from './key.ts';

/** The bytes of a secret key that comes in as `raw` or `jwk`; `family` words the errors. */
export function secretBytes(input: KeyImport, family: string): Uint8Array {
  if (input.format === 'raw' && input.bytes !== null) return input.bytes;
  if (input.format !== 'jwk' || input.jwk === null) throw unknownFormat(input.format, 'import');
  const jwk = input.jwk;
  if (jwk['kty'] !== 'oct') {
    // workerd words this one differently for HMAC.
    const parameter = family === 'HMAC' ? '("kty")' : '"kty"';
    throw cryptoError(
      'DataError',
      `${family} "jwk" key import requires a JSON Web Key with Key Type parameter ${parameter} equal to "oct" (encountered "${String(jwk['kty'])}").`,
    );
  }
  const bytes = typeof jwk['k'] === 'string' ? decodeBase64Url(jwk['k']) : null;
  if (bytes === null) {
    throw cryptoError(
      'DataError',
      `${family} "jwk" key import requires a base64Url encoding of the key${family === 'HMAC' ? '' : '.'}`,
    );
  }
  checkExtractable(input, input.algorithm.name);
  checkOperations(jwk);
  if (family !== 'HMAC') checkSecretUse(jwk, input.usages);
  return bytes;
}

/** Refuses to make extractable what a JSON Web Key says is not. */
export function checkExtractable(input: KeyImport, name: string): void {
  const ext = input.jwk?.['ext'];
  if (ext !== undefined && !ext && input.extractable) {
    throw cryptoError('DataError', `JWK ext field for "${name}" is set to false but extractable is true`);
  }
}

interface SecretKey {
  readonly algorithm: Algorithm;
  readonly extractable: boolean;
  readonly usages: readonly string[];
}

/** A secret key over the given bytes. */
export function makeSecretKey(bytes: Uint8Array, fields: SecretKey): CryptoKey {
  const key = makeKey({ ...fields, type: 'secret' });
  host.crypto.loadSecret(key, bytes);
  return key;
}

const MEMBERS = 'kty use key_ops alg ext crv x y d n e p q dp dq qi oth k'.split(' ');

/** The members of a JSON Web Key that a caller gave, inherited ones too; those that are undefined are left out. */
export function readJwk(source: object): Jwk {
  const pairs = MEMBERS.map((name): [string, unknown] => [name, Reflect.get(source, name)]);
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
}

/** A JSON Web Key with every member that there is, in workerd's order: those that do not apply are undefined. */
export function fullJwk(members: Jwk): Jwk {
  return Object.fromEntries(MEMBERS.map((name) => [name, members[name]]));
}

/** A secret key as raw bytes or as a JSON Web Key with the given `alg`. */
export function exportSecret(format: string, key: CryptoKey, alg: string): Uint8Array | Jwk {
  if (format === 'raw') return host.crypto.exportRaw(key);
  if (format !== 'jwk') throw unknownFormat(format, 'export');
  return fullJwk({
    kty: 'oct',
    key_ops: [...key.usages],
    alg,
    ext: true,
    k: encodeBase64Url(host.crypto.exportRaw(key)),
  });
}
