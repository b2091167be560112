// What Node's Buffer refuses, and in which words: the kept library is laxer, or says it otherwise.
import type { Buffer as NodeBuffer } from 'node:buffer';
import { argumentType, argumentValue, checkInteger, outOfRange, unknownEncoding } from './errors.ts';

type Method = (this: unknown, ...args: unknown[]) => unknown;

const BYTES_LIKE =
  'of type string or an instance of Buffer, TypedArray, ArrayBuffer, SharedArrayBuffer, or Array or an Array-like Object';
const MAX_SIZE_BYTES = 2_147_483_647;

/** Puts a check before a method; its name and length stay. */
function guard(owner: object, name: string, check: (self: unknown, args: readonly unknown[]) => void): void {
  const inner = Reflect.get(owner, name) as Method;
  const guarded: Method = function (...args) {
    check(this, args);
    return Reflect.apply(inner, this, args);
  };
  Object.defineProperty(guarded, 'name', { value: name, configurable: true });
  Reflect.set(owner, name, guarded);
}

function checkSize(size: unknown): void {
  if (typeof size !== 'number') throw argumentType('size', 'of type number', size);
  if (Number.isNaN(size)) throw argumentValue('size', size, 'is invalid', RangeError);
  if (size > MAX_SIZE_BYTES) throw outOfRange('size', `0 to ${MAX_SIZE_BYTES}`, size);
  if (size < 0) throw new RangeError(`Invalid typed array length: ${size}`);
}

/** Bytes that a method reads or writes, by its name; 0 for those that are told. */
function sizeOf(name: string): number {
  if (name.includes('Double') || name.includes('Big')) return 8;
  if (name.includes('Float')) return 4;
  return Number(/\d+/.exec(name)?.[0] ?? 0) / 8;
}

function outOfBounds(text: string): RangeError {
  return Object.assign(new RangeError(text), { code: 'ERR_BUFFER_OUT_OF_BOUNDS' });
}

function checkPlace(self: NodeBuffer, offset: unknown, size: number): void {
  checkInteger(offset, 'offset', 0, self.length);
  const last = self.length - size;
  if (last < 0) throw outOfBounds('Attempt to access memory outside buffer bounds');
  if (offset > last) throw outOfRange('offset', `>= 0 and <= ${last}`, offset);
}

function checkReads(prototype: object): void {
  for (const name of Object.keys(prototype)) {
    if (!/^read(?:U?Int|Uint|Float|Double|Big)/.test(name)) continue;
    guard(prototype, name, (self, [offset, told]) => {
      const size = sizeOf(name);
      if (size === 0) {
        if (told === undefined) throw outOfRange('byteLength', 'an integer', told);
        if (typeof told !== 'number') throw argumentType('byteLength', 'of type number', told);
        if (told < 1 || told > 6) throw outOfRange('byteLength', '>= 1 and <= 6', told);
        checkPlace(self as NodeBuffer, offset, told);
      } else checkPlace(self as NodeBuffer, offset === undefined ? 0 : offset, size);
    });
  }
}

function checkWrites(prototype: object): void {
  for (const name of Object.keys(prototype)) {
    if (!/^write(?:U?Int|Uint|Float|Double|Big)/.test(name)) continue;
    const size = sizeOf(name);
    if (size === 0 || /Float|Double|Big/.test(name)) {
      guard(prototype, name, (self, [, offset, told]) => {
        if (size > 0) checkPlace(self as NodeBuffer, offset === undefined ? 0 : offset, size);
        else if (typeof told === 'number') checkPlace(self as NodeBuffer, offset, told);
      });
      continue;
    }
    const span = Number(1n << BigInt(8 * size));
    const least = name.includes('UI') || name.includes('Ui') ? 0 : -span / 2;
    guard(prototype, name, (self, [value, offset]) => {
      const number = Number(value);
      if (number < least || number >= least + span)
        throw outOfRange('value', `>= ${least} and <= ${least + span - 1}`, value);
      checkPlace(self as NodeBuffer, offset === undefined ? 0 : offset, size);
    });
  }
}

/** `write` of a text: where, how much, and how it is encoded, of which all but the text may be left out. */
function checkTextWrites(prototype: object, isEncoding: (name: string) => boolean): void {
  guard(prototype, 'write', (self, [, ...places]) => {
    const { length } = self as NodeBuffer;
    const names = ['offset', 'length'];
    for (const place of places) {
      if (typeof place === 'string' && !isEncoding(place)) throw unknownEncoding(place);
      const name = names.shift();
      if (typeof place === 'string' || name === undefined) return;
      if (place !== undefined) checkInteger(place, name, 0, length);
    }
  });
}

/** What compares and copies parts. */
function checkParts(prototype: object): void {
  const like = 'an instance of Buffer or Uint8Array';
  guard(prototype, 'compare', (self, [target, targetStart, targetEnd, sourceStart, sourceEnd]) => {
    if (!(target instanceof Uint8Array)) throw argumentType('target', like, target);
    if (targetStart !== undefined) checkInteger(targetStart, 'targetStart');
    if (targetEnd !== undefined) checkInteger(targetEnd, 'targetEnd', 0, target.length);
    if (sourceStart !== undefined) checkInteger(sourceStart, 'sourceStart');
    if (sourceEnd !== undefined) checkInteger(sourceEnd, 'sourceEnd', 0, (self as NodeBuffer).length);
  });
  guard(prototype, 'copy', (_, [target, ...places]) => {
    if (!(target instanceof Uint8Array)) throw argumentType('target', like, target);
    for (const [i, name] of ['targetStart', 'sourceStart', 'sourceEnd'].entries())
      if (Number(places[i]) < 0) throw outOfRange(name, '>= 0', places[i]);
  });
}

/** A part of a buffer that lies outside of it. */
function checkBuffer(buffer: ArrayBuffer, offset: unknown, length: unknown): void {
  const start = Number(offset ?? 0);
  if (start < 0) throw new RangeError(`Start offset ${start} is outside the bounds of the buffer`);
  const rest = buffer.byteLength - (start || 0);
  if (rest < 0) throw outOfBounds('"offset" is outside of buffer bounds');
  if (length !== undefined && Number(length) > rest)
    throw outOfBounds('"length" is outside of buffer bounds');
}

/** An object that is no bytes, no list and no box around something that is. */
function isBare(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return false;
  if (Symbol.toPrimitive in value || 'length' in value || 'data' in value) return false;
  return (
    !(value instanceof ArrayBuffer) && !toText.call(value).endsWith('Buffer]') && value.valueOf() === value
  );
}

const toText = Object.prototype.toString;

function checkMaking(Buffer: typeof NodeBuffer): void {
  guard(Buffer, 'from', (_, [value, encoding, length]) => {
    if (value instanceof ArrayBuffer) checkBuffer(value, encoding, length);
    const isMade = typeof value === 'string' || (typeof value === 'object' && value !== null);
    if (!isMade || isBare(value)) throw argumentType('The first argument', BYTES_LIKE, value);
    if (typeof value !== 'string') return;
    if (typeof encoding === 'string' && encoding !== '' && !Buffer.isEncoding(encoding))
      throw unknownEncoding(encoding);
  });
  for (const name of ['alloc', 'allocUnsafe', 'allocUnsafeSlow'])
    guard(Buffer, name, (_, [size]) => checkSize(size));
  guard(Buffer, 'concat', (_, [list, size]) => {
    if (!Array.isArray(list)) throw argumentType('list', 'an (Buffer|Uint8Array)[]', list);
    const wrong = list.findIndex((part) => !(part instanceof Uint8Array));
    if (wrong === 0) throw argumentType('list', 'an (Buffer|Uint8Array)[]', list[0]);
    if (wrong > 0)
      throw new TypeError(
        `Incorrect type for array element ${wrong}: the provided value is not of type 'JsUint8Array'.`,
      );
    if (size !== undefined) checkInteger(size, 'length', 0, Number.MAX_SAFE_INTEGER);
  });
  guard(Buffer, 'byteLength', (_, [value]) => {
    if (typeof value === 'string' || ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return;
    throw argumentType('string', 'of type string or an instance of Buffer or ArrayBuffer', value);
  });
}

/** Teaches a Buffer the manners of Node's. */
export function checkArguments(Buffer: typeof NodeBuffer): void {
  const { prototype } = Buffer;
  checkMaking(Buffer);
  checkReads(prototype);
  checkWrites(prototype);
  checkTextWrites(prototype, (name) => Buffer.isEncoding(name));
  checkParts(prototype);
  guard(prototype, 'toString', (_, [encoding]) => {
    if (typeof encoding === 'string' && !Buffer.isEncoding(encoding)) throw unknownEncoding(encoding);
  });
  const like = 'an instance of Buffer or Uint8Array';
  // Here the platform says what kind of value it got instead of which.
  guard(Buffer, 'compare', (_, [a, b]) => {
    if (!(a instanceof Uint8Array)) throw argumentType('a', like, typeof a);
    if (!(b instanceof Uint8Array)) throw argumentType('b', like, typeof b);
  });
  guard(prototype, 'equals', (_, [other]) => {
    if (!(other instanceof Uint8Array)) throw argumentType('b', like, typeof other);
  });
  guard(prototype, 'fill', (self, [value, start, end, encoding]) => {
    const { length } = self as NodeBuffer;
    const named = [start, end, encoding].find((given) => typeof given === 'string');
    if (
      named === 'hex' &&
      typeof value === 'string' &&
      Buffer.from(value, 'hex').length === 0 &&
      value !== ''
    )
      throw new TypeError('The text is not valid hex');
    if (typeof end === 'number' && (end < 0 || end > length)) throw outOfRange('end', `0 to ${length}`, end);
    if (typeof start === 'number' && (start < 0 || start > length))
      throw outOfRange('start', '0 to end', start);
  });
  for (const name of ['indexOf', 'lastIndexOf', 'includes'])
    guard(prototype, name, (_, [value]) => {
      if (typeof value === 'string' || typeof value === 'number' || value instanceof Uint8Array) return;
      throw argumentType(
        'value',
        'one of type number or string or an instance of Buffer or Uint8Array',
        value,
      );
    });
  for (const bits of [16, 32, 64])
    guard(prototype, `swap${bits}`, (self) => {
      if ((self as NodeBuffer).length % (bits / 8) === 0) return;
      const error = new RangeError(`Buffer size must be a multiple of ${bits}-bits`);
      throw Object.assign(error, { code: 'ERR_INVALID_BUFFER_SIZE' });
    });
}
