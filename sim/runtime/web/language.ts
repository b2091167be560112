// The language's built-ins that workerd's V8 has and Node's has not, or makes more exactly, added before everything is hardened.
import { byteMethods, byteStatics } from './before-lockdown.ts';
import { angles } from './math/angles.ts';
import { exponentials } from './math/exponentials.ts';
import { hyperbolic } from './math/hyperbolic.ts';
import { showAsNative } from './native-look.ts';
import { isHardened } from './realm-kind.ts';
import { sumPrecise } from './sum-precise.ts';

type Define = (target: object, key: PropertyKey, value: unknown) => void;

/** The engine's encoders forget where a view begins in its buffer, so they are given views that begin at zero. */
function encoder(name: 'toBase64' | 'toHex'): (this: Uint8Array) => unknown {
  const inner = byteMethods[name];
  const { [name]: method } = {
    [name](this: Uint8Array, ...[options]: unknown[]): unknown {
      const whole = this.byteOffset === 0 ? this : this.slice();
      return Reflect.apply(inner as (options: unknown) => unknown, whole, [options]);
    },
  };
  return method as (this: Uint8Array) => unknown;
}

/** `setFromBase64` and `setFromHex`, which the engine lacks: as many whole groups of a text as there is room for. */
function decoder(
  name: 'fromBase64' | 'fromHex',
  groupBytes: number,
  groupChars: number,
): (this: Uint8Array, text: string, options?: unknown) => { read: number; written: number } {
  const inner = byteStatics[name];
  const own = `setF${name.slice(1)}`;
  const { [own]: method } = {
    [own](this: Uint8Array, text: string, ...[options]: unknown[]): { read: number; written: number } {
      const bytes = Reflect.apply(inner as (...args: unknown[]) => Uint8Array, Uint8Array, [text, options]);
      const fits = bytes.length <= this.length;
      const written = fits ? bytes.length : this.length - (this.length % groupBytes);
      this.set(bytes.subarray(0, written));
      return { read: fits ? text.length : (written / groupBytes) * groupChars, written };
    },
  };
  return method as ReturnType<typeof decoder>;
}

/** Base64 and hex of bytes are V8's own; the host switches them on, and ses's list is older than they are. */
function addBytes(define: Define): void {
  for (const [name, value] of Object.entries(byteStatics)) define(Uint8Array, name, value);
  define(Uint8Array.prototype, 'toBase64', encoder('toBase64'));
  define(Uint8Array.prototype, 'toHex', encoder('toHex'));
  define(Uint8Array.prototype, 'setFromBase64', decoder('fromBase64', 3, 4));
  define(Uint8Array.prototype, 'setFromHex', decoder('fromHex', 1, 2));
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

/** The functions of `Math` that workerd's V8 rounds better than Node's does: they take ten times as long, so that a realm which many isolates share, where CPU time counts, keeps the engine's. */
function addMath(define: Define): void {
  if (isHardened) return;
  for (const [name, value] of Object.entries({ ...exponentials, ...angles, ...hyperbolic })) {
    showAsNative(value);
    define(Math, name, value);
  }
}

/** Adds the built-ins; `regExpEscape` is the engine's own, which ses took away. */
export function addLanguage(define: Define, regExpEscape: unknown): void {
  addBytes(define);
  addMaps(define);
  addIterators(define);
  define(RegExp, 'escape', regExpEscape);
  define(Math, 'sumPrecise', sumPrecise);
  addMath(define);
}
