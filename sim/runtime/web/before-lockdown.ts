// Keeps what ses would take away or what handlers must not have, before lockdown runs; imported first of all.
// oxlint-disable-next-line import/no-unassigned-import -- constructors are replaced before anything else sees them
import './buffer-ledger.ts';

type Method = (...args: never[]) => unknown;

function own(target: object, key: PropertyKey): Method {
  return (target as Record<PropertyKey, Method | undefined>)[key] ?? ((): undefined => undefined);
}

/** `Iterator.prototype`, by way of an iterator, because the type library knows no such value. */
export const iteratorPrototype: object = Object.getPrototypeOf(Object.getPrototypeOf([].values()));

/** `Error.isError`, `RegExp.escape` and `Iterator.prototype[Symbol.dispose]`, which ses drops because its list is older than they are. */
export const dropped = {
  isError: own(Error, 'isError'),
  iteratorDispose: own(iteratorPrototype, Symbol.dispose),
  regExpEscape: own(RegExp, 'escape'),
} as const;

/** Base64 and hex of byte arrays, which ses drops for the same reason. */
export const byteStatics = {
  fromBase64: own(Uint8Array, 'fromBase64'),
  fromHex: own(Uint8Array, 'fromHex'),
} as const;
export const byteMethods = {
  toBase64: own(Uint8Array.prototype, 'toBase64'),
  toHex: own(Uint8Array.prototype, 'toHex'),
} as const;

/** V8's own recorder of stacks; ses must not see it, or it would install its own formatting. */
export const captureStackTrace: unknown = Reflect.get(Error, 'captureStackTrace');
Reflect.deleteProperty(Error, 'captureStackTrace');

/** The language's Date, which reads the host's clock when asked for the present; handlers never get it. */
export const OriginalDate = Date;

/** The compiler of WebAssembly bytes, which stays here: handlers get bundled modules only. */
export const CompiledModule = (
  globalThis as unknown as { WebAssembly: { Module: new (bytes: Uint8Array) => object } }
).WebAssembly.Module;

/** Memory that an isolate shares with nobody here, for it has no threads; ses takes its name away. */
export const SharedMemory: unknown = Reflect.get(globalThis, 'SharedArrayBuffer');

// The inspector's console belongs to the host process, not to a simulated machine.
// ses wants some console while it works; lockdown.ts takes this one away.
Object.defineProperty(globalThis, 'console', { value: {}, configurable: true, writable: true });
