// Checks a JSON Web Token (RFC 7519) signed with HMAC-SHA256, by the Web Crypto API alone.

interface Claims {
  readonly sub: string;
  readonly iss: string;
  readonly exp: number;
}

const BASE64URL = { alphabet: 'base64url' } as const;

/** Byte arrays read base64 since ECMAScript 2026; this project's TypeScript library does not know it yet. */
const bytes = Uint8Array as unknown as {
  fromBase64(text: string, options: typeof BASE64URL): Uint8Array<ArrayBuffer>;
};

/** Imports the secret once; the key stays in the module, so it is lost with the isolate like every module-level value. */
export function importKey(secret: string): Promise<CryptoKey> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  return crypto.subtle.importKey('raw', new TextEncoder().encode(secret), algorithm, false, ['verify']);
}

/** The claims of a token with a true signature, from the right issuer and still valid; null for any other. */
export async function verifiedClaims(token: string, key: CryptoKey, issuer: string): Promise<Claims | null> {
  const [header, payload, signature] = token.split('.');
  if (header === undefined || payload === undefined || signature === undefined) return null;
  const signed = new TextEncoder().encode(`${header}.${payload}`);
  if (!(await crypto.subtle.verify('HMAC', key, bytes.fromBase64(signature, BASE64URL), signed))) return null;
  const claims = JSON.parse(new TextDecoder().decode(bytes.fromBase64(payload, BASE64URL))) as Claims;
  return claims.iss === issuer && claims.exp * 1000 > Date.now() ? claims : null;
}
