// node:util: unenv's where it is whole, and the rest of what programs use.
import * as types from './util-types.ts';
import { isDeepStrictEqual } from './deep-equal.ts';
import { argumentType, checkText, codedError } from './errors.ts';
import { hooks } from './hooks.ts';

export { debug, debuglog, MIMEParams, MIMEType } from 'unenv/node/util';
export {
  isArray,
  isBoolean,
  isBuffer,
  isDate,
  isError,
  isFunction,
  isNull,
  isNullOrUndefined,
  isNumber,
  isPrimitive,
  isRegExp,
  isString,
  isSymbol,
  isUndefined,
} from 'unenv/node/util';
export { isDeepStrictEqual, types };
export { parseArgs } from './parse-args.ts';
export const { TextDecoder, TextEncoder } = globalThis;

type Anything = (this: unknown, ...args: never[]) => unknown;
type NodeCallback = (error: unknown, value?: unknown) => void;

/** The text of a value; strings are quoted, as Node does. */
export const inspect = Object.assign(
  (value: unknown, options?: object): string => hooks.inspect(value, options),
  { custom: Symbol.for('nodejs.util.inspect.custom'), defaultOptions: {} },
);

/** An object within a text: by its own `toString`, if it has one. */
function objectText(value: object): string {
  const own: unknown = Reflect.get(value, 'toString');
  const isOwn =
    own !== Object.prototype.toString && own !== Error.prototype.toString && !Array.isArray(value);
  return isOwn && typeof own === 'function' && Object.hasOwn(value, 'toString')
    ? String(value)
    : hooks.inspect(value, { depth: 0 });
}

function replaced(directive: string, value: unknown): string {
  switch (directive) {
    case '%s':
      return typeof value === 'object' && value !== null ? objectText(value) : String(value);
    case '%d':
      return typeof value === 'bigint' ? `${value}n` : String(Number(value));
    case '%i':
      return String(Number.parseInt(String(value), 10));
    case '%f':
      return String(Number.parseFloat(String(value)));
    case '%j':
      return JSON.stringify(value);
    case '%c':
      return '';
    default:
      return inspect(value);
  }
}

/** Texts stand in a line as they are. */
function shown(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value);
}

/** Fills a format like printf's with values; what is left over follows it. */
export function format(...args: unknown[]): string {
  const [first, ...rest] = args;
  if (typeof first !== 'string') return args.map(shown).join(' ');
  if (rest.length === 0) return first;
  const text = first.replaceAll(/%[sdifjoOc%]/g, (directive) => {
    if (directive === '%%') return '%';
    return rest.length === 0 ? directive : replaced(directive, rest.shift());
  });
  return [text, ...rest.map(shown)].join(' ');
}

export const formatWithOptions = (_options: unknown, ...args: unknown[]): string => format(...args);

function checkFunction(run: unknown): void {
  if (typeof run !== 'function') throw argumentType('original', 'of type function', run);
}

/** What a callback gets in place of a rejection that says nothing. */
function falsyRejection(reason: unknown): Error {
  const error = codedError('ERR_FALSY_VALUE_REJECTION', 'Promise was rejected with falsy value');
  return Object.assign(error, { reason });
}

const custom = Symbol.for('nodejs.util.promisify.custom');

/** A function with a callback as one that returns a promise. */
export const promisify = Object.assign(
  (run: Anything): unknown => {
    checkFunction(run);
    const own: unknown = Reflect.get(run, custom);
    if (own !== undefined) return own;
    const promised = function (this: unknown, ...args: unknown[]) {
      return new Promise((resolve, reject) => {
        const done: NodeCallback = (error, value) => {
          if (error !== null && error !== undefined) reject(error);
          else resolve(value);
        };
        Reflect.apply(run, this, [...args, done]);
      });
    };
    Object.defineProperties(promised, {
      length: { value: run.length, configurable: true },
      name: { value: run.name, configurable: true },
    });
    return promised;
  },
  { custom },
);

/** A function that returns a promise as one with a callback. */
export function callbackify(run: Anything): (...args: unknown[]) => void {
  checkFunction(run);
  return function (this: unknown, ...args) {
    const done = args.pop() as NodeCallback;
    Promise.resolve(Reflect.apply(run, this, args)).then(
      (value: unknown) => queueMicrotask(() => done(null, value)),
      (error: unknown) => queueMicrotask(() => done(error ? error : falsyRejection(error))),
    );
  };
}

/** Lets one constructor inherit from another. */
export function inherits(ctor: unknown, superCtor: unknown): void {
  if (typeof ctor !== 'function') throw argumentType('ctor', 'of type function', ctor);
  if (typeof superCtor !== 'function') throw argumentType('superCtor', 'of type function', superCtor);
  Object.defineProperty(ctor, 'super_', { value: superCtor, writable: true, configurable: true });
  Object.setPrototypeOf(ctor.prototype as object, superCtor.prototype as object);
}

/** A function that says once that it should not be used any more. */
export function deprecate<F extends Anything>(run: F, message: string): F {
  let told = false;
  return function (this: unknown, ...args: never[]) {
    if (!told) console.warn(`DeprecationWarning: ${message}`);
    told = true;
    return Reflect.apply(run, this, args);
  } as unknown as F;
}

/** Fulfils once a signal aborts; the resource that Node watches beside it has no meaning here. */
export async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

export function stripVTControlCharacters(text: string): string {
  checkText(text, 'str');
  // oxlint-disable-next-line no-control-regex -- removing control characters is what it is for
  return text.replaceAll(/\u001B\[[0-9;]*[A-Za-z]/g, '');
}
export const toUSVString = (text: unknown): string => String(text).toWellFormed();
export const styleText = (_style: unknown, text: string): string => text;
export const _extend = (target: object, source: object | null): object => Object.assign(target, source);
