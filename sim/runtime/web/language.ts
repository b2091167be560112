// The language's newest built-ins that workerd's V8 has and Node's has not, added before everything is hardened.
import { byteMethods, byteStatics } from './before-lockdown.ts';

type Define = (target: object, key: PropertyKey, value: unknown) => void;

/** Base64 and hex of bytes are V8's own; the host switches them on, and ses's list is older than they are. */
function addBytes(define: Define): void {
  for (const [name, value] of Object.entries(byteStatics)) define(Uint8Array, name, value);
  for (const [name, value] of Object.entries(byteMethods)) define(Uint8Array.prototype, name, value);
}

type AnyMap = Map<unknown, unknown>;

function addMaps(define: Define): void {
  const methods = {
    getOrInsert(this: AnyMap, key: unknown, value: unknown): unknown {
      if (!this.has(key)) this.set(key, value);
      return this.get(key);
    },
    getOrInsertComputed(this: AnyMap, key: unknown, compute: (key: unknown) => unknown): unknown {
      if (typeof compute !== 'function') throw new TypeError(`${String(compute)} is not a function`);
      if (!this.has(key)) this.set(key, compute(key));
      return this.get(key);
    },
  };
  for (const [name, value] of Object.entries(methods)) {
    define(Map.prototype, name, value);
    define(WeakMap.prototype, name, value);
  }
}

function addIterators(define: Define): void {
  const concat = (...sources: readonly Iterable<unknown>[]): unknown => {
    for (const source of sources) {
      if (Object(source) !== source) throw new TypeError(`${String(source)} is not an object`);
    }
    return (function* () {
      for (const source of sources) yield* source;
    })();
  };
  define(Reflect.get(globalThis, 'Iterator') as object, 'concat', concat);
}

/** Adds the built-ins; `regExpEscape` is the engine's own, which ses took away. */
export function addLanguage(define: Define, regExpEscape: unknown): void {
  addBytes(define);
  addMaps(define);
  addIterators(define);
  define(RegExp, 'escape', regExpEscape);
}
