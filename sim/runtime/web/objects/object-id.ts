// Ids of Durable Objects: 64 hex digits, of which the last sixteen say which class and jurisdiction an id belongs to.
import { encodeUtf8 } from '../encoding.ts';
import { host } from '../host.ts';
import { argumentError, defineInterface, illegalConstructor } from '../webidl.ts';

const TOKEN: unique symbol = Symbol('DurableObjectId');
const RANDOM_BYTES = 24;
const DIGITS = /^[0-9a-f]{64}$/i;

/** Where objects may be confined to; ids of each differ. */
export const JURISDICTIONS = ['eu', 'us', 'fedramp', 'fedramp-high'] as const;

/** The name of one object, as text and as what it was made from. */
export class DurableObjectId {
  readonly #hex: string;
  readonly jurisdiction: string | undefined;
  readonly name: string | undefined;

  constructor(token?: unknown, hex = '', name?: string, jurisdiction?: string) {
    if (token !== TOKEN) throw illegalConstructor();
    this.#hex = hex;
    this.jurisdiction = jurisdiction;
    this.name = name;
  }

  toString(): string {
    return this.#hex;
  }

  equals(other?: unknown): boolean {
    if (!(other instanceof DurableObjectId))
      throw argumentError('DurableObjectId', 'equals', 1, 'DurableObjectId');
    return other.#hex === this.#hex;
  }
}
defineInterface(DurableObjectId, 'DurableObjectId');

/** What an id says of its object. */
export interface IdParts {
  readonly className: string;
  readonly jurisdiction: string | undefined;
}

/** The id that always belongs to a name. */
export function idOfName(parts: IdParts, name: string): DurableObjectId {
  const { className, jurisdiction } = parts;
  const digest = sha256(`name\n${className}\n${jurisdiction ?? ''}\n${name}`);
  return withCheck(parts, digest.subarray(0, RANDOM_BYTES), name);
}

/** A new id from random bytes. */
export function idOfBytes(parts: IdParts, draw: (target: Uint8Array) => void): DurableObjectId {
  const bytes = new Uint8Array(RANDOM_BYTES);
  draw(bytes);
  return withCheck(parts, bytes);
}

/** The id that a text is, with the jurisdiction that it was made for; throws what workerd throws for texts that are none. */
export function idOfText(className: string, text: string): DurableObjectId {
  if (!DIGITS.test(text)) throw new TypeError('Invalid Durable Object ID: must be 64 hex digits');
  const hex = text.toLowerCase();
  const head = hex.slice(0, 2 * RANDOM_BYTES);
  const jurisdiction = [undefined, ...JURISDICTIONS].find(
    (one) => head + checkOf({ className, jurisdiction: one }, head) === hex,
  );
  if (jurisdiction === undefined && head + checkOf({ className, jurisdiction }, head) !== hex)
    throw new TypeError('Durable Object ID is not valid for this namespace.');
  return new DurableObjectId(TOKEN, hex, undefined, jurisdiction);
}

/** The id of an object that exists, as its own code sees it. */
export function knownId(
  hex: string,
  name: string | undefined,
  jurisdiction: string | undefined,
): DurableObjectId {
  return new DurableObjectId(TOKEN, hex, name, jurisdiction);
}

function withCheck(parts: IdParts, bytes: Uint8Array, name?: string): DurableObjectId {
  const head = hexOf(bytes);
  return new DurableObjectId(TOKEN, head + checkOf(parts, head), name, parts.jurisdiction);
}

function checkOf({ className, jurisdiction }: IdParts, head: string): string {
  return hexOf(sha256(`check\n${className}\n${jurisdiction ?? ''}\n${head}`).subarray(0, 8));
}

function sha256(text: string): Uint8Array {
  return host.crypto.digest('sha256', encodeUtf8(text));
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
