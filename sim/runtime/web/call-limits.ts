// What a platform allows one call: how many operations in all, and how many of them at once.
import type { Call } from './call.ts';

/** Infinity stands for no limit. */
export interface Limits {
  readonly subrequests: number;
  readonly connections: number;
}

/** No limits at all: an always-on server. */
export const UNLIMITED: Limits = {
  subrequests: Number.POSITIVE_INFINITY,
  connections: Number.POSITIVE_INFINITY,
};

/** Timers stay inside the isolate, `pull` only asks for room on a connection that is open already, and a stub is given up without a call. */
const FREE: ReadonlySet<string> = new Set(['timer', 'pull', 'rpc.release']);

/** CloudFront's functions read their key-value store where they may not reach the network. */
export function leavesIsolate(verb: string): boolean {
  return !FREE.has(verb) && !verb.startsWith('kvs.');
}

/** FACTS A1: fetch, KV, Cache, R2 and Queues hold a connection; other Workers and databases are reached without one. */
export function holdsConnection(verb: string): boolean {
  return /^(?:fetch|kv\.|cache\.|r2\.|queue\.)/.test(verb);
}

/** Counts an operation; throws when the call has used up what its platform allows. */
export function countSubrequest(call: Call, limits: Limits): void {
  call.subrequests++;
  if (call.subrequests > limits.subrequests) {
    throw new Error('Too many subrequests.');
  }
}

/** Takes one of the call's connections; false when all are in use. */
export function takeConnection(call: Call, limits: Limits): boolean {
  if (call.connections >= limits.connections) return false;
  call.connections++;
  return true;
}

/** One connection is free: the longest waiting operation takes it. */
export function closeConnection(call: Call): void {
  const next = call.queue?.shift();
  if (next === undefined) call.connections--;
  else next();
}
