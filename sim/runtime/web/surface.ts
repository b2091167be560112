// The realm's names: classes and functions that are the same for every isolate, hardened once; one row a name.
import { AbortController } from './abort.ts';
import { atob, btoa } from './base64.ts';
import { Body } from './body.ts';
import { Crypto } from './crypto.ts';
import { CryptoKey } from './crypto/key.ts';
import { SubtleCrypto } from './crypto/subtle.ts';
import { DOMException } from './dom-exception.ts';
import { TextDecoder, TextEncoder } from './encoding.ts';
import { EventTarget } from './event-target.ts';
import { CloseEvent, CustomEvent, ErrorEvent, Event, MessageEvent, PromiseRejectionEvent } from './events.ts';
import { Headers } from './headers.ts';
import type { SharedName } from './names.ts';
import { Request } from './request.ts';
import { Response } from './response.ts';
import { URL } from './url.ts';
import { URLSearchParams } from './url-search-params.ts';

/** Names that handlers read straight from the realm; what differs from isolate to isolate stands in isolate-globals.ts. */
export const surface: Readonly<Record<SharedName, unknown>> = {
  AbortController,
  Body,
  CloseEvent,
  Crypto,
  CryptoKey,
  CustomEvent,
  DOMException,
  ErrorEvent,
  Event,
  EventTarget,
  Headers,
  MessageEvent,
  PromiseRejectionEvent,
  Request,
  Response,
  SubtleCrypto,
  TextDecoder,
  TextEncoder,
  URL,
  URLSearchParams,
  atob,
  btoa,
};
