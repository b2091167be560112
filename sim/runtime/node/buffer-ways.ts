// Ways of Node's Buffer that the kept library lacks, or goes otherwise: searching, reading UTF-8 and hex, and slices by encoding.
import type { Buffer as NodeBuffer } from 'node:buffer';
import { hooks } from './hooks.ts';

type Method = (this: NodeBuffer, ...args: unknown[]) => unknown;
const ENCODINGS = ['ascii', 'base64', 'base64url', 'hex', 'latin1', 'ucs2', 'utf8'] as const;

function define(owner: object, name: string, value: (this: NodeBuffer, ...args: never[]) => unknown): void {
  Object.defineProperty(value, 'name', { value: name, configurable: true });
  Object.defineProperty(owner, name, { value, writable: true, enumerable: true, configurable: true });
}

/** Where a search begins: a number, counted from the end when it is below zero; all else is one of the ends. */
function startOf(given: unknown, length: number, isForward: boolean): number {
  const number = typeof given === 'string' || given === undefined ? Number.NaN : Number(given);
  if (Number.isNaN(number)) return isForward ? 0 : length;
  const whole = Math.trunc(number);
  return whole < 0 ? length + whole : whole;
}

/** The place of some bytes in others, -1 for none. */
function search(where: Uint8Array, what: Uint8Array, start: number, isForward: boolean): number {
  if (what.length === 0) return Math.min(Math.max(start, 0), where.length);
  const last = where.length - what.length;
  const step = isForward ? 1 : -1;
  for (let at = isForward ? Math.max(start, 0) : Math.min(start, last); at >= 0 && at <= last; at += step)
    if (what.every((byte, i) => where[at + i] === byte)) return at;
  return -1;
}

/** Bytes of pairs of hexadecimal digits, as far as they are some. */
function hexBytes(text: string): number[] {
  const digits = /^(?:[\da-f]{2})*/i.exec(text)?.[0] ?? '';
  return Array.from({ length: digits.length / 2 }, (_, i) =>
    Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16),
  );
}

function isHex(encoding: unknown): boolean {
  return typeof encoding === 'string' && encoding.toLowerCase() === 'hex';
}

function isUtf8(encoding: unknown): boolean {
  return encoding === undefined || (typeof encoding === 'string' && /^utf-?8$/i.test(encoding));
}

/** Searching for bytes, one byte or a text. */
function addSearches(Buffer: typeof NodeBuffer, prototype: object): void {
  const needle = (value: unknown, encoding: unknown): Uint8Array => {
    if (typeof value === 'number') return Uint8Array.of(value);
    if (typeof value === 'string') return Buffer.from(value, (encoding ?? 'utf8') as BufferEncoding);
    return value as Uint8Array;
  };
  const find = (self: Uint8Array, args: readonly unknown[], isForward: boolean): number => {
    const [value, from, encoding] = args;
    const what = needle(value, typeof from === 'string' ? from : encoding);
    return search(self, what, startOf(from, self.length, isForward), isForward);
  };
  define(prototype, 'indexOf', function (...args: unknown[]) {
    return find(this, args, true);
  });
  define(prototype, 'lastIndexOf', function (...args: unknown[]) {
    return find(this, args, false);
  });
  define(prototype, 'includes', function (...args: unknown[]) {
    return find(this, args, true) >= 0;
  });
}

/** Comparing with bytes and copying into them, which the library does with its own Buffers only. */
function addParts(Buffer: typeof NodeBuffer, prototype: object): void {
  const plainCopy = Reflect.get(prototype, 'copy') as Method;
  define(prototype, 'copy', function (target: Uint8Array, ...places: unknown[]) {
    const { buffer, byteOffset, byteLength } = target;
    return Reflect.apply(plainCopy, this, [Buffer.from(buffer, byteOffset, byteLength), ...places]);
  });
  define(prototype, 'equals', function (other: Uint8Array) {
    return this === other || Buffer.compare(this, other) === 0;
  });
}

/** Bytes that are shown. */
const MOST_SHOWN = 50;

function inspected(buffer: NodeBuffer): string {
  const bytes = Array.from(buffer.subarray(0, MOST_SHOWN), (byte) => byte.toString(16).padStart(2, '0'));
  const left = buffer.length - MOST_SHOWN;
  const more = left > 0 ? ` ... ${left} more byte${left > 1 ? 's' : ''}` : '';
  const members = Object.entries(buffer)
    .filter(([name]) => !/^\d+$/.test(name))
    .map(([name, value]) => `, ${name}: ${hooks.inspect(value)}`);
  return `<Buffer ${bytes.join(' ')}${more}${members.join('')}>`;
}

/** Adds the ways to a Buffer. */
export function addWays(Buffer: typeof NodeBuffer): void {
  const { prototype } = Buffer;
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const plainFrom = Buffer.from.bind(Buffer) as (...args: unknown[]) => NodeBuffer;
  define(Buffer, 'from', (...args: unknown[]) => {
    const [value, encoding] = args;
    return typeof value === 'string' && isHex(encoding) ? plainFrom(hexBytes(value)) : plainFrom(...args);
  });
  const plainWrite = Reflect.get(prototype, 'write') as Method;
  define(prototype, 'write', function (...args: unknown[]) {
    const [text, offset, length] = args;
    if (typeof text !== 'string' || !args.some(isHex)) return Reflect.apply(plainWrite, this, args);
    const at = typeof offset === 'number' ? offset : 0;
    const room = typeof length === 'number' ? length : this.length - at;
    const bytes = hexBytes(text).slice(0, Math.min(room, this.length - at));
    this.set(bytes, at);
    return bytes.length;
  });
  const plainText = Reflect.get(prototype, 'toString') as Method;
  define(prototype, 'toString', function (...args: unknown[]) {
    const [encoding, start = 0, end = this.length] = args;
    if (!isUtf8(encoding) || typeof start !== 'number' || typeof end !== 'number')
      return Reflect.apply(plainText, this, args);
    return decoder.decode(Uint8Array.prototype.subarray.call(this, Math.max(start, 0), Math.max(end, 0)));
  });
  for (const encoding of ENCODINGS) {
    define(prototype, `${encoding}Slice`, function (start?: number, end?: number) {
      return this.toString(encoding, start, end);
    });
    define(prototype, `${encoding}Write`, function (text: string, offset = 0, length?: number) {
      return this.write(text, offset, length ?? this.length - offset, encoding);
    });
  }
  addSearches(Buffer, prototype);
  addParts(Buffer, prototype);
  define(prototype, 'inspect', function () {
    return inspected(this);
  });
  Object.defineProperty(prototype, Symbol.for('nodejs.util.inspect.custom'), {
    value: Reflect.get(prototype, 'inspect'),
    writable: true,
    configurable: true,
  });
}
