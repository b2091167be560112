// node:util: unenv's where it is whole, and the rest of what programs use.
import * as types from './util-types.ts';
import { isDeepStrictEqual } from './deep-equal.ts';
import { argumentType, checkText, codedError, notImplemented } from './errors.ts';

export { debug, debuglog } from 'unenv/node/util';
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
export { MIMEParams, MIMEType } from './mime-type.ts';
export { format, formatWithOptions, inspect, styleText } from './util-format.ts';
export { isDeepStrictEqual, types };
export { parseArgs } from './parse-args.ts';
export const { TextDecoder, TextEncoder } = globalThis;
export const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;
export const log = (...values: unknown[]): void => console.log(...values);

// What the platform has by name only.
export const _errnoException = notImplemented('_errnoException');
export const _exceptionWithHostPort = notImplemented('_exceptionWithHostPort');
const missing = (name: string) => (): never => {
  throw new Error(`node:util ${name} is not implemented`);
};
export const getCallSite = missing('getCallSite');
export const getSystemErrorMap = missing('getSystemErrorMap');
export const getSystemErrorMessage = missing('getSystemErrorMessage');
export const getSystemErrorName = missing('getSystemErrorName');
export const transferableAbortController = missing('transferableAbortController');
export const transferableAbortSignal = missing('transferableAbortSignal');

/** Where the code that calls stands, as far as isolates know: nowhere. */
export const getCallSites = (): object[] => [];

type Anything = (this: unknown, ...args: never[]) => unknown;
type NodeCallback = (error: unknown, value?: unknown) => void;

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
    if (own !== undefined) {
      if (typeof own !== 'function') throw argumentType('util.promisify.custom', 'of type function', own);
      return own;
    }
    const promised = function (this: unknown, ...args: unknown[]) {
      return new Promise((resolve, reject) => {
        const done: NodeCallback = (error, value) => {
          if (error !== null && error !== undefined) reject(error);
          else resolve(value);
        };
        Reflect.apply(run, this, [...args, done]);
      });
    };
    Object.setPrototypeOf(promised, Object.getPrototypeOf(run) as object);
    return Object.defineProperties(promised, Object.getOwnPropertyDescriptors(run));
  },
  { custom },
);

/** A function that returns a promise as one with a callback. */
export function callbackify(run: Anything): (...args: unknown[]) => void {
  checkFunction(run);
  const called = function (this: unknown, ...args: unknown[]): void {
    const last = args.pop();
    if (typeof last !== 'function') throw argumentType('The last argument', 'of type function', last);
    const done = last as NodeCallback;
    Promise.resolve(Reflect.apply(run, this, args)).then(
      (value: unknown) => queueMicrotask(() => done(null, value)),
      (error: unknown) => queueMicrotask(() => done(error ? error : falsyRejection(error))),
    );
  };
  return Object.defineProperties(called, {
    ...Object.getOwnPropertyDescriptors(run),
    length: { value: run.length + 1, configurable: true },
    name: { value: `${run.name}Callbackified`, configurable: true },
  });
}

/** Lets one constructor inherit from another. */
export function inherits(ctor: unknown, superCtor: unknown): void {
  if (ctor === undefined || ctor === null) throw argumentType('ctor', 'of type function', ctor);
  if (superCtor === undefined || superCtor === null)
    throw argumentType('superCtor', 'of type function', superCtor);
  const { prototype } = superCtor as { prototype?: object };
  if (prototype === undefined) throw argumentType('superCtor.prototype', 'of type object', prototype);
  Object.defineProperty(ctor, 'super_', { value: superCtor, writable: true, configurable: true });
  Object.setPrototypeOf((ctor as { prototype: object }).prototype, prototype);
}

/** A function that says once that it should not be used any more. */
export function deprecate<F extends Anything>(run: F, message: string): F {
  let told = false;
  const deprecated = function (this: unknown, ...args: never[]): unknown {
    if (!told) console.warn(`DeprecationWarning: ${message}`);
    told = true;
    if (new.target === undefined) return Reflect.apply(run, this, args);
    return Reflect.construct(run, args, new.target === deprecated ? run : new.target);
  };
  Object.setPrototypeOf(deprecated, run);
  Object.defineProperty(deprecated, 'name', { value: run.name, configurable: true });
  if (run.prototype !== undefined) deprecated.prototype = run.prototype as object;
  return deprecated as unknown as F;
}

/** Fulfils once a signal aborts; the resource that Node watches beside it has no meaning here. */
export async function aborted(signal: AbortSignal, resource: object): Promise<void> {
  if (!(signal instanceof AbortSignal)) throw argumentType('signal', 'an instance of AbortSignal', signal);
  if (typeof resource !== 'object' || resource === null)
    throw argumentType('resource', 'of type object', resource);
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

export function stripVTControlCharacters(text: string): string {
  checkText(text, 'str');
  // oxlint-disable-next-line no-control-regex -- removing control characters is what it is for
  return text.replaceAll(/\u001B(?:\[[0-9;]*[A-Za-z]|\][^\u0007]*\u0007)/g, '');
}
export const toUSVString = (text: unknown): string => String(text).toWellFormed();
export const _extend = (target: object, source: unknown): object =>
  typeof source === 'object' ? Object.assign(target, source) : target;

/** The variables of a text such as a file named .env: a name, an equals sign, a value with or without quotes. */
export function parseEnv(text: string): Record<string, string> {
  checkText(text, 'content');
  const found: Record<string, string> = {};
  const line = /^\s*(?:export\s+)?([\w.-]+)\s*=[^\S\n]*(?:"([^"]*)"|'([^']*)'|`([^`]*)`|([^#\n]*))/gm;
  for (const [, name = '', double, single, tick, bare] of text.matchAll(line))
    found[name] = double?.replaceAll(String.raw`\n`, '\n') ?? single ?? tick ?? bare?.trim() ?? '';
  return found;
}
