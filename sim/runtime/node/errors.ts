// Errors of Node's modules: their codes, and words that say what was received.
import { hooks } from './hooks.ts';

/** Longest text of a value in a message. */
const MAX_TEXT = 28;
const CUT_TEXT = 25;

function received(value: unknown): string {
  if (value === null || value === undefined) return `Received ${String(value)}`;
  if (typeof value === 'function') return `Received function ${value.name}`;
  if (typeof value === 'object') {
    const made: unknown = Reflect.get(value, 'constructor');
    if (typeof made === 'function' && made.name !== '') return `Received an instance of ${made.name}`;
    return `Received ${hooks.inspect(value, { depth: -1 })}`;
  }
  const text = hooks.inspect(value);
  const shown = text.length > MAX_TEXT ? `${text.slice(0, CUT_TEXT)}...` : text;
  return `Received type ${typeof value} (${shown})`;
}

/** Members as workerd's errors have them: TypeErrors and plain Errors say their code as a text, RangeErrors in their stack. */
function coded<E extends Error>(error: E, code: string): E {
  const { name, message } = error;
  Object.assign(error, { code, name });
  if (error instanceof RangeError) {
    error.stack = String(error.stack).replace(name, `${name} [${code}]`);
    return error;
  }
  const value = (): string => `${name} [${code}]: ${message}`;
  const enumerable = error instanceof TypeError;
  return Object.defineProperty(error, 'toString', { value, enumerable, writable: true, configurable: true });
}

/** An argument of a wrong type; `expected` is such as "of type string". Names with a dot are properties. */
export function argumentType(name: string, expected: string, value: unknown): TypeError {
  const what = name.startsWith('The ')
    ? name
    : `The "${name}" ${name.includes('.') ? 'property' : 'argument'}`;
  return coded(new TypeError(`${what} must be ${expected}. ${received(value)}`), 'ERR_INVALID_ARG_TYPE');
}

/** An argument whose value is not among those that make sense. */
export function argumentValue(
  name: string,
  value: unknown,
  reason = 'is invalid',
  Kind: typeof TypeError | typeof RangeError = TypeError,
): Error {
  const text = `The argument '${name}' ${reason}. Received ${hooks.inspect(value)}`;
  return coded(new Kind(text), 'ERR_INVALID_ARG_VALUE');
}

/** A property of an argument whose value makes no sense. */
export function propertyValue(name: string, value: unknown, reason: string): TypeError {
  const text = `The property '${name}' ${reason}. Received ${hooks.inspect(value)}`;
  return coded(new TypeError(text), 'ERR_INVALID_ARG_VALUE');
}

/** A number beyond its range. */
export function outOfRange(name: string, range: string, value: unknown): RangeError {
  const shown = typeof value === 'bigint' ? `${value}n` : hooks.inspect(value);
  const text = `The value of "${name}" is out of range. It must be ${range}. Received ${shown}`;
  return coded(new RangeError(text), 'ERR_OUT_OF_RANGE');
}

/** An encoding that does not exist. */
export function unknownEncoding(encoding: unknown): TypeError {
  return coded(new TypeError(`Unknown encoding: ${String(encoding)}`), 'ERR_UNKNOWN_ENCODING');
}

/** Any other error with a code. */
export function codedError(code: string, message: string): Error {
  return coded(new Error(message), code);
}

/** A function or class that the platform has by name only. */
export function notImplemented(name: string): () => never {
  return function () {
    throw codedError('ERR_METHOD_NOT_IMPLEMENTED', `The ${name} method is not implemented`);
  };
}

/** Refuses what is no whole number of a range. */
export function checkInteger(
  value: unknown,
  name: string,
  least = 0,
  most = 2_147_483_647,
): asserts value is number {
  if (typeof value !== 'number') throw argumentType(name, 'of type number', value);
  if (!Number.isInteger(value)) throw outOfRange(name, 'an integer', value);
  if (value < least || value > most) throw outOfRange(name, `>= ${least} && <= ${most}`, value);
}

/** Refuses what cannot be called. */
export function checkCallback(
  value: unknown,
  name = 'callback',
): asserts value is (...args: never[]) => unknown {
  if (typeof value !== 'function') throw argumentType(name, 'of type function', value);
}

/** Refuses what is no text. */
export function checkText(value: unknown, name: string): asserts value is string {
  if (typeof value !== 'string') throw argumentType(name, 'of type string', value);
}

/** The error of work that its signal ended. */
export function abortError(signal?: AbortSignal): Error {
  const error = codedError('ABORT_ERR', 'The operation was aborted');
  error.name = 'AbortError';
  if (signal?.reason !== undefined) Object.defineProperty(error, 'cause', { value: signal.reason });
  return error;
}
