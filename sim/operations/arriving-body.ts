// A body that another handler is still making: its chunks arrive one after the other, and the code that asked reads what has arrived.
import type { BodySink, Failure, HandlerCall } from '../entities/handler-call.ts';
import type { ResponseState } from '../entities/journey-state.ts';
import { bodyBytes, wholeBody } from '../entities/requests.ts';
import type { Answer, OperationEmission } from '../runtime/types.ts';
import type { World } from '../world.ts';
import { answerLater, later } from './answer.ts';
import { thrownBy } from './thrown-by.ts';

/** How far a body may run ahead of its reader. A figure of this program: networks and runtimes buffer about so much. */
const WINDOW_BYTES = 1_048_576;

/** Who asked, under which operation, and how far away the code is that answers. */
interface Asked {
  readonly call: HandlerCall;
  readonly opId: number;
  /** One way from the code that answers, as the cables stand now. */
  readonly wayUs: () => number;
  readonly abandon: () => void;
}

/** The body of one answer. */
export class ArrivingBody implements BodySink {
  readonly #world: World;
  readonly #asked: Asked;
  #chunks: (string | Uint8Array)[] = [];
  #unreadBytes = 0;
  #isWhole = false;
  #failed: Answer | null = null;
  #arrivesUs = 0;
  /** What is on its way; each arrival is that of the oldest, so that chunks of one instant stay in order. */
  readonly #onWay: (() => void)[] = [];
  /** The read that waits. */
  #waiting: { readonly call: HandlerCall; readonly opId: number } | null = null;
  #wantRoom: (() => void)[] = [];

  constructor(world: World, asked: Asked) {
    this.#world = world;
    this.#asked = asked;
    world.bodies.set(asked.opId, this);
    (asked.call.bodies ??= []).push(asked.opId);
  }

  chunk(body: string | Uint8Array, last: boolean): void {
    const bytes = bodyBytes(body);
    this.#unreadBytes += bytes;
    this.#arrive(() => {
      if (bytes > 0) this.#chunks.push(body);
      this.#isWhole ||= last;
    });
  }

  failed(failure: Failure): void {
    this.#arrive(() => {
      this.#failed = { ok: false, ...thrownBy(failure) };
    });
  }

  whenRoom(then: () => void): void {
    if (this.#unreadBytes < WINDOW_BYTES) then();
    else this.#wantRoom.push(then);
  }

  /** Answers a read with what has arrived since the last one, at once or as soon as something does. */
  read(call: HandlerCall, opId: number): void {
    this.#waiting = { call, opId };
    this.#answer();
  }

  /** Nobody reads the rest. */
  drop(): void {
    this.#world.bodies.delete(this.#asked.opId);
    if (!this.#isWhole && this.#failed === null) this.#asked.abandon();
  }

  /** In order, whatever the cables do meanwhile; what no cable brings never arrives. */
  #arrive(happens: () => void): void {
    const { call, wayUs } = this.#asked;
    const nowUs = this.#world.kernel.nowUs();
    const way = wayUs();
    if (!Number.isFinite(way)) return;
    this.#arrivesUs = Math.max(this.#arrivesUs, nowUs + way);
    this.#onWay.push(happens);
    later(this.#world, call, this.#arrivesUs - nowUs, () => {
      this.#onWay.shift()?.();
      this.#answer();
    });
  }

  #answer(): void {
    const waiting = this.#waiting;
    const has = this.#chunks.length > 0;
    if (waiting === null || (!has && !this.#isWhole && this.#failed === null)) return;
    this.#waiting = null;
    const end = this.#isWhole ? '{"end":true}' : '';
    const answer: Answer =
      !has && this.#failed !== null
        ? this.#failed
        : { ok: true, value: has ? wholeBody(this.#chunks) : null, metaJson: end };
    this.#chunks = [];
    if (end !== '') this.#world.bodies.delete(this.#asked.opId);
    this.#unreadBytes = 0;
    for (const then of this.#wantRoom.splice(0)) then();
    answerLater(this.#world, waiting.call, {
      opId: waiting.opId,
      afterUs: 0,
      answer,
      phase: 'subrequest',
      note: 'chunk',
    });
  }
}

/** A read of a body, or the word that nobody will read the rest. */
export function beginChunk(
  world: World,
  call: HandlerCall,
  { opId, key, optionsJson }: OperationEmission,
): void {
  const body = world.bodies.get(Number(key));
  if (body !== undefined && optionsJson === '') {
    body.read(call, opId);
    return;
  }
  body?.drop();
  const answer = { ok: true, value: null, metaJson: '{"end":true}' } as const;
  answerLater(world, call, { opId, afterUs: 0, answer, phase: 'subrequest', note: 'chunk' });
}

/** The code that asked has ended: what it has not read, nobody will. */
export function dropBodies(world: World, call: HandlerCall): void {
  const { bodies } = call;
  call.bodies = null;
  // What an object has received may be read by any of its calls.
  if (call.life !== null) return;
  for (const opId of bodies ?? []) world.bodies.get(opId)?.drop();
}

/** What an answer says of a response whose body is still being made. */
export function streamedMeta({
  status,
  statusText,
  headers,
}: Pick<ResponseState, 'status' | 'statusText' | 'headers'>): string {
  return JSON.stringify({ status, statusText, headers, stream: true });
}
