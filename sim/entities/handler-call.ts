// One call of a handler's code: for the request of a user, or for what the code of another handler asks.
import type { EventName, IncomingRequest } from '../runtime/types.ts';
import type { Site } from '../stores/store.ts';
import type { StorageLines } from '../operations/object-history.ts';
import type { Compute } from './compute.ts';
import type { IsolateHost } from './isolate-host.ts';
import type { ObjectLife } from './durable-object.ts';
import type { Journey, ResponseState } from './journey-state.ts';

/** Where code runs: a site (a PoP by its index, or one beyond them), and the region when it is no PoP. */
export interface RunsAt {
  readonly site: Site;
  readonly region: string | null;
}

/** What a handler is called with. */
export type CallInput =
  | { readonly kind: 'fetch'; readonly request: IncomingRequest }
  | { readonly kind: EventName; readonly eventJson: string };

/** Why there is no response by the code: a coded outcome, what is answered in its stead, and the reason. */
export interface Failure {
  readonly outcome: string;
  readonly status: number;
  readonly body: string;
  /** The reason as reports show it, with its stack. */
  readonly message: string;
  /** What the code threw; null when it threw nothing. */
  readonly error: { readonly name: string; readonly message: string } | null;
  /** Whether it ended a Durable Object's life, so that stubs of that life are of no use any more. */
  readonly resets?: true;
}

/** Who takes a streamed body, as its chunks leave the code that makes them. */
export interface BodySink {
  chunk(body: string | Uint8Array, last: boolean): void;
  failed(failure: Failure): void;
  /** Calls back when there is room for more: at once, or when somebody has read. */
  whenRoom(then: () => void): void;
}

/** Who waits for a call made by other code; told once, by one of the two. */
export interface CallReply {
  responded(response: ResponseState): void;
  failed(failure: Failure): void;
  /** Takes a response whose body is still being made; `abandon` ends the call when nobody wants the rest. Without it the body is waited for. */
  streamed?(response: ResponseState, abandon: () => void): BodySink;
}

/** What a call is made from. */
interface CallInit {
  readonly id: number;
  readonly drawKey: number;
  readonly journey: Journey;
  readonly compute: Compute;
  readonly at: RunsAt;
  readonly input: CallInput;
  /** Null for a journey's own call, whose user waits. */
  readonly reply: CallReply | null;
  /** The Durable Object that is called, in its present life; null for other handlers. */
  readonly life?: ObjectLife | null;
  readonly asked?: Asked | undefined;
}

/** Where and when code asked for a call of other code. */
export interface Asked {
  readonly site: Site;
  readonly issuedUs: number;
}

/** A call under way. */
export class HandlerCall {
  /** Number in the realm, positive and unique. */
  readonly id: number;
  /** Owner of what the call draws: the same in every arm in which the same request does the same things. */
  readonly drawKey: number;
  /** The request of a user that led to it. */
  readonly journey: Journey;
  readonly compute: Compute;
  readonly at: RunsAt;
  readonly input: CallInput;
  readonly reply: CallReply | null;
  readonly life: ObjectLife | null;
  /** Of a call of a Durable Object: who asked; undefined for events that nobody asked for. */
  readonly asked: Asked | undefined;
  host: IsolateHost | null = null;
  /** Its neighbours among the open calls of its isolate. */
  openedBefore: HandlerCall | null = null;
  openedAfter: HandlerCall | null = null;
  response: ResponseState | null = null;
  /** The first byte of the response has left: with a streamed body, its first chunk. */
  firstByteSent = false;
  /** Takes the body as it is made, where somebody reads it that way. */
  sink: BodySink | null = null;
  /** Bodies of other handlers that its code may still read, by their operations. */
  bodies: number[] | null = null;
  /** Chunks of a streamed body, kept where somebody will read them; null while there are none. */
  chunks: (string | Uint8Array)[] | null = null;
  /** What a handler said of its event, or what a method returned, as JSON; empty for nothing. */
  eventOutcome = '';
  /** When its isolate was ready for it: from then on it runs or waits there. */
  readyUs = 0;
  /** Segments of code that have been queued so far. */
  segments = 0;
  /** Operations that may still wake its code. */
  pending = 0;
  /** Store and key of what the code has read first, and the version that it has read last of that; most calls read one key, for which a table is waste. */
  firstRead = '';
  firstReadVersion = 0;
  /** The same of all others, by store and key; made by the second. */
  readVersions: Map<string, number> | null = null;
  /** For a history: what its code did to the storage of its object. */
  storageLines: StorageLines | null = null;
  /** Sockets of other handlers of which the code holds the other end, by their names in the realm. */
  taken: string[] | null = null;
  /** Whether it has been found waiting for nothing but others. */
  listens = false;
  cpuUs = 0;
  /** Has responded, thrown, hung, or been stopped. */
  responded = false;
  /** Nothing of it goes on in the isolate any more. */
  ended = false;
  /** The code and everything it gave to `waitUntil` is done. */
  codeFinished = false;

  /** Operations that its code waits for. */
  outstanding = 0;
  /** Goes on after its response until nothing of it is outstanding, as on a server. */
  lingers = false;
  /** How long it may go on after its response is limited already. */
  timed = false;

  constructor(init: CallInit) {
    this.id = init.id;
    this.drawKey = init.drawKey;
    this.journey = init.journey;
    this.compute = init.compute;
    this.at = init.at;
    this.input = init.input;
    this.reply = init.reply;
    this.life = init.life ?? null;
    this.asked = init.asked;
  }

  /** Whether it is the journey's own call and not one made by another handler. */
  isOwn(): boolean {
    return this.journey.call === this;
  }
}
