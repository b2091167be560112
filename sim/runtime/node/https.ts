// node:https: the same servers and requests; every connection of the simulation is encrypted.
import { getBy, requestBy, SecureAgent as Agent } from './http-client.ts';
import { createServer, Server } from './http-server.ts';

export { Agent, createServer, Server };
export const request = requestBy('https:');
export const get = getBy('https:');
export const globalAgent = new Agent();
