// Every host function as in-realm code sees it, in groups; only primitives and realm-made byte arrays cross, and none of them throws.
import type { CryptoPort } from './crypto-port.ts';

/** What leaves an isolate: each call becomes one emission of the settle that runs. Header pairs travel as one text, `name\nvalue\nname\nvalue`. */
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
  ): void;
  chunk(callId: number, body: string | Uint8Array, last: boolean): void;
  exception(callId: number, name: string, message: string, stack: string, passThrough: boolean): void;
  finished(callId: number, waitUntilFailed: boolean): void;
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

/** Where a line of a bundle stands in the user's files. */
export interface StacksPort {
  /** `handler.ts:12:3` for a place in an evaluated script, empty when the script is not a handler's. */
  locate(script: string, line: number, column: number): string;
}

/** All host functions. A group belongs to one file of `sim/runtime/host/` and to the web files that use it. */
export interface HostPort {
  readonly emit: EmitPort;
  readonly stacks: StacksPort;
  readonly text: TextPort;
  readonly crypto: CryptoPort;
}
