// Every host function as in-realm code sees it, in groups; only primitives and realm-made byte arrays cross, and none of them throws.
import type { CryptoPort } from './crypto-port.ts';
import type { NodePort } from './node-port.ts';

/** What leaves an isolate: each call becomes one emission of the settle that runs. Headers travel as one text: each is `\nname:value`, the name in lower case. */
export interface EmitPort {
  operation(
    callId: number,
    opId: number,
    verb: string,
    binding: string,
    key: string,
    optionsJson: string,
    body: string | Uint8Array | null,
  ): void;
  cancel(callId: number, opId: number): void;
  response(
    callId: number,
    status: number,
    statusText: string,
    headersText: string,
    body: string | Uint8Array | null,
    streaming: boolean,
    socket: string,
  ): void;
  chunk(callId: number, body: string | Uint8Array, last: boolean): void;
  exception(callId: number, name: string, message: string, stack: string, passThrough: boolean): void;
  event(callId: number, outcomeJson: string): void;
  /** What the handler did with a socket of which others hold an end: a message, a close, or that it accepted it. */
  socket(
    callId: number,
    socket: string,
    name: 'message' | 'close' | 'accept',
    body: string | Uint8Array,
    code: number,
    reason: string,
  ): void;
  finished(callId: number, waitUntilFailed: boolean, lingers: boolean): void;
  console(callId: number, level: string, text: string): void;
  evaluated(isolateId: number, ok: boolean, message: string): void;
}

/** Text in bulk. `decode` keeps the state of a stream for as long as its owner lives; null means that the bytes are wrong. */
export interface TextPort {
  encodeUtf8(text: string): Uint8Array;
  decodeUtf8(bytes: Uint8Array): string;
  /** The canonical name of an encoding, empty when there is none of that label. */
  encodingOf(label: string): string;
  decode(
    owner: object,
    encoding: string,
    fatal: boolean,
    ignoreBom: boolean,
    bytes: Uint8Array,
    stream: boolean,
  ): string | null;
}

/** URLs as texts. */
export interface UrlPort {
  /** The normal form, empty when the input is no URL; an empty base stands for none. */
  parse(input: string, base: string): string;
  /** The URL with one member set, empty when `href` was set to what is no URL. */
  set(href: string, member: string, value: string): string;
}

/** Compression; formats are gzip, deflate and deflate-raw, an owner stands for one stream. */
export interface ZlibPort {
  compress(owner: object, bytes: Uint8Array): void;
  /** All that was given to `compress`, compressed. */
  finish(owner: object, format: string): Uint8Array;
  /** What a further chunk yields, or the text of the error. */
  decompress(owner: object, format: string, bytes: Uint8Array): Uint8Array | string;
  isComplete(owner: object, format: string): boolean;
}

/** What Durable Objects ask of the engine at once, while their code runs. */
export interface ObjectsPort {
  /** Arguments and answer as JSON: `{ value }`, or `{ error: [name, message] }`. */
  ask(isolateId: number, callId: number, verb: string, argsJson: string): string;
}

/** Memory of the thread. */
export interface MemoryPort {
  /** Collects all that nobody refers to, at once. */
  collect(): void;
}

/** Rejected promises that nobody catches. */
export interface RejectionsPort {
  /** From now on the realm is told of them after every drain, for a module listens to them. */
  watch(): void;
}

/** Rewriting of HTML. */
export interface HtmlPort {
  /** The bytes of the WebAssembly build of lol-html. */
  build(): Uint8Array;
}

/** Where a line of a bundle stands in the user's files. */
export interface StacksPort {
  /** `handler.ts:12:3` for a place in an evaluated script, empty when the script is not a handler's. */
  locate(script: string, line: number, column: number): string;
}

/** Code from texts, which only a module that starts may make. */
export interface CodePort {
  /** The body of a function without parameters, compiled within the realm; a text that is no such body gives the engine's words for that. */
  compile(body: string): (() => unknown) | string;
}

/** Turns of the event loop. */
export interface TurnsPort {
  /** Something waits for a turn after the microtasks that run now. */
  want(): void;
}

/** All host functions. A group belongs to one file of `sim/runtime/host/` and to the web files that use it. */
export interface HostPort {
  readonly emit: EmitPort;
  readonly stacks: StacksPort;
  readonly memory: MemoryPort;
  readonly text: TextPort;
  readonly url: UrlPort;
  readonly zlib: ZlibPort;
  readonly html: HtmlPort;
  readonly rejections: RejectionsPort;
  readonly objects: ObjectsPort;
  readonly node: NodePort;
  readonly crypto: CryptoPort;
  readonly code: CodePort;
  readonly turns: TurnsPort;
}
