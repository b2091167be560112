// Frozen prototypes would forbid objects that inherit from them to have properties of the same names; accessors allow it.

import { isObject } from './webidl.ts';

/** Methods so hot that an accessor before them would show; no code is known to assign them on an object of its own. */
const HOT: ReadonlySet<object> = new Set([Array.prototype, String.prototype, RegExp.prototype, Math]);

/** Gives each plain value of a prototype to whoever reads it, and lets an heir that assigns the name have its own. */
export function allowOverrides(prototype: object): void {
  for (const key of Reflect.ownKeys(prototype)) {
    if (HOT.has(prototype) && key !== 'constructor') continue;
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
