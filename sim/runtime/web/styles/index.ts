// Finds out how a module is to be called: by the style that its platform names, or by what it exports.
import type { HandlerStyle } from '../../handler-style.ts';
import type { Call } from '../call.ts';
import { Headers } from '../headers.ts';
import type { IsolateState } from '../isolate-state.ts';
import type { NodeServing } from '../node-hooks.ts';
import { Request } from '../request.ts';
import type { LambdaHandler } from './aws-lambda.ts';
import { callViewerFunction } from './cloudfront-functions.ts';
import type { ViewerFunction } from './cloudfront-functions.ts';
import { callByUrl } from './function-url.ts';
import { callAtEdge } from './lambda-edge.ts';

/** Answers requests in another way than by the module's `fetch`. */
export type Caller = (call: Call, request: Request) => Promise<object>;

/** What a module offers. */
export interface Offer {
  readonly exports: Readonly<Record<string, unknown>>;
  readonly serving: NodeServing;
  readonly style: HandlerStyle;
  /** How the platform calls a function named `handler`. */
  readonly eventStyle: HandlerStyle;
}

type Anything = (...args: never[]) => unknown;

function isFunction(value: unknown): value is Anything {
  return typeof value === 'function';
}

function memberOf(value: unknown, name: string): unknown {
  return (typeof value === 'object' && value !== null) || isFunction(value)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

/** A class is constructed anew for every call, so it is no listener. */
function isClass(value: unknown): boolean {
  return isFunction(value) && Function.prototype.toString.call(value).startsWith('class');
}

/** The listener or server that a module exports or lets listen. */
function listenerOf({ exports, serving }: Offer): unknown {
  const exported = exports['default'];
  const isServer = isFunction(memberOf(exported, 'emit')) && isFunction(memberOf(exported, 'listen'));
  if (isServer || (isFunction(exported) && !isClass(exported))) return exported;
  return serving.server;
}

function absent(style: HandlerStyle, what: string): Error {
  return new Error(
    style === 'node'
      ? `The module has no ${what} that could be called: export one, let a server of node:http listen, or import node:http where the listener is made.`
      : `The module has no ${what}, which the style "${style}" calls.`,
  );
}

/** The style of a module by its shape: `fetch` first, then a named handler, then a listener. */
function styleByShape(offer: Offer): HandlerStyle {
  const { exports, style, eventStyle } = offer;
  const exported = exports['default'];
  if (style !== 'auto') return style;
  if (isClass(exported) || isFunction(memberOf(exported, 'fetch'))) return 'fetch';
  if (isFunction(exports['cloudfrontHandler']))
    return eventStyle === 'function-url' ? 'cloudfront-viewer-request' : eventStyle;
  if (isFunction(exports['handler'] ?? memberOf(exported, 'handler'))) return eventStyle;
  const listener = listenerOf(offer);
  return listener === undefined || listener === null ? 'fetch' : 'node';
}

/**
 * A request as its client sent it: only where Workers answer does the platform state other encodings than the client does, and keep the client's
 * own words in `cf`.
 */
function asSent(request: Request): Request {
  if (!request.headers.has('accept-encoding')) return request;
  const { clientAcceptEncoding } = (request.cf ?? {}) as { readonly clientAcceptEncoding?: string };
  if (clientAcceptEncoding === undefined) return request;
  const headers = new Headers(request.headers);
  if (clientAcceptEncoding === '') headers.delete('accept-encoding');
  else headers.set('accept-encoding', clientAcceptEncoding);
  return new Request(request, { headers });
}

/** How a module's requests are answered; null when its `fetch` does it. */
export function callerOf(isolate: IsolateState, offer: Offer): Caller | null {
  const caller = otherCallerOf(isolate, offer);
  return caller === null ? null : (call, request) => caller(call, asSent(request));
}

function otherCallerOf(isolate: IsolateState, offer: Offer): Caller | null {
  const { exports, serving } = offer;
  const style = styleByShape(offer);
  if (style === 'fetch') return null;
  if (style === 'node') {
    // A Node server may run a module of the standard's shape too.
    if (isFunction(memberOf(exports['default'], 'fetch'))) return null;
    const target = listenerOf(offer);
    const { answer } = serving;
    if (target === null || target === undefined || answer === null)
      throw absent(style, 'request listener or server');
    return (call, request) => {
      // A server goes on with what it has begun after its response.
      call.lingers = true;
      return answer(target, request);
    };
  }
  const handler =
    exports['cloudfrontHandler'] ?? exports['handler'] ?? memberOf(exports['default'], 'handler');
  if (!isFunction(handler)) throw absent(style, 'function named handler');
  if (style === 'cloudfront-viewer-request' || style === 'cloudfront-viewer-response') {
    const trigger = style === 'cloudfront-viewer-request' ? 'viewer-request' : 'viewer-response';
    return (_call, request) => callViewerFunction(isolate, handler as ViewerFunction, request, trigger);
  }
  if (style === 'function-url' || style === 'auto')
    return (_call, request) => callByUrl(isolate, handler as LambdaHandler, request);
  return (_call, request) => callAtEdge(isolate, handler as LambdaHandler, request, style);
}
