// What code is told of what other code threw.
import type { Failure } from '../entities/handler-call.ts';

const CROSSING = [
  'AggregateError',
  'Error',
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'URIError',
];

/** Marks errors that reset a Durable Object, for the caller's realm (`runtime/web/operation.ts`). */
const RESET = 'Reset.';

/** What the caller's promise is rejected with: errors of own classes arrive as plain ones that name their class. */
export function thrownBy({ error, message: why, resets }: Failure): { name: string; message: string } {
  const { name, message } = error ?? { name: 'Error', message: why };
  const mark = resets === true ? RESET : '';
  return CROSSING.includes(name) || name.startsWith('DOMException.')
    ? { name: mark + name, message }
    : { name: `${mark}Error`, message: name === '' ? message : `${name}: ${message}` };
}
