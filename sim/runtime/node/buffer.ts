// node:buffer: unenv's Buffer, and what it lacks.
import type { Buffer as NodeBuffer } from 'node:buffer';
import { Buffer as Untyped, kMaxLength, INSPECT_MAX_BYTES, SlowBuffer } from 'unenv/node/buffer';
import { checkArguments } from './buffer-checks.ts';
import { addWays } from './buffer-ways.ts';
import { argumentType } from './errors.ts';

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Node's byte arrays. */
export const Buffer = Untyped as typeof NodeBuffer;

/** base64url as base64: the reader of base64 takes both alphabets, but its writer knows one. */
function asBase64(encoding: unknown): unknown {
  return typeof encoding === 'string' && encoding.toLowerCase() === 'base64url' ? 'base64' : encoding;
}

/** Lets a method take base64url wherever an encoding may stand; never for the first `fixed` arguments. */
function teach(owner: object, name: string, fixed: number): void {
  const inner = Reflect.get(owner, name) as Method;
  const taught: Method = function (...args) {
    return Reflect.apply(
      inner,
      this,
      args.map((value, i) => (i < fixed ? value : asBase64(value))),
    );
  };
  Reflect.set(owner, name, taught);
}
teach(Buffer, 'from', 1);
teach(Buffer, 'byteLength', 1);
teach(Buffer, 'isEncoding', 0);
teach(Buffer, 'alloc', 2);
for (const name of ['write', 'fill', 'indexOf', 'includes', 'lastIndexOf']) teach(Buffer.prototype, name, 1);

const plainText = Buffer.prototype.toString as Method;
Reflect.set(Buffer.prototype, 'toString', function (this: unknown, ...args: unknown[]) {
  const [encoding, ...range] = args;
  const text = String(Reflect.apply(plainText, this, [asBase64(encoding), ...range]));
  if (asBase64(encoding) === encoding) return text;
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
});

addWays(Buffer);
checkArguments(Buffer);
// The bundler renames what the library calls Buffer too; and there is no pool.
Object.defineProperty(Buffer, 'name', { value: 'Buffer', configurable: true });
Buffer.poolSize = 0;

export { INSPECT_MAX_BYTES, kMaxLength, SlowBuffer };
export const constants = { MAX_LENGTH: kMaxLength, MAX_STRING_LENGTH: 536_870_888 };
export const kStringMaxLength = constants.MAX_STRING_LENGTH;
export const { Blob, File } = globalThis;
export const atob = (text: string): string => globalThis.atob(text);
export const btoa = (text: string): string => globalThis.btoa(text);

/** Nothing here makes addresses of objects, so none can be resolved. */
export function resolveObjectURL(): never {
  throw new Error('resolveObjectURL is not implemented');
}

function checkBytes(bytes: unknown, method: string): void {
  if (bytes instanceof Uint8Array || bytes instanceof ArrayBuffer) return;
  throw new TypeError(
    `Failed to execute '${method}' on 'BufferUtil': parameter 1 is not of type 'JsUint8Array'.`,
  );
}

/** Whether bytes are text in UTF-8. */
export function isUtf8(bytes: Uint8Array): boolean {
  checkBytes(bytes, 'isUtf8');
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Whether bytes are text in ASCII. */
export function isAscii(bytes: Uint8Array): boolean {
  checkBytes(bytes, 'isAscii');
  return bytes.every((byte) => byte < 128);
}

/** Bytes of one encoding as bytes of another. */
export function transcode(bytes: Uint8Array, from: BufferEncoding, to: BufferEncoding): NodeBuffer {
  if (!ArrayBuffer.isView(bytes)) throw argumentType('source', 'an instance of ArrayBufferView', bytes);
  const known = /^(?:ascii|latin1|binary|utf-?8|ucs-?2|utf-?16le)$/i;
  if (!known.test(from) || !known.test(to))
    throw new Error('Unable to transcode buffer due to unsupported encoding');
  const text = Buffer.from(bytes).toString(from);
  // What one byte cannot say is a question mark.
  if (/^latin1|^binary/i.test(to)) return Buffer.from(text.replaceAll(/[^\0-\u00ff]/gu, '?'), 'latin1');
  return Buffer.from(text, to);
}
