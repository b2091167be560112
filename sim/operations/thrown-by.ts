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

/** What the caller's promise is rejected with: errors of own classes arrive as plain ones that name their class. */
export function thrownBy({ error, message: why }: Failure): { name: string; message: string } {
  const { name, message } = error ?? { name: 'Error', message: why };
  return CROSSING.includes(name) || name.startsWith('DOMException.')
    ? { name, message }
    : { name: 'Error', message: `${name}: ${message}` };
}
