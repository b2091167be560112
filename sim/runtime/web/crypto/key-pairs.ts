// Public and private keys: import and export in the formats that RSA and the curves share.
import { decodeBase64Url } from '../base64.ts';
import { host } from '../host.ts';
import type { CryptoKeyPair, Jwk, KeyImport } from './algorithm.ts';
import { checkUsages, cryptoError, makeKey, unknownFormat } from './key.ts';
import type { Algorithm, CryptoKey } from './key.ts';
import { checkPairUse } from './jwk-rules.ts';
import { checkExtractable, fullJwk } from './secret-keys.ts';

/** What the host found in a key. */
export interface KeyDetails {
  readonly type: 'public' | 'private';
  /** `rsa`, `ec`, `ed25519`, `x25519`. */
  readonly kind: string;
  readonly modulusBits: number;
  readonly exponent: number;
  /** OpenSSL's curve name. */
  readonly curve: string;
}

/** Usages that each half of a pair may have. */
export interface PairUsages {
  readonly public: readonly string[];
  readonly private: readonly string[];
}

function parseDetails(text: string): KeyDetails | null {
  const [type, kind, bits, exponent, curve] = text.split(' ');
  if (text === '' || kind === undefined) return null;
  return {
    type: type === 'private' ? 'private' : 'public',
    kind,
    modulusBits: Number(bits),
    exponent: Number(exponent),
    curve: curve ?? '',
  };
}

interface PairImport {
  readonly input: KeyImport;
  readonly kinds: readonly string[];
  readonly kty: string;
  readonly usages: PairUsages;
  /** Names the algorithm in usage errors. */
  readonly name: string;
  /** Names the family in errors of JSON Web Keys. */
  readonly family: string;
  /** Members that a JSON Web Key must have, each with the words for its absence. */
  readonly requiredMembers: readonly (readonly [string, string])[];
  /** Checks the details and returns the algorithm that the key carries. */
  readonly describe: (details: KeyDetails) => Algorithm;
  /** Refuses the members of a JSON Web Key that OpenSSL would take. */
  readonly checkMembers?: (jwk: Jwk) => void;
  /** The error for a JSON Web Key that OpenSSL refuses; `why` is what the host says of it. */
  readonly badJwk: (why: string) => Error;
}

function isBase64Url(value: unknown): boolean {
  return typeof value === 'string' && decodeBase64Url(value) !== null;
}

function loadJwk(call: PairImport, owner: object, jwk: Jwk): KeyDetails {
  if (jwk['kty'] !== call.kty) {
    throw cryptoError(
      'DataError',
      `${call.family} "jwk" key import${call.kty === 'OKP' ? 's' : ''} requires a JSON Web Key with Key Type parameter "kty" ("${String(jwk['kty'])}") equal to "${call.kty}".`,
    );
  }
  const missing = call.requiredMembers.find(([member]) => !isBase64Url(jwk[member]));
  if (missing !== undefined) throw cryptoError('DataError', missing[1]);
  checkPairUse(call.input, jwk, call.name);
  checkExtractable(call.input, call.name);
  call.checkMembers?.(jwk);
  const found = host.crypto.loadJwk(owner, JSON.stringify(jwk));
  const details = parseDetails(found);
  if (details === null) throw call.badJwk(found);
  return details;
}

/** Imports spki, pkcs8 and jwk. The material is loaded under a provisional owner, for the key is made once its details are known. */
export function importPairKey(call: PairImport): CryptoKey {
  const { format, bytes, jwk, extractable, usages } = call.input;
  const isPrivate = format === 'pkcs8' || (format === 'jwk' && jwk !== null && jwk['d'] !== undefined);
  const type = isPrivate ? 'private' : 'public';
  const checkUse = (): void =>
    checkUsages({ action: 'import', type, algorithm: call.name, allowed: call.usages[type], usages });
  const trial = {};
  let details: KeyDetails | null;
  if (format === 'jwk' && jwk !== null) {
    checkUse();
    details = loadJwk(call, trial, jwk);
  } else if ((format === 'spki' || format === 'pkcs8') && bytes !== null) {
    details = parseDetails(host.crypto.loadDer(trial, format, bytes));
    if (details === null) throw cryptoError('DataError', `Invalid ${format.toUpperCase()} input.`);
    if (!call.kinds.includes(details.kind)) {
      throw cryptoError('DataError', `Input was not an ${call.kty} key.`);
    }
    checkUse();
  } else {
    throw unknownFormat(format, 'import');
  }
  if (!call.kinds.includes(details.kind)) throw call.badJwk('');
  const key = makeKey({ type, extractable, usages, algorithm: call.describe(details) });
  host.crypto.moveKey(trial, key);
  return key;
}

/** Exports spki, pkcs8 and jwk; `order` gives the order of the members of the material, `alg` the algorithm's JOSE name. */
export function exportPairKey(
  format: string,
  key: CryptoKey,
  jwkShape: { readonly kty: string; readonly alg?: string; readonly members: readonly string[] },
): Uint8Array | Jwk {
  if (format === 'spki' || format === 'pkcs8') {
    const wanted = format === 'spki' ? 'public' : 'private';
    if (key.type !== wanted) {
      throw cryptoError(
        'InvalidAccessError',
        `Asymmetric ${format} export requires ${wanted} key (not "${key.type}").`,
      );
    }
    return host.crypto.exportDer(key, format);
  }
  if (format !== 'jwk') {
    throw cryptoError('InvalidAccessError', `Cannot export "${key.algorithm.name}" in "${format}" format.`);
  }
  const material: Jwk = JSON.parse(host.crypto.exportJwk(key));
  const out: Record<string, unknown> = { kty: jwkShape.kty, key_ops: [...key.usages] };
  if (jwkShape.alg !== undefined) out['alg'] = jwkShape.alg;
  out['ext'] = true;
  for (const member of jwkShape.members) {
    if (material[member] !== undefined) out[member] = material[member];
  }
  return fullJwk(out);
}

/** Two keys without material, for the host to fill; usages are dealt to the half that may have them. */
export function makePair(fields: {
  readonly algorithm: Algorithm;
  readonly extractable: boolean;
  readonly usages: readonly string[];
  readonly allowed: PairUsages;
}): CryptoKeyPair {
  const { algorithm, extractable, usages, allowed } = fields;
  const wrong = usages.find((usage) => !allowed.public.includes(usage) && !allowed.private.includes(usage));
  if (wrong !== undefined) {
    throw cryptoError(
      'SyntaxError',
      `Attempt to generate ${algorithm.name} key with invalid usage "${wrong}".`,
    );
  }
  const privateUsages = usages.filter((usage) => allowed.private.includes(usage));
  if (privateUsages.length === 0) {
    throw cryptoError('SyntaxError', 'Attempt to generate asymmetric keys with no valid private key usages.');
  }
  const publicUsages = usages.filter((usage) => allowed.public.includes(usage));
  return {
    publicKey: makeKey({ type: 'public', extractable: true, algorithm, usages: publicUsages }),
    privateKey: makeKey({ type: 'private', extractable, algorithm, usages: privateUsages }),
  };
}

/** Refuses to work with the wrong half of a pair. */
export function requireType(key: CryptoKey, type: 'public' | 'private', verb: string): void {
  if (key.type !== type) {
    throw cryptoError(
      'InvalidAccessError',
      `Asymmetric ${verb} operation requires a ${type} key, but "${key.type}" provided.`,
    );
  }
}
