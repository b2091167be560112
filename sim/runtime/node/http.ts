// node:http: servers whose listeners answer the simulation's requests, and requests that go out by fetch.
import { Agent, ClientRequest, getBy, requestBy } from './http-client.ts';
import { IncomingMessage } from './http-incoming.ts';
import { METHODS, STATUS_CODES } from './http-names.ts';
import { OutgoingMessage, ServerResponse } from './http-outgoing.ts';
import { createServer, Server } from './http-server.ts';

export { Agent, ClientRequest, createServer, IncomingMessage, METHODS, OutgoingMessage };
export { Server, ServerResponse, STATUS_CODES };
export const request = requestBy('http:');
export const get = getBy('http:');
export const globalAgent = new Agent();
export const maxHeaderSize = 16_384;
