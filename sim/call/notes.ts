// What is noted of each call while it runs: its operations with their times, its console, and what it threw.
import type { Failure, HandlerCall } from '../entities/handler-call.ts';
import type { OperationEmission } from '../runtime/types.ts';
import { msFromUs } from '../units.ts';
import type { Witness } from '../world.ts';
import type { RequestAnswer } from './lines.ts';

type NotedOperation = RequestAnswer['ops'][number];

/** What one call has done so far. */
export interface Notes {
  readonly ops: NotedOperation[];
  readonly console: string[];
  failure: Failure | null;
}

/** Notes what the handler itself does; what other handlers do on its behalf is their affair. */
export class Notebook implements Witness {
  readonly #notes = new Map<HandlerCall, Notes>();
  readonly #open = new Map<number, { operation: NotedOperation; startUs: number }>();

  operation(call: HandlerCall, emission: OperationEmission, atUs: number): void {
    // That a streamed body asks for room, or for its next chunk, is between the runtime and the network.
    if (!call.isOwn() || emission.verb === 'pull' || emission.verb === 'chunk') return;
    const { startUs } = call.journey;
    const operation: NotedOperation = {
      verb: emission.verb,
      args: argumentsOf(emission),
      startMs: msFromUs(atUs - startUs),
      endMs: null,
    };
    this.of(call).ops.push(operation);
    this.#open.set(emission.opId, { operation, startUs });
  }

  answered(opId: number, atUs: number): void {
    const open = this.#open.get(opId);
    if (open === undefined) return;
    open.operation.endMs = msFromUs(atUs - open.startUs);
    this.#open.delete(opId);
  }

  console(call: HandlerCall, _level: string, text: string): void {
    if (call.isOwn()) this.of(call).console.push(text);
  }

  failed(call: HandlerCall, failure: Failure): void {
    if (call.isOwn()) this.of(call).failure ??= failure;
  }

  of(call: HandlerCall): Notes {
    let notes = this.#notes.get(call);
    if (notes === undefined) this.#notes.set(call, (notes = { ops: [], console: [], failure: null }));
    return notes;
  }

  /** Gives the notes of a call and forgets them. */
  take(call: HandlerCall): Notes {
    const notes = this.of(call);
    this.#notes.delete(call);
    return notes;
  }
}

/** The arguments as the handler gave them, as far as they are texts or plain data. */
function argumentsOf({ verb, binding, key, optionsJson }: OperationEmission): unknown[] {
  const options: unknown = optionsJson === '' ? undefined : JSON.parse(optionsJson);
  const named = verb === 'timer' || verb === 'fetch' || verb === 'pull' ? [] : [binding];
  return [...named, ...(key === '' ? [] : [key]), ...(options === undefined ? [] : [options])];
}
