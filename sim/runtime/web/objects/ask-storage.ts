// What an object asks of its storage at once: the engine answers while the code runs, because the data lies beside it.
import { host } from '../host.ts';
import type { IsolateState } from '../isolate-state.ts';

interface StorageReply {
  readonly value?: unknown;
  /** Name and message of what the storage refuses. */
  readonly error?: readonly [string, string];
}

const ERRORS: Readonly<Record<string, ErrorConstructor>> = { Error, RangeError, TypeError };

/** Asks and gives the answer; throws what the storage refuses with. */
export function askStorage(isolate: IsolateState, verb: string, args: object = {}): unknown {
  isolate.assertInRequest();
  const reply = JSON.parse(
    host.objects.ask(isolate.id, isolate.current.id, verb, JSON.stringify(args)),
  ) as StorageReply;
  if (reply.error === undefined) return reply.value;
  const [name, message] = reply.error;
  throw new (ERRORS[name] ?? Error)(message);
}
