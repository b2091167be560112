// What a JSON Web Key says it is for (RFC 7517, sections 4.2 and 4.3), held against what it is imported for.
import type { DOMException } from '../dom-exception.ts';
import { fieldError } from '../webidl.ts';
import type { Jwk, KeyImport } from './algorithm.ts';
import { cryptoError } from './key.ts';

/** Throws when the `key_ops` of a key are no list. */
export function checkOperations(jwk: Jwk): void {
  const given = jwk['key_ops'];
  if (given !== undefined && !Array.isArray(given)) throw fieldError('JsonWebKey', 'key_ops', 'Array');
}

/** The `key_ops` of a key; null when it has none. */
function operations(jwk: Jwk): string[] | null {
  checkOperations(jwk);
  const given = jwk['key_ops'];
  return Array.isArray(given) ? given.map(String) : null;
}

/** The error for an `alg` that no algorithm here has. */
export function unknownAlg(alg: string): DOMException {
  return cryptoError(
    'NotSupportedError',
    `Unrecognized or unimplemented algorithm "${alg}" listed in JSON Web Key Algorithm parameter.`,
  );
}

function repeated(values: readonly string[]): string | undefined {
  return values.find((value, i) => values.indexOf(value) !== i);
}

/** Refuses a secret key that is for something else; workerd does not look at those of HMAC. */
export function checkSecretUse(jwk: Jwk, usages: readonly string[]): void {
  const ops = operations(jwk);
  const { use } = jwk;
  if (use !== undefined && String(use) !== 'enc') {
    throw cryptoError('DataError', `Symmetric "jwk" key must have a "use" of "enc", not "${String(use)}".`);
  }
  if (ops === null) return;
  const twice = repeated(ops);
  if (twice !== undefined)
    throw cryptoError('DataError', `Symmetric "jwk" key contains duplicate value "${twice}", in "key_op".`);
  const missing = usages.find((usage) => !ops.includes(usage));
  if (missing !== undefined)
    throw cryptoError('DataError', `"jwk" key missing usage "${missing}", in "key_ops".`);
}

/** Algorithms whose keys sign nothing. */
const FOR_SECRETS: ReadonlySet<string> = new Set(['ECDH', 'X25519', 'RSA-OAEP']);

/** Refuses a public or private key that is for something else than an algorithm. */
export function checkPairUse({ usages }: Pick<KeyImport, 'usages'>, jwk: Jwk, name: string): void {
  const ops = operations(jwk);
  const use = jwk['use'] === undefined ? undefined : String(jwk['use']);
  const wanted = FOR_SECRETS.has(name) ? 'enc' : 'sig';
  if (usages.length > 0 && use !== undefined && use !== wanted) {
    // Workerd's words are those of signatures for all.
    throw cryptoError(
      'DataError',
      `Asymmetric "jwk" key import with usages requires a JSON Web Key with Public Key Use parameter "use" ("${use}") equal to "sig".`,
    );
  }
  if (ops === null) return;
  if (repeated(ops) !== undefined) {
    throw cryptoError(
      'DataError',
      'A JSON Web Key\'s Key Operations parameter ("key_ops") must not contain duplicates.',
    );
  }
  if (use !== undefined) checkConsistent(ops, use, wanted, name);
  if (usages.some((usage) => !ops.includes(usage))) {
    throw cryptoError(
      'DataError',
      'All specified key usages must be present in the JSON Web Key\'s Key Operations parameter ("key_ops").',
    );
  }
}

/** `use` and `key_ops` of one key must say the same. */
function checkConsistent(ops: readonly string[], use: string, wanted: string, name: string): void {
  if (wanted === 'enc') {
    if (use === 'enc') return;
    throw cryptoError(
      'DataError',
      `Asymmetric "jwk" import requires a JSON Web Key with Public Key Use "use" ("${use}") equal to "enc".`,
    );
  }
  const other = ops.find((op) => op !== 'sign' && op !== 'verify');
  if (other === undefined) return;
  throw cryptoError(
    'DataError',
    `A JSON Web Key should have either a Public Key Use parameter ("use") or a Key Operations parameter ("key_ops"); otherwise, the parameters must be consistent with each other. A Public Key Use for ${name} would allow a Key Operations array with only "sign" and/or "verify" values (not "${other}").`,
  );
}
