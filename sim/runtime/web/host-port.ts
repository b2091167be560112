// Every host function as in-realm code sees it, in groups; only primitives and realm-made byte arrays cross, and none of them throws.

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
  exception(callId: number, name: string, message: string, stack: string): void;
  finished(callId: number, waitUntilFailed: boolean): void;
  console(callId: number, level: string, text: string): void;
  evaluated(isolateId: number, ok: boolean, message: string): void;
}

/** All host functions. A group belongs to one file of `sim/runtime/host/` and to the web files that use it. */
export interface HostPort {
  readonly emit: EmitPort;
}
