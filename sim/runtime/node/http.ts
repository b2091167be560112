// node:http: servers whose listeners answer the simulation's requests, and requests that go out by fetch.
import { Agent, ClientRequest, getBy, requestBy } from './http-client.ts';
import { IncomingMessage } from './http-incoming.ts';
import { METHODS, STATUS_CODES } from './http-names.ts';
import { notImplemented } from './errors.ts';
import { checkFieldName, checkFieldValue, OutgoingMessage, ServerResponse } from './http-outgoing.ts';
import { createServer, Server } from './http-server.ts';

export { Agent, ClientRequest, createServer, IncomingMessage, METHODS, OutgoingMessage };
export { Server, ServerResponse, STATUS_CODES };
export const request = requestBy('http:');
export const get = getBy('http:');
export const globalAgent = new Agent();
export const { CloseEvent, MessageEvent, WebSocket } = globalThis;
export { checkFieldName as validateHeaderName, checkFieldValue as validateHeaderValue };
export const _connectionListener = notImplemented('_connectionListener');
export const setMaxIdleHTTPParsers = notImplemented('setMaxIdleHTTPParsers');
export const maxHeaderSize = 16_384;
