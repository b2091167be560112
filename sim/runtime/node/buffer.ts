// node:buffer: unenv's Buffer, and what it lacks.
import type { Buffer as NodeBuffer } from 'node:buffer';
import { Buffer as Untyped, kMaxLength, INSPECT_MAX_BYTES, SlowBuffer } from 'unenv/node/buffer';
import { checkArguments } from './buffer-checks.ts';

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
export const resolveObjectURL = (): undefined => undefined;

/** Whether bytes are text in UTF-8. */
export function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Whether bytes are text in ASCII. */
export function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 128);
}

/** Bytes of one encoding as bytes of another. */
export function transcode(bytes: Uint8Array, from: BufferEncoding, to: BufferEncoding): NodeBuffer {
  return Buffer.from(Buffer.from(bytes).toString(from), to);
}
