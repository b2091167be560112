// The realm's names: classes and functions that are the same for every isolate, hardened once; one row a name.
import { AbortController } from './abort.ts';
import { atob, btoa } from './base64.ts';
import { Body } from './body.ts';
import { Cache, CacheStorage } from './caches.ts';
import { Crypto } from './crypto.ts';
import { CryptoKey } from './crypto/key.ts';
import { SubtleCrypto } from './crypto/subtle.ts';
import { DOMException } from './dom-exception.ts';
import { TextDecoder, TextEncoder } from './encoding.ts';
import { EventTarget } from './event-target.ts';
import { CloseEvent, CustomEvent, ErrorEvent, Event, MessageEvent, PromiseRejectionEvent } from './events.ts';
import { HTMLRewriter } from './html/rewriter.ts';
import { Headers } from './headers.ts';
import {
  ByteLengthQueuingStrategy,
  CountQueuingStrategy,
  ReadableByteStreamController,
  ReadableStream,
  ReadableStreamBYOBReader,
  ReadableStreamBYOBRequest,
  ReadableStreamDefaultController,
  ReadableStreamDefaultReader,
  TransformStream,
  TransformStreamDefaultController,
  WritableStream,
  WritableStreamDefaultController,
  WritableStreamDefaultWriter,
} from './streams.ts';
import { FixedLengthStream, IdentityTransformStream } from './identity-stream.ts';
import { TextDecoderStream, TextEncoderStream } from './text-streams.ts';
import { CompressionStream, DecompressionStream } from './compression.ts';
import { Blob, File } from './blob.ts';
import { FormData } from './form-data.ts';
import { URLPattern } from './url-pattern.ts';
import { structuredClone } from './structured-clone.ts';
import { MessageChannel, MessagePort } from './message-channel.ts';
import type { SharedName } from './names.ts';
import { WebSocketRequestResponsePair } from './objects/object-sockets.ts';
import { Navigator } from './navigator.ts';
import { Performance } from './performance.ts';
import { Request } from './request.ts';
import { Response } from './response.ts';
import { ExtendableEvent, FetchEvent, ScheduledEvent, TailEvent, TraceEvent } from './service-worker.ts';
import { URL } from './url.ts';
import { URLSearchParams } from './url-search-params.ts';
import { WebAssembly } from './web-assembly.ts';
import { WebSocket, WebSocketPair } from './web-socket.ts';

/** Names that handlers read straight from the realm; what differs from isolate to isolate stands in isolate-globals.ts. */
export const surface: Readonly<Record<SharedName, unknown>> = {
  AbortController,
  Blob,
  Body,
  ByteLengthQueuingStrategy,
  Cache,
  CacheStorage,
  CloseEvent,
  CompressionStream,
  CountQueuingStrategy,
  Crypto,
  CryptoKey,
  CustomEvent,
  DOMException,
  DecompressionStream,
  ErrorEvent,
  Event,
  EventTarget,
  ExtendableEvent,
  FetchEvent,
  File,
  FixedLengthStream,
  FormData,
  HTMLRewriter,
  Headers,
  IdentityTransformStream,
  MessageChannel,
  MessageEvent,
  MessagePort,
  Navigator,
  Performance,
  PromiseRejectionEvent,
  ReadableByteStreamController,
  ReadableStream,
  ReadableStreamBYOBReader,
  ReadableStreamBYOBRequest,
  ReadableStreamDefaultController,
  ReadableStreamDefaultReader,
  Request,
  Response,
  ScheduledEvent,
  SubtleCrypto,
  TailEvent,
  TextDecoder,
  TextDecoderStream,
  TextEncoder,
  TextEncoderStream,
  TraceEvent,
  TransformStream,
  TransformStreamDefaultController,
  URL,
  URLPattern,
  URLSearchParams,
  WebAssembly,
  WebSocket,
  WebSocketPair,
  WebSocketRequestResponsePair,
  WritableStream,
  WritableStreamDefaultController,
  WritableStreamDefaultWriter,
  atob,
  btoa,
  structuredClone,
};
