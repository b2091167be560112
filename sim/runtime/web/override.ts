// Frozen prototypes would forbid objects that inherit from them to have properties of the same names; accessors allow it.

import { isObject } from './webidl.ts';

/**
 * V8 runs arrays, promises, regular expressions and buffers on fast paths that hold only while these prototypes are as they were made
 * (its "protectors"); an accessor on one of them slows all code of the realm by a fifth.
 */
const PROTECTED: ReadonlySet<object> = new Set([
  Array.prototype,
  ArrayBuffer.prototype,
  Promise.prototype,
  RegExp.prototype,
  String.prototype,
]);

const TypedArray = Object.getPrototypeOf(Uint8Array) as abstract new () => object;

/** Gives each plain value of a prototype to whoever reads it, and lets an heir that assigns the name have its own. */
function allowOverrides(prototype: object): void {
  if (PROTECTED.has(prototype) || prototype instanceof TypedArray) return;
  for (const key of Reflect.ownKeys(prototype)) {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, key);
    if (descriptor === undefined || !('value' in descriptor) || descriptor.configurable !== true) continue;
    const value: unknown = descriptor.value;
    if (typeof value !== 'function') continue;
    Object.defineProperty(prototype, key, {
      get: () => value,
      set(this: object, own: unknown) {
        if (this === prototype) throw new TypeError(`Cannot assign to read only property '${String(key)}'`);
        Object.defineProperty(this, key, {
          value: own,
          writable: true,
          enumerable: true,
          configurable: true,
        });
      },
      enumerable: descriptor.enumerable === true,
      configurable: true,
    });
  }
}

/** The same for every prototype that can be reached from the values of an object: constructors and namespaces alike. */
export function allowOverridesIn(names: object): void {
  for (const key of Object.getOwnPropertyNames(names)) {
    const value: unknown = Object.getOwnPropertyDescriptor(names, key)?.value;
    if (typeof value !== 'function') continue;
    const prototype: unknown = value.prototype;
    if (isObject(prototype)) allowOverrides(prototype);
  }
}
