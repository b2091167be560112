// What stands behind a stub: where its calls go, and whether it may still be used.
import type { Call } from '../call.ts';
import type { IsolateState } from '../isolate-state.ts';
import { assertOwn, otherRequest } from '../request-border.ts';

/** A function, target or stream that one isolate offers to others. */
export interface Capability {
  readonly isolate: number;
  readonly id: number;
}

/** Where calls go: another Worker, a Durable Object, or something that an isolate has offered. */
export interface Destination {
  readonly verb: 'service' | 'object' | 'rpc';
  readonly binding: string;
  /** What the operation says besides: `{ object }`, `{ cap }`, or the entry point and props of a Worker; as JSON. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** One reference to a destination. */
export interface Handle {
  readonly to: Destination;
  /** The call that received it, beyond which it may not be used; null for bindings. */
  readonly call: Call | null;
  disposed: boolean;
  /** Whether it came as a result: who offered it is told when nobody refers to it any more. */
  readonly lent?: boolean;
  /** What ended the life of the object behind it; every further use fails with that. */
  broken?: unknown;
  /** Of an object: who asked for it and may use it, a request or all calls of one object. */
  home?: { readonly isolate: IsolateState; readonly owner: Call | null };
  /** Of an object: how many of its lives had ended when it was first reached. */
  met?: number;
}

/** What is reached by a path from a handle, or from what a call will have returned. */
export interface Remote {
  readonly from: Handle | Promise<unknown>;
  readonly path: readonly string[];
}

/** The error of workerd for what nobody answers to. */
export function notImplemented(name: string): TypeError {
  return new TypeError(`The RPC receiver does not implement the method "${name}".`);
}

/** The error of workerd for a property that was called. */
export function notFunction(name: string): TypeError {
  return new TypeError(`"${name}" is not a function.`);
}

/** The call on whose behalf code runs: a function that was passed on runs for the call that passed it. */
export function contextOf(call: Call): Call {
  return call.context ?? call;
}

/** Throws unless code that runs in an isolate now may use what a handle stands for. */
export function assertUsable({ disposed, call, broken, home }: Handle, isolate: IsolateState): void {
  if (broken !== undefined) throw broken;
  if (home !== undefined) {
    if (home.isolate !== isolate) throw otherRequest('OutgoingFactory');
    assertOwn(home.owner, 'OutgoingFactory');
  }
  if (call !== null && !isolate.isObject && contextOf(isolate.current) !== call) throw otherRequest('Client');
  if (disposed) throw new Error('RPC stub used after being disposed.');
}

const MOST_BYTES = 33_554_432;
/** What the platform's own way of writing adds to a text, beside the quotes of ours. */
const FRAME_BYTES = 5;

/** A message as it is, or workerd's error when it is too large; the size of what is no single text is an estimate. */
export function limited(packed: string): string {
  const size = packed.length + FRAME_BYTES;
  if (size <= MOST_BYTES) return packed;
  throw new Error(
    `Serialized RPC arguments or return values are limited to 32MiB, but the size of this value was: ${size} bytes.`,
  );
}

/**
 * Requests that the same code sends to objects overtake calls of methods, as on workerd: they are out two turns of the microtask queue later.
 * Until then the call that asks is not over, also when nobody there waits.
 */
export async function fetchesFirst(asking: Call): Promise<void> {
  asking.open++;
  await Promise.resolve();
}
