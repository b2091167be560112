// node:assert: checks that throw AssertionError.
import { isDeepStrictEqual } from './deep-equal.ts';
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
  readonly code = 'ERR_ASSERTION';
  readonly actual: unknown;
  readonly expected: unknown;
  readonly operator: string;
  readonly generatedMessage: boolean;

  constructor({ message, actual, expected, operator = 'fail' }: Failure) {
    super(message ?? `${hooks.inspect(actual)} ${operator} ${hooks.inspect(expected)}`);
    this.name = 'AssertionError';
    this.actual = actual;
    this.expected = expected;
    this.operator = operator;
    this.generatedMessage = message === undefined;
  }
}

function check(passed: boolean, given: Message, failure: Failure & { readonly otherwise: string }): void {
  if (passed) return;
  if (given instanceof Error) throw given;
  throw new AssertionError({ ...failure, message: given ?? failure.otherwise });
}

/** A check of two values: its name, when it passes, and what it says first when it does not. */
function compare(
  operator: string,
  passes: (actual: unknown, expected: unknown) => boolean,
  otherwise: string,
): (actual: unknown, expected: unknown, message?: Message) => void {
  return (actual, expected, message) => {
    const text = `${otherwise}\n\n${hooks.inspect(actual)} !== ${hooks.inspect(expected)}\n`;
    check(passes(actual, expected), message, { actual, expected, operator, otherwise: text });
  };
}

/** Equality with conversion, as `==` means it. */
function loose(a: unknown, b: unknown): boolean {
  // oxlint-disable-next-line eqeqeq -- the conversion is what this check is about
  return a == b || (Number.isNaN(a) && Number.isNaN(b));
}

export function ok(value: unknown, message?: Message): void {
  const otherwise = `${hooks.inspect(value)} == true`;
  check(Boolean(value), message, { actual: value, expected: true, operator: '==', otherwise });
}

export const equal = compare('==', loose, 'Expected values to be loosely equal:');
export const notEqual = compare('!=', (a, b) => !loose(a, b), 'Expected values not to be loosely equal:');
export const strictEqual = compare('strictEqual', Object.is, 'Expected values to be strictly equal:');
export const notStrictEqual = compare(
  'notStrictEqual',
  (a, b) => !Object.is(a, b),
  'Expected "actual" to be strictly unequal to:',
);
export const deepStrictEqual = compare(
  'deepStrictEqual',
  isDeepStrictEqual,
  'Expected values to be strictly deep-equal:',
);
export const notDeepStrictEqual = compare(
  'notDeepStrictEqual',
  (a, b) => !isDeepStrictEqual(a, b),
  'Expected "actual" not to be strictly deep-equal to:',
);
export const deepEqual = compare(
  'deepEqual',
  (a, b) => loose(a, b) || isDeepStrictEqual(a, b),
  'Expected values to be loosely deep-equal:',
);
export const notDeepEqual = compare(
  'notDeepEqual',
  (a, b) => !loose(a, b) && !isDeepStrictEqual(a, b),
  'Expected "actual" not to be loosely deep-equal to:',
);
export const match = compare(
  'match',
  (text, pattern) => (pattern as RegExp).test(String(text)),
  'The input did not match the regular expression:',
);
export const doesNotMatch = compare(
  'doesNotMatch',
  (text, pattern) => !(pattern as RegExp).test(String(text)),
  'The input was expected to not match the regular expression:',
);

export function fail(message: Message = 'Failed'): never {
  throw message instanceof Error ? message : new AssertionError({ message });
}

export function ifError(error: unknown): void {
  if (error !== null && error !== undefined) throw error;
}

function fits(error: unknown, expected: Expected): boolean {
  if (expected === undefined || typeof expected === 'string') return true;
  if (expected instanceof RegExp) return expected.test(String(error));
  if (typeof expected !== 'function') {
    return Object.entries(expected).every(([key, value]) => {
      const actual: unknown = Reflect.get(Object(error), key);
      return value instanceof RegExp ? value.test(String(actual)) : isDeepStrictEqual(actual, value);
    });
  }
  if (typeof expected.prototype === 'object' && error instanceof expected) return true;
  if (Object.prototype.isPrototypeOf.call(Error, expected)) return false;
  return Reflect.apply(expected as (error: unknown) => unknown, undefined, [error]) === true;
}

export function throws(run: () => unknown, expected?: Expected, message?: Message): void {
  try {
    run();
  } catch (error) {
    if (!fits(error, expected)) throw error;
    return;
  }
  fail(message ?? 'Missing expected exception.');
}

export function doesNotThrow(run: () => unknown): void {
  run();
}

type Promised = PromiseLike<unknown> | (() => PromiseLike<unknown>);

export async function rejects(run: Promised, expected?: Expected, message?: Message): Promise<void> {
  try {
    await (typeof run === 'function' ? run() : run);
  } catch (error) {
    if (!fits(error, expected)) throw error;
    return;
  }
  fail(message ?? 'Missing expected rejection.');
}

export async function doesNotReject(run: Promised): Promise<void> {
  await (typeof run === 'function' ? run() : run);
}

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
  match,
  doesNotMatch,
  fail,
  ifError,
  throws,
  doesNotThrow,
  rejects,
  doesNotReject,
};

/** The module as a function, with the checks that do not convert in place of those that do. */
export const strict = Object.assign((value: unknown, message?: Message) => ok(value, message), checks, {
  equal: strictEqual,
  notEqual: notStrictEqual,
  deepEqual: deepStrictEqual,
  notDeepEqual: notDeepStrictEqual,
});

/** The module as a function. */
export const assert = Object.assign((value: unknown, message?: Message) => ok(value, message), checks, {
  strict,
});
Object.assign(strict, { strict });
