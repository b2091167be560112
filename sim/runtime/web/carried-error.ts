// Errors as workerd carries them through code of its own (the rewriter, pipes of bytes, compression, operations that are aborted): copies that keep kind and message.
import { ERROR_KINDS } from './error-kinds.ts';
import { describeError, named } from './describe-error.ts';
import { DOMException } from './dom-exception.ts';
import { isObject } from './webidl.ts';

/** Kinds that are known too, but made of more than a message. */
const OTHER_KINDS = /^(?:AggregateError|SuppressedError|CompileError|LinkError|RuntimeError)$/;

/** What is no error, in an error's message. */
function shown(thrown: unknown): string {
  return isObject(thrown) && typeof thrown !== 'function' ? named(thrown) : String(thrown);
}

function copyOf(error: Error, name: string, message: string): Error {
  if (error instanceof DOMException) return new DOMException(message, name);
  const Kind = ERROR_KINDS[name];
  if (Kind !== undefined) return new Kind(message);
  return new Error(name === '' ? message : `${name}: ${message}`);
}

/** A copy of an error, of the kind that its name says: a name that the language does not know goes before the message. What is no error becomes one. */
export function carried(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return new Error(shown(thrown));
  const { name, message, stack } = describeError(thrown);
  if (OTHER_KINDS.test(name)) return thrown;
  const copy = copyOf(thrown, name, message);
  const frames = /\n {4}at [^]*$/.exec(stack)?.[0] ?? '';
  const value = `${String(copy)}${frames}`;
  return Object.defineProperty(copy, 'stack', { value, writable: true, configurable: true });
}
