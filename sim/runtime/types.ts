// What the engine and the runtime say to each other: bundles and calls go in, emissions come out; only primitives and bytes cross the realm's wall.
import type { HandlerStyle } from './handler-style.ts';

/** A handler module, bundled once and sent to every thread that runs trials. */
export interface Bundle {
  /** SHA-256 of the code and the modules, in hex: the identity by which profiles are found. */
  readonly digest: string;
  /** The entry file as the user wrote it; stacks name it. */
  readonly file: string;
  /** Source text of the factory that makes one module instance. */
  readonly code: string;
  readonly sizeBytes: number;
  /** Size after gzip, the figure that platforms limit. */
  readonly gzipBytes: number;
  /** WebAssembly modules that the handler imports, by the name the factory asks for. */
  readonly wasm: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** Source map of the code (version 3, JSON text), so that stacks name the user's lines. */
  readonly sourceMap: string;
  /** Whether the code uses AsyncLocalStorage or shares promises between requests, which costs 0.6 µs a request. */
  readonly usesAsyncContext: boolean;
}

/** One entry of a handler's `env`. */
export type BindingSpec =
  | { readonly kind: 'var'; readonly name: string; readonly value: string | number | boolean | null | object }
  | { readonly kind: 'kv' | 'd1' | 'r2' | 'queue' | 'kvs' | 'ratelimit'; readonly name: string }
  /** Another Worker: its `fetch` is the operation `service.fetch`, its methods are `service.call`. */
  | { readonly kind: 'service'; readonly name: string }
  /** Durable Objects of a class that the handler exports: `object.fetch` and `object.call`. */
  | { readonly kind: 'object'; readonly name: string; readonly className: string };

/** What a platform allows one call; null allows all. */
export interface CallLimits {
  /** Operations that leave the isolate, timers apart. */
  readonly subrequests: number | null;
  /** Operations in flight at once; further ones wait for their turn. */
  readonly connections: number | null;
}

/** A request as it enters an isolate; header pairs are flat: name, value, name, value. */
export interface IncomingRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly string[];
  readonly body: string | Uint8Array | null;
  /** `request.cf` as JSON text; parsed in the realm only when it is read. */
  readonly cfJson: string;
  /** `clientTcpRtt` of `cf` where the text leaves it out because it differs from request to request; the text is at most two objects deep then. */
  readonly clientTcpRttMs?: number;
  /** What says whose request it is, as `clientOf` makes it; nobody's when absent. */
  readonly client?: number;
  /** For requests of other code: which export answers, and with which props, as JSON; null for the default one without props. */
  readonly entryJson?: string;
}

/** A call the handler made that takes simulated time. */
export interface OperationEmission {
  readonly kind: 'operation';
  /** The request whose wake led to it; 0 outside any request. */
  readonly callId: number;
  /** Unique in the realm; `Realm.answer` names it. */
  readonly opId: number;
  /** `kv.get`, `kv.put`, `fetch`, `cache.match`, `timer`, … */
  readonly verb: string;
  /** Name of the binding or cache; empty where there is none. */
  readonly binding: string;
  /** Key, URL, or empty. */
  readonly key: string;
  /** Options and further arguments as a JSON text, empty where there are none. */
  readonly optionsJson: string;
  /** The value or body that goes out; null where there is none. */
  readonly body: string | Uint8Array | null;
}

/** The response of a call; the body is whole, or its chunks follow as `chunk` emissions. */
export interface ResponseEmission {
  readonly kind: 'response';
  readonly callId: number;
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly string[];
  readonly body: string | Uint8Array | null;
  readonly streaming: boolean;
  /** The socket that it hands out, by its name in the realm; empty for none. */
  readonly socket: string;
}

export type Emission =
  | OperationEmission
  | ResponseEmission
  /** A timer or operation that is no longer waited for. */
  | { readonly kind: 'cancel'; readonly callId: number; readonly opId: number }
  | {
      readonly kind: 'chunk';
      readonly callId: number;
      readonly body: string | Uint8Array;
      readonly last: boolean;
    }
  /** The handler threw, or its promise was rejected. */
  | {
      readonly kind: 'exception';
      readonly callId: number;
      readonly name: string;
      readonly message: string;
      readonly stack: string;
      /** Whether the handler had asked that its origin answer when it throws. */
      readonly passThrough: boolean;
    }
  /** A handler of an event has returned: for a queue the JSON says which messages to acknowledge or retry, for a method it is the value as packed text. */
  | { readonly kind: 'event'; readonly callId: number; readonly outcomeJson: string }
  /**
   * The handler sent something over a socket of which others hold an end, closed it, or accepted it. Its name is `call:` and the call whose
   * 101 response handed it out, `object:` and its number at the Durable Object that keeps it, or `op:` and the operation that brought it.
   */
  | {
      readonly kind: 'socket';
      readonly callId: number;
      readonly socket: string;
      readonly name: 'message' | 'close' | 'accept';
      readonly body: string | Uint8Array;
      readonly code: number;
      readonly reason: string;
    }
  /** Everything given to `waitUntil` has settled after the response left. */
  | {
      readonly kind: 'finished';
      readonly callId: number;
      readonly waitUntilFailed: boolean;
      /** Whether operations that are still under way go on, as on a server. */
      readonly lingers: boolean;
    }
  | { readonly kind: 'console'; readonly callId: number; readonly level: string; readonly text: string }
  /** The module was evaluated (ok), or threw while it was. */
  | {
      readonly kind: 'evaluated';
      readonly isolateId: number;
      readonly ok: boolean;
      readonly message: string;
    };

/** What belongs to a call. */
export type CallEmission = Exclude<Emission, { kind: 'evaluated' }>;

/** What an operation brings back: null stands for "no such value". */
export type Answer =
  | { readonly ok: true; readonly value: string | Uint8Array | null; readonly metaJson?: string }
  | { readonly ok: false; readonly name: string; readonly message: string };

/** What one end of a socket tells the other. */
export type SocketSignal =
  | { readonly kind: 'message'; readonly body: string | Uint8Array }
  | { readonly kind: 'close'; readonly code: number; readonly reason: string };

/** What an isolate may be told besides requests. */
export type EventName =
  | 'scheduled'
  | 'queue'
  | 'rpc'
  | 'construct'
  | 'alarm'
  | 'webSocketMessage'
  | 'webSocketClose';

/** One module instance at one server of one place. */
export interface Isolate {
  readonly id: number;
  /** Sets the clock that its code will read in its next wake; microseconds since the trial's epoch. */
  setClockUs(clockUs: number): void;
  /** Limits what its large buffers and WebAssembly memories may come to, in bytes. */
  limitMemory(limitBytes: number): void;
  /** Whether they came to more: to be asked after each `settle` that ran its code. */
  isOverMemory(): boolean;
  /** Evaluates the module; the next `settle` emits `evaluated`. */
  start(): void;
  /** Hands a request to the module's `fetch`; callId is unique in the realm and positive. */
  fetch(callId: number, request: IncomingRequest): void;
  /**
   * Hands an event to the module's `scheduled` or `queue`, calls a method of its entry point class (`rpc`), makes the isolate the home of
   * a Durable Object (`construct`), or calls a hook of that. `eventJson` is `{cron, scheduledTimeMs}`, `{queue, messages: [{id, timestampMs,
   * attempts, body}]}`, `{path, args, cap?, entrypoint?, props?}`, `{className, id, name}`, `{isRetry, retryCount}` or `{socket, text | bytes, code, reason, wasClean}`.
   */
  event(callId: number, name: EventName, eventJson: string): void;
  /** Something that the other side of a socket sent: a message, or the close with its code and reason. */
  socket(name: string, signal: SocketSignal): void;
  /** What is to be done when it is dropped. */
  whenDropped: (() => void) | null;
  /** Forgets the module instance and everything that belongs to it. */
  drop(): void;
}

/**
 * `shared`: isolates share one context whose classes and prototypes are frozen. `own`: each isolate has a context for itself, in which
 * its code may change whatever it likes, as on the platform; some 10 ms and 2 MB an isolate instead of almost nothing.
 */
export type RealmKind = 'shared' | 'own';

/** The one realm of a thread, begun anew for each trial. Wakes (`start`, `fetch`, `answer`) only register; `settle` lets the code run. */
export interface Realm {
  /** Begins a trial: isolates, operations and numbers of the last one are gone, compiled code stays. */
  begin(options: RealmOptions): void;
  /** `ownerKey` seeds what the module draws outside any request; `jsonTypes` of env are copied into the realm. */
  createIsolate(
    bundle: Bundle,
    options: {
      readonly ownerKey: number;
      readonly bindings: readonly BindingSpec[];
      readonly limits?: CallLimits;
      /** How requests are handed to the module; by its shape when absent. */
      readonly style?: HandlerStyle;
      /** How its platform calls a function named `handler`. */
      readonly eventStyle?: HandlerStyle;
      /** An isolate of an open realm whose module and global object it uses, for a Durable Object; ignored where isolates share their realm. */
      readonly beside?: number;
      /** Whether it is an always-on server, whose global scope may draw and set timers. */
      readonly isServer?: boolean;
    },
  ): Isolate;
  /** Answers an operation in the isolate that asked; unknown or cancelled ids are ignored. */
  answer(opId: number, answer: Answer): void;
  /** Runs everything woken to its end and returns what came out, in order. The list is used again by the settle after the next. */
  settle(): readonly Emission[];
}

/** What the isolates of one trial share. */
export interface RealmOptions {
  readonly seed: number;
  /** Milliseconds since 1970 at simulated time zero. */
  readonly epochMs: number;
  /** Maps a call to the stable key of its journey, so that draws are the same in every arm. */
  readonly journeyKeyOf: (callId: number) => number;
  /** Answers what a Durable Object asks of its storage at once: arguments and answer as JSON. */
  readonly askObject?: AskObject;
}

/** Which isolate and call ask, what, and with what; the answer is `{ value }` or `{ error: [name, message] }`. */
export type AskObject = (isolateId: number, callId: number, verb: string, argsJson: string) => string;
