// What the classes of the Web API share: enumerable members, string tags, and argument errors worded as workerd words them.
import { lookNative } from './native-look.ts';

/** The interfaces by their prototypes; written only while the realm is made. */
const interfaces = new WeakMap<object, string>();

type AnyClass = abstract new (...args: never[]) => object;

/** Makes an interface known that was defined elsewhere. */
export function registerInterface(target: { readonly prototype: object }, name: string): void {
  interfaces.set(target.prototype, name);
}

/**
 * Makes the members of a class enumerable and tags it, as Web IDL asks of an interface; returns nothing. `order`, names with spaces between,
 * is that in which workerd lists its members, where they are written in another one here.
 */
export function defineInterface(target: AnyClass, name: string, order = ''): void {
  const prototype: object = target.prototype;
  // The bundler renames classes that mention themselves.
  Object.defineProperty(target, 'name', { value: name, configurable: true });
  interfaces.set(prototype, name);
  const keys = order === '' ? Object.getOwnPropertyNames(prototype) : order.split(' ');
  for (const key of keys) {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, key);
    if (key === 'constructor' || descriptor === undefined) continue;
    if (order !== '') Reflect.deleteProperty(prototype, key);
    Object.defineProperty(prototype, key, { ...descriptor, enumerable: true });
  }
  // Workerd's constructors all have length 0, and are listed last.
  Object.defineProperty(target, 'length', { value: 0, configurable: true });
  const made = Object.getOwnPropertyDescriptor(prototype, 'constructor');
  if (made !== undefined) {
    Reflect.deleteProperty(prototype, 'constructor');
    Object.defineProperty(prototype, 'constructor', made);
  }
  for (const key of Object.getOwnPropertyNames(target)) {
    const descriptor = Object.getOwnPropertyDescriptor(target, key);
    if (descriptor === undefined || key === 'length' || key === 'name' || key === 'prototype') continue;
    Object.defineProperty(target, key, { ...descriptor, enumerable: true });
  }
  Object.defineProperty(prototype, Symbol.toStringTag, { value: name, writable: true, configurable: true });
  lookNative(target);
}

/** An object of an interface that has no class here: it only says its name. */
export function tagged<T extends object>(name: string, members: T): T {
  return Object.defineProperty(members, Symbol.toStringTag, { value: name, configurable: true });
}

/** Defines read-only constants on a class and its prototype. */
export function defineConstants(target: AnyClass, constants: Readonly<Record<string, number>>): void {
  for (const [key, value] of Object.entries(constants)) {
    const descriptor = { value, enumerable: true, configurable: false, writable: false };
    Object.defineProperty(target, key, descriptor);
    Object.defineProperty(target.prototype, key, descriptor);
  }
}

/** What may initialise a list of headers, as workerd words it. */
export const HEADERS_TYPE = 'Headers or Sequence or object';

/** The error for an interface that has no public constructor. */
export function illegalConstructor(): TypeError {
  return new TypeError('Illegal constructor');
}

/** The error for a wrong constructor argument; positions count from 1. */
export function constructorError(interfaceName: string, position: number, type: string): TypeError {
  return new TypeError(
    `Failed to construct '${interfaceName}': constructor parameter ${position} is not of type '${type}'.`,
  );
}

/** A constructor's argument that may carry members, or nothing; throws at texts, numbers and the like. Positions count from 1. */
export function optionsArgument(
  value: unknown,
  interfaceName: string,
  position: number,
  type: string,
): object | null {
  if (value === undefined || value === null) return null;
  if (!isObject(value)) throw constructorError(interfaceName, position, type);
  return value;
}

/** The error for a wrong method argument; positions count from 1. */
export function argumentError(
  interfaceName: string,
  method: string,
  position: number,
  type: string,
): TypeError {
  return new TypeError(
    `Failed to execute '${method}' on '${interfaceName}': parameter ${position} is not of type '${type}'.`,
  );
}

/** The error for a wrong member of an options object. */
export function fieldError(dictionary: string, field: string, type: string): TypeError {
  return new TypeError(
    `Incorrect type for the '${field}' field on '${dictionary}': the provided value is not of type '${type}'.`,
  );
}

/** The interface that an object, or a class it derives from, belongs to; null for objects of the language. */
export function interfaceNameOf(value: object): string | null {
  for (let at: unknown = Object.getPrototypeOf(value); at !== null; at = Object.getPrototypeOf(at)) {
    const name = interfaces.get(at as object);
    if (name !== undefined) return name;
  }
  return null;
}

/** Whether a value may carry members: an object or a function. */
export function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/**
 * The object of an interface that a value is, or has among its prototypes, as the platform finds it; null for none.
 * A Proxy of one is none: it is read as any other object is.
 */
export function findInstance<T extends object>(
  value: unknown,
  isInstance: (object: object) => object is T,
): T | null {
  if (!isObject(value)) return null;
  if (isInstance(value)) return value;
  // Each step is a call of the engine's runtime, so the last one, to what every object ends at, is saved.
  for (let at = Reflect.getPrototypeOf(value); at !== null && at !== Object.prototype;) {
    if (isInstance(at)) return at;
    at = Reflect.getPrototypeOf(at);
  }
  return null;
}

/** Whether the platform takes a value for a promise: it asks whether there is a `then`, and does not read it. */
export function isThenable(value: unknown): boolean {
  return value instanceof Promise || (isObject(value) && 'then' in value);
}

/** Whether a value is the buffer of a shared WebAssembly memory; no global name leads to its constructor. */
export function isSharedBuffer(value: unknown): value is SharedArrayBuffer {
  return Object.prototype.toString.call(value) === '[object SharedArrayBuffer]';
}

/** A value as text; a symbol is an error, where `String` would describe it. */
export function textOf(value: unknown): string {
  if (typeof value === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
  return String(value);
}

/** A value as a number; a big integer is an error, as a symbol is. */
export function numberOf(value: unknown): number {
  if (typeof value === 'bigint') throw new TypeError('Cannot convert a BigInt value to a number');
  return Number(value);
}

/** Largest number that a 32-bit integer holds. */
const MAX_INT = 0x7fff_ffff;

/** A value as the 32-bit integer that it is taken for: fractions are dropped, what is no number is 0; what does not fit is an error. */
export function integerOf(value: unknown): number {
  const number = numberOf(value);
  if (!Number.isFinite(number)) return 0;
  const whole = Math.trunc(number);
  if (whole < -MAX_INT - 1 || whole > MAX_INT)
    throw new TypeError(`Value out of range. Must be between ${-MAX_INT - 1} and ${MAX_INT} (inclusive).`);
  return whole;
}

/** The bytes that a buffer or view shows, without a copy; null for other values. Works on views of any kind. */
export function bytesOf(value: unknown): Uint8Array | null {
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer) return value.detached ? new Uint8Array(0) : new Uint8Array(value);
  if (isSharedBuffer(value)) return new Uint8Array(value);
  return null;
}
