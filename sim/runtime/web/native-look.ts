// In an open realm the platform's functions look and refuse as native ones do: their text, their length, and "Illegal invocation".
import { TYPED_ARRAY_NAMES } from './names.ts';
import { isHardened } from './realm-kind.ts';

type Anything = (...args: unknown[]) => unknown;

const natives = new WeakSet<object>();
const textOf = Function.prototype.toString;

/** How V8 says that a private member was asked of an object that has none. */
const PRIVATE_MISSING = /private (?:member|method|field)|^Receiver must be|reading '#/;

/** The error for a member that was asked of another object than one of its interface. */
export function illegalInvocation(): TypeError {
  return new TypeError(
    'Illegal invocation: function called with incorrect `this` reference. See https://developers.cloudflare.com/workers/observability/errors/#illegal-invocation-errors for details.',
  );
}

/** A function in whose stead `inner` runs when it is called on what `isOwn` accepts. */
function nativeFunction(name: string, inner: Anything, isOwn: (self: unknown) => boolean): Anything {
  const outer = {
    [name](this: unknown, ...args: unknown[]): unknown {
      if (!isOwn(this)) throw illegalInvocation();
      try {
        return Reflect.apply(inner, this, args);
      } catch (error) {
        if (error instanceof TypeError && PRIVATE_MISSING.test(error.message)) throw illegalInvocation();
        throw error;
      }
    },
  }[name] as Anything;
  natives.add(outer);
  return outer;
}

/** Gives the members of an interface the manners of native ones. */
export function lookNative(target: { readonly prototype: object }): void {
  if (isHardened) return;
  const { prototype } = target;
  const isOwn = (self: unknown): boolean => Object.prototype.isPrototypeOf.call(prototype, self as object);
  for (const key of Object.getOwnPropertyNames(prototype)) {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, key);
    if (descriptor === undefined || key === 'constructor') continue;
    const { value, get, set } = descriptor as { value?: unknown; get?: Anything; set?: Anything };
    if (typeof value === 'function') descriptor.value = nativeFunction(key, value as Anything, isOwn);
    if (get !== undefined) {
      descriptor.get = nativeFunction('', get, isOwn);
      if (set !== undefined) descriptor.set = nativeFunction('', set, isOwn);
    }
    Object.defineProperty(prototype, key, descriptor);
  }
  for (const key of Object.getOwnPropertyNames(target)) {
    const descriptor = Object.getOwnPropertyDescriptor(target, key);
    if (key === 'prototype' || typeof descriptor?.value !== 'function') continue;
    const value = nativeFunction(key, descriptor.value as Anything, () => true);
    Object.defineProperty(target, key, { ...descriptor, value });
  }
  natives.add(target);
}

/** The same for the functions of a global object, which may be called on it or on nothing. */
export function lookNativeIn(globals: Record<string, unknown>, names: readonly string[]): void {
  if (isHardened) return;
  const isOwn = (self: unknown): boolean =>
    self === undefined || self === null || self === globals || self === globalThis;
  for (const name of names) globals[name] = nativeFunction(name, globals[name] as Anything, isOwn);
}

/** Lets a function that stands in for one of the engine's be shown as native. */
export function showAsNative(fn: object): void {
  natives.add(fn);
}

/** Names of the language where something of the realm's stands among the engine's own. */
const MENDED = [
  'ArrayBuffer',
  'Atomics',
  'BigInt',
  'Date',
  'FinalizationRegistry',
  'Intl',
  'Iterator',
  'Map',
  'Math',
  'Number',
  'Object',
  'Reflect',
  'String',
  'WeakMap',
  'WeakRef',
  'WebAssembly',
  ...TYPED_ARRAY_NAMES,
];

/** Lets what the realm has put into the language of an open realm be shown as native. */
export function showLanguageAsNative(globals: Readonly<Record<string, unknown>>): void {
  const visit = (value: unknown, depth: number): void => {
    if (typeof value === 'function') {
      if (!Reflect.apply(textOf, value, []).endsWith('{ [native code] }')) natives.add(value);
    } else if (typeof value !== 'object' || value === null) return;
    if (depth === 0) return;
    for (const key of Object.getOwnPropertyNames(value)) {
      const member: unknown = Object.getOwnPropertyDescriptor(value, key)?.value;
      if (key === 'prototype') visit(member, 1);
      else if (typeof member === 'function') visit(member, value === globals['Intl'] ? 1 : 0);
    }
  };
  for (const name of MENDED) visit(globals[name], 1);
}

/** Lets `Function.prototype.toString` show native functions as such. */
export function hideSources(): void {
  const toString = nativeFunction(
    'toString',
    function (this: unknown) {
      if (!natives.has(this as object)) return Reflect.apply(textOf, this, []);
      return `function ${(this as { name: string }).name}() { [native code] }`;
    },
    () => true,
  );
  // The realm is ours to make; nobody else's code has run in it yet.
  Reflect.set(Function.prototype, 'toString', toString);
}
