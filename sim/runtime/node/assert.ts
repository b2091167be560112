// node:assert: checks that throw AssertionError.
import { notDeeplyEqual, notStrictlyEqual, wordsFor } from './assert-words.ts';
import { isDeepStrictEqual } from './deep-equal.ts';
import { checkCallback } from './errors.ts';
import { hooks } from './hooks.ts';

type Message = string | Error | undefined;
type Expected = RegExp | object | ((error: unknown) => unknown) | undefined;

interface Failure {
  readonly message?: string;
  readonly actual?: unknown;
  readonly expected?: unknown;
  readonly operator?: string;
}

/** What a failed check throws. */
export class AssertionError extends Error {
  generatedMessage: boolean;
  readonly code = 'ERR_ASSERTION';
  readonly actual: unknown;
  readonly expected: unknown;
  readonly operator: string;

  constructor({ message, actual, expected, operator = 'fail' }: Failure) {
    super(message ?? wordsFor(operator, actual, expected));
    Object.defineProperty(this, 'name', { value: 'AssertionError', writable: true, configurable: true });
    this.generatedMessage = message === undefined;
    this.actual = actual;
    this.expected = expected;
    this.operator = operator;
  }

  override toString(): string {
    return `${this.name} [${this.code}]: ${this.message}`;
  }
}

/** A failure, in the caller's words if there are any. */
function failure(given: Message, otherwise: string, details: Failure): AssertionError {
  const error = new AssertionError({ ...details, message: given === undefined ? otherwise : String(given) });
  return given === undefined && ['==', 'deepStrictEqual'].includes(details.operator ?? '')
    ? generated(error)
    : error;
}

function generated(error: AssertionError): AssertionError {
  return Object.assign(error, { generatedMessage: true });
}

/** A check of two values: its name, when it passes, and what it says when it does not. */
function compare(
  operator: string,
  passes: (actual: unknown, expected: unknown) => boolean,
  otherwise: (actual: unknown, expected: unknown) => string,
): (actual: unknown, expected: unknown, message?: Message) => void {
  return (actual, expected, message) => {
    if (passes(actual, expected)) return;
    throw failure(message, otherwise(actual, expected), { actual, expected, operator });
  };
}

export function ok(value: unknown, message?: Message): void {
  if (value) return;
  throw failure(message, `${hooks.inspect(value)} == true`, {
    actual: value,
    expected: true,
    operator: '==',
  });
}

type Check = (actual: unknown, expected: unknown, message?: Message) => void;

const sameCheck = (): Check => compare('strictEqual', Object.is, notStrictlyEqual);
const deepCheck = (): Check => compare('deepStrictEqual', isDeepStrictEqual, notDeeplyEqual);
const differentCheck = (): Check =>
  compare(
    'notStrictEqual',
    (a, b) => !Object.is(a, b),
    () => 'Expected actual to be strictly unequal to expected',
  );
const deeplyDifferentCheck = (): Check =>
  compare(
    'notDeepStrictEqual',
    (a, b) => !isDeepStrictEqual(a, b),
    () => 'Expected actual to not be deeply strictly equal to expected',
  );

// On workerd no check converts: those without "strict" in their names are as strict.
export const strictEqual = sameCheck();
export const equal = sameCheck();
export const notStrictEqual = differentCheck();
export const notEqual = differentCheck();
export const deepStrictEqual = deepCheck();
export const deepEqual = deepCheck();
export const notDeepStrictEqual = deeplyDifferentCheck();
export const notDeepEqual = deeplyDifferentCheck();
export const match = compare(
  'match',
  (text, pattern) => (pattern as RegExp).test(String(text)),
  (text, pattern) => `actual: "${String(text)}" expected to match: "${String(pattern)}"`,
);
export const doesNotMatch = compare(
  'doesNotMatch',
  (text, pattern) => !(pattern as RegExp).test(String(text)),
  (text, pattern) => `actual: "${String(text)}" expected to not match: "${String(pattern)}"`,
);

export function fail(message?: Message): never {
  if (message instanceof Error) throw message;
  const error = new AssertionError({ message: message ?? 'Failed' });
  throw message === undefined ? generated(error) : error;
}

export function ifError(error: unknown): void {
  if (error === null || error === undefined) return;
  const { message } = Object(error) as { readonly message?: unknown };
  const said = typeof message === 'string' ? message : hooks.inspect(error);
  throw new AssertionError({
    actual: error,
    expected: null,
    message: `ifError got unwanted exception: ${said}`,
    operator: 'ifError',
  });
}

/** Throws when an error is not what was expected; what is no check of ours is thrown as it is. */
function assertFits(error: unknown, expected: Expected, operator: string): void {
  if (expected === undefined || typeof expected === 'string') return;
  const refuse = (message: string): never => {
    throw generated(new AssertionError({ actual: error, expected, message, operator }));
  };
  if (expected instanceof RegExp) {
    if (!expected.test(String(error)))
      refuse(
        `The input did not match the regular expression ${hooks.inspect(expected)}. Input:\n\n${hooks.inspect(String(error))}\n`,
      );
    return;
  }
  if (typeof expected !== 'function') {
    for (const [key, value] of Object.entries(expected)) {
      const actual: unknown = Reflect.get(Object(error) as object, key);
      if (value instanceof RegExp ? value.test(String(actual)) : isDeepStrictEqual(actual, value)) continue;
      throw failure(undefined, notDeeplyEqual(actual, value), {
        actual,
        expected: value,
        operator: 'deepStrictEqual',
      });
    }
    return;
  }
  if (typeof expected.prototype === 'object' && error instanceof expected) return;
  if (Object.prototype.isPrototypeOf.call(Error, expected) || (expected as unknown) === Error) {
    const { name, message } = Object(error) as Error;
    refuse(
      `The error is expected to be an instance of "${expected.name}". Received "${name}"\n\nError message:\n\n${message}`,
    );
  }
  if (Reflect.apply(expected as (error: unknown) => unknown, undefined, [error]) === true) return;
  throw error;
}

function unmet(expected: Expected, message: Message, what: string): never {
  const said = typeof expected === 'string' ? expected : message;
  if (said instanceof Error) throw said;
  const name =
    typeof expected === 'function' && expected.prototype instanceof Error ? ` (${expected.name})` : '';
  const words = said === undefined ? '.' : `: ${said}`;
  throw new AssertionError({
    expected,
    message: `Missing expected ${what}${name}${words}`,
    operator: what === 'exception' ? 'throws' : 'rejects',
  });
}

export function throws(run: () => unknown, expected?: Expected, message?: Message): void {
  checkCallback(run, 'fn');
  try {
    run();
  } catch (error) {
    assertFits(error, expected, 'throws');
    return;
  }
  unmet(expected, message, 'exception');
}

function unwanted(error: unknown, operator: string): AssertionError {
  const { message } = Object(error) as { readonly message?: unknown };
  return new AssertionError({
    actual: error,
    message: `Got unwanted exception.\nActual message: "${String(message)}"`,
    operator,
  });
}

export function doesNotThrow(run: () => unknown): void {
  checkCallback(run, 'fn');
  try {
    run();
  } catch (error) {
    throw unwanted(error, 'doesNotThrow');
  }
}

type Promised = PromiseLike<unknown> | (() => PromiseLike<unknown>);

export async function rejects(run: Promised, expected?: Expected, message?: Message): Promise<void> {
  try {
    await (typeof run === 'function' ? run() : run);
  } catch (error) {
    assertFits(error, expected, 'rejects');
    return;
  }
  unmet(expected, message, 'rejection');
}

export async function doesNotReject(run: Promised): Promise<void> {
  try {
    await (typeof run === 'function' ? run() : run);
  } catch (error) {
    throw unwanted(error, 'doesNotReject');
  }
}

/** Whether all that is expected is in a value, however much more there is. */
function holds(actual: unknown, expected: unknown): boolean {
  if (typeof expected !== 'object' || expected === null || typeof actual !== 'object' || actual === null)
    return Object.is(actual, expected);
  const isPlain = Array.isArray(expected) || Object.getPrototypeOf(expected) === Object.prototype;
  if (!isPlain) return isDeepStrictEqual(actual, expected);
  return Reflect.ownKeys(expected).every(
    (key) => Object.hasOwn(actual, key) && holds(Reflect.get(actual, key), Reflect.get(expected, key)),
  );
}

export const partialDeepStrictEqual = compare(
  'partialDeepStrictEqual',
  holds,
  () => 'Expected actual to be partially deeply strictly equal to expected',
);

const checks = {
  AssertionError,
  ok,
  equal,
  notEqual,
  strictEqual,
  notStrictEqual,
  deepEqual,
  notDeepEqual,
  deepStrictEqual,
  notDeepStrictEqual,
  partialDeepStrictEqual,
  match,
  doesNotMatch,
  fail,
  ifError,
  throws,
  doesNotThrow,
  rejects,
  doesNotReject,
};

/** The module as a function. */
export const assert = Object.assign((value: unknown, message?: Message) => ok(value, message), checks);
/** The same under the name that means the strict checks. */
export const strict = Object.assign((value: unknown, message?: Message) => ok(value, message), {
  ...checks,
  equal: strictEqual,
  notEqual: notStrictEqual,
  deepEqual: deepStrictEqual,
  notDeepEqual: notDeepStrictEqual,
});
for (const module of [assert, strict]) Object.assign(module, { strict });
