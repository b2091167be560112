// node:util/types: what kind of value something is, by its brand and not by its prototype.
import { hooks } from './hooks.ts';

type Check = (value: unknown) => boolean;

/** What the language itself says of a value, past any tag that it carries. */
function brand(value: unknown): string {
  if (typeof value !== 'object' || value === null) return '';
  if (!(Symbol.toStringTag in value)) return Object.prototype.toString.call(value).slice(8, -1);
  for (const [name, probe] of PROBES) {
    try {
      probe(value);
      return name;
    } catch {
      // Not of this kind: every probe throws for values of other kinds.
    }
  }
  return '';
}

function getter(prototype: object, key: string): (value: object) => unknown {
  const found = Object.getOwnPropertyDescriptor(prototype, key)?.get;
  return (value) => Reflect.apply(found as () => unknown, value, []);
}

function method(prototype: object, key: string, ...args: unknown[]): (value: object) => unknown {
  const found = Reflect.get(prototype, key) as (...given: unknown[]) => unknown;
  return (value) => Reflect.apply(found, value, args);
}

const PROBES: readonly (readonly [string, (value: object) => unknown])[] = [
  ['Map', getter(Map.prototype, 'size')],
  ['Set', getter(Set.prototype, 'size')],
  ['WeakMap', method(WeakMap.prototype, 'has', {})],
  ['WeakSet', method(WeakSet.prototype, 'has', {})],
  ['ArrayBuffer', getter(ArrayBuffer.prototype, 'byteLength')],
  ['DataView', getter(DataView.prototype, 'byteLength')],
  ['Symbol', method(Symbol.prototype, 'valueOf')],
  ['BigInt', method(BigInt.prototype, 'valueOf')],
];

const is =
  (...names: readonly string[]): Check =>
  (value) =>
    names.includes(brand(value));

const viewName = getter(Object.getPrototypeOf(Uint8Array.prototype) as object, Symbol.toStringTag as never);

/** The name of a typed array's kind; undefined for all else. */
function viewOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? viewName(value) : undefined;
}

const isView =
  (name: string): Check =>
  (value) =>
    viewOf(value) === name;

/** Functions and iterators show only by their tags what they are. */
const tagged =
  (kind: 'function' | 'object', ...tags: readonly string[]): Check =>
  (value) =>
    typeof value === kind &&
    value !== null &&
    tags.includes(Object.prototype.toString.call(value).slice(8, -1));

export const isAnyArrayBuffer = (value: unknown): boolean =>
  isArrayBuffer(value) || isSharedArrayBuffer(value);
export const isArgumentsObject = is('Arguments');
export const isArrayBuffer = is('ArrayBuffer');
export const isArrayBufferView = (value: unknown): boolean => ArrayBuffer.isView(value);
export const isAsyncFunction = tagged('function', 'AsyncFunction', 'AsyncGeneratorFunction');
export const isBigInt64Array = isView('BigInt64Array');
export const isBigIntObject = is('BigInt');
export const isBigUint64Array = isView('BigUint64Array');
export const isBooleanObject = is('Boolean');
export const isBoxedPrimitive = is('Number', 'String', 'Boolean', 'BigInt', 'Symbol');
export const isCryptoKey = (value: unknown): boolean => value instanceof CryptoKey;
export const isDataView = is('DataView');
export const isDate = is('Date');
export const isExternal: Check = () => false;
export const isFloat16Array = isView('Float16Array');
export const isFloat32Array = isView('Float32Array');
export const isFloat64Array = isView('Float64Array');
export const isGeneratorFunction = tagged('function', 'GeneratorFunction', 'AsyncGeneratorFunction');
export const isGeneratorObject = tagged('object', 'Generator', 'AsyncGenerator');
export const isInt16Array = isView('Int16Array');
export const isInt32Array = isView('Int32Array');
export const isInt8Array = isView('Int8Array');
export const isKeyObject = tagged('object', 'KeyObject');
export const isMap = is('Map');
export const isMapIterator = tagged('object', 'Map Iterator');
export const isModuleNamespaceObject = tagged('object', 'Module');
export const isNativeError = is('Error');
export const isNumberObject = is('Number');
export const isPromise = (value: unknown): boolean => value instanceof Promise;
export const isProxy = (value: unknown): boolean =>
  ((typeof value === 'object' && value !== null) || typeof value === 'function') && hooks.isProxy(value);
export const isRegExp = is('RegExp');
export const isSet = is('Set');
export const isSetIterator = tagged('object', 'Set Iterator');
export const isSharedArrayBuffer = tagged('object', 'SharedArrayBuffer');
export const isStringObject = is('String');
export const isSymbolObject = is('Symbol');
export const isTypedArray = (value: unknown): boolean => viewOf(value) !== undefined;
export const isUint16Array = isView('Uint16Array');
export const isUint32Array = isView('Uint32Array');
export const isUint8Array = isView('Uint8Array');
export const isUint8ClampedArray = isView('Uint8ClampedArray');
export const isWeakMap = is('WeakMap');
export const isWeakSet = is('WeakSet');
