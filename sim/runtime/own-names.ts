// What the realm's text keeps of the language: globals, and the methods of what has methods.
import { TYPED_ARRAY_NAMES } from './web/names.ts';

/** Names that the realm itself replaces, and those of iterators, which are code's own more often than the language's. */
const NOT_TAKEN = new Set([
  'constructor',
  'toString',
  'toLocaleString',
  'valueOf',
  'captureStackTrace',
  'next',
  'return',
  'throw',
]);

/** Globals whose values the text keeps from the beginning; the rest differs from isolate to isolate. */
export const GLOBALS = [
  'Array',
  'BigInt',
  'Boolean',
  'DataView',
  'EvalError',
  'Function',
  'JSON',
  'Map',
  'Math',
  'Number',
  'Object',
  'Promise',
  'Proxy',
  'RangeError',
  'ReferenceError',
  'Reflect',
  'RegExp',
  'Set',
  'String',
  'Symbol',
  'SyntaxError',
  'TypeError',
  'URIError',
  'WeakMap',
  'WeakSet',
] as const;

/** Globals that the text itself replaces while it runs: from its end on it keeps what it has put there. */
export const REPLACED = ['ArrayBuffer', 'Error', ...TYPED_ARRAY_NAMES];

/** What has methods, as an expression of the realm's. */
export const HOLDERS = [
  'Array',
  'Array.prototype',
  'ArrayBuffer',
  'ArrayBuffer.prototype',
  'BigInt',
  'DataView.prototype',
  'Function.prototype',
  'JSON',
  'Map',
  'Map.prototype',
  'Math',
  'Number',
  'Number.prototype',
  'Object',
  'Object.prototype',
  'Promise',
  'Promise.prototype',
  'Reflect',
  'RegExp.prototype',
  'Set.prototype',
  'String',
  'String.prototype',
  'Symbol',
  'WeakMap.prototype',
  'WeakSet.prototype',
  'Object.getPrototypeOf(Uint8Array)',
  'Object.getPrototypeOf(Uint8Array.prototype)',
  'Object.getPrototypeOf([].values())',
  'Object.getPrototypeOf(new Map().values())',
  'Object.getPrototypeOf(new Set().values())',
  'Object.getPrototypeOf(function* () {}.prototype)',
  'Object.getPrototypeOf(async function* () {}.prototype)',
  'Iterator.prototype',
] as const;

/** The same objects here: the engine, and so the names of its methods, are the same. */
const OURS: readonly object[] = [
  Array,
  Array.prototype,
  ArrayBuffer,
  ArrayBuffer.prototype,
  BigInt,
  DataView.prototype,
  Function.prototype,
  JSON,
  Map,
  Map.prototype,
  Math,
  Number,
  Number.prototype,
  Object,
  Object.prototype,
  Promise,
  Promise.prototype,
  Reflect,
  RegExp.prototype,
  Set.prototype,
  String,
  String.prototype,
  Symbol,
  WeakMap.prototype,
  WeakSet.prototype,
  Object.getPrototypeOf(Uint8Array) as object,
  Object.getPrototypeOf(Uint8Array.prototype) as object,
  Object.getPrototypeOf([].values()) as object,
  Object.getPrototypeOf(function* () {}.prototype) as object,
];

/** Names of the language's methods. */
export const METHODS: ReadonlySet<string> = new Set(
  OURS.flatMap((holder) => Object.getOwnPropertyNames(holder)).filter(
    (name) => !NOT_TAKEN.has(name) && /^[a-z]\w*$/.test(name),
  ),
);
