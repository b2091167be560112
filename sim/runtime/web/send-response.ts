// How a response leaves its isolate: whole when it is a text or bytes, else chunk by chunk as the handler makes them.
import { bodyInternals } from './body.ts';
import type { Call } from './call.ts';
import { describeError } from './describe-error.ts';
import { encodeUtf8 } from './encoding.ts';
import { close } from './execution-context.ts';
import { handToClient } from './handed-sockets.ts';
import { host } from './host.ts';
import type { IsolateState } from './isolate-state.ts';
import { perform } from './operation.ts';
import type { Request } from './request.ts';
import { responseInternals } from './response.ts';
import type { Response } from './response.ts';
import { ReadableStream } from './streams.ts';
import { bytesOf, isThenable } from './webidl.ts';

/** How far a stream may run ahead of the network before it must ask for room; a source that never waits would never end. */
const WINDOW_CHUNKS = 64;
const WINDOW_BYTES = 1_048_576;

/** Says that a call has failed. */
export function fail(call: Call, error: unknown): void {
  const { name, message, stack } = describeError(error);
  host.emit.exception(call.id, name, message, stack, call.passThrough);
  close(call);
}

function chunkBytes(value: unknown): Uint8Array {
  if (typeof value === 'string') return encodeUtf8(value);
  const bytes = bytesOf(value);
  if (bytes === null) throw new TypeError('This ReadableStream did not return bytes.');
  return bytes;
}

/** Sends the chunks of a stream; `pull` asks the network for room after every window. */
async function pump(isolate: IsolateState, call: Call, stream: ReadableStream): Promise<void> {
  const reader = stream.getReader();
  let chunks = 0;
  let sizeBytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const bytes = chunkBytes(value);
    if (bytes.length > 0) host.emit.chunk(call.id, bytes, false);
    chunks++;
    sizeBytes += bytes.length;
    if (chunks < WINDOW_CHUNKS && sizeBytes < WINDOW_BYTES) continue;
    await perform(isolate, {
      verb: 'pull',
      binding: '',
      key: '',
      optionsJson: `{"sizeBytes":${sizeBytes}}`,
      body: null,
    });
    chunks = 0;
    sizeBytes = 0;
  }
  host.emit.chunk(call.id, '', true);
}

/** The length of a body is for the server to say: one that a handler set or copied may be that of another body. Other code sees what was set. */
function withoutLength(wire: string): string {
  return wire.includes('\ncontent-length:') ? wire.replace(/\ncontent-length:[^\n]*/g, '') : wire;
}

/** Who did not ask for a socket gets none. */
export function assertUpgrade({ headers }: Request): void {
  if (headers.get('upgrade')?.toLowerCase() === 'websocket') return;
  throw new TypeError(
    'Worker tried to return a WebSocket in a response to a request which did not contain the header "Upgrade: websocket".',
  );
}

/** A body that somebody is about to read breaks off once its status and headers have left, as on workerd: the error is what it breaks off with. */
function sendLocked(call: Call, response: Response): TypeError | null {
  if (response.bodyUsed || response.body?.locked !== true) return null;
  const wire = withoutLength(responseInternals.headersWire(response));
  host.emit.response(call.id, response.status, response.statusText, wire, null, true, '');
  return new TypeError('The ReadableStream has been locked to a reader.');
}

/** Sends what a handler returned; what is no Response, or has been used, is a failure of the call. */
export function respond(isolate: IsolateState, call: Call, request: Request, answer: unknown): void {
  const response = responseInternals.find(answer);
  if (response === null) {
    fail(call, new TypeError("Incorrect type for Promise: the Promise did not resolve to 'Response'."));
    return;
  }
  if (response.status === 0) {
    const why = 'Return value from serve handler must not be an error response (like Response.error())';
    fail(call, new TypeError(why));
    return;
  }
  try {
    const headers = responseInternals.headersWire(response);
    const { webSocket } = response;
    if (webSocket !== null) assertUpgrade(request);
    const socket = webSocket === null ? '' : handToClient(isolate, call, webSocket);
    const body = bodyInternals.take(response);
    const streaming = body instanceof ReadableStream;
    const wire = body === null || call.byCode ? headers : withoutLength(headers);
    host.emit.response(
      call.id,
      response.status,
      response.statusText,
      wire,
      streaming ? null : body,
      streaming,
      socket,
    );
    if (streaming) {
      pump(isolate, call, body).then(
        () => close(call),
        (error: unknown) => fail(call, error),
      );
      return;
    }
    if (!isolate.isServer) bodyInternals.left(request);
  } catch (error) {
    fail(call, sendLocked(call, response) ?? error);
    return;
  }
  close(call);
}

/** Whether a handler promises its response; throws when what it returned is neither. What nearly every handler returns is known at once. */
export function isPromised(result: unknown): boolean {
  if (responseInternals.is(result)) return false;
  if (result instanceof Promise) return true;
  if (responseInternals.find(result) !== null) return false;
  if (!isThenable(result)) throw new TypeError("Callback returned incorrect type; expected 'Promise'");
  return true;
}
