// Handlers that share a server: when its memory is full the least recently used isolate goes, and none that is at work.
import { expect, test } from 'vitest';
import { ServerMemory } from '../../sim/entities/server-memory.ts';

const MIB = 1_048_576;

/** Moves one isolate for each name into a server of 10 MiB, 4 MiB each, one second apart; `busy` ones are at work, and none is idle for good before `idleS`. */
function moveIn(names: readonly string[], { busy = [] as readonly string[], idleS = 600 } = {}) {
  const memory = new ServerMemory(10);
  const owners = new Map<string, Map<number, unknown>>();
  const gone: string[] = [];
  for (const [second, name] of names.entries()) {
    const among = owners.get(name) ?? new Map<number, unknown>();
    owners.set(name, among);
    const host = {
      isolate: { drop: () => gone.push(name) },
      pending: busy.includes(name) ? 1 : 0,
      assigned: 0,
      open: new Set(),
      lastUsedUs: second * 1e6,
      idleUs: idleS * 1e6,
    };
    among.set(0, host);
    memory.admit(0, { host, bytes: 4 * MIB, among }, second * 1e6);
  }
  const alive = [...owners].filter(([, among]) => among.size > 0).map(([name]) => name);
  return { gone, alive, evicted: memory.evicted };
}

test('the one that was used least recently makes room', () => {
  expect(moveIn(['a', 'b', 'c', 'd'])).toEqual({ gone: ['a', 'b'], alive: ['c', 'd'], evicted: 2 });
});

test('one that is at work stays, even when the server is too full', () => {
  expect(moveIn(['a', 'b', 'c'], { busy: ['a'] })).toEqual({ gone: ['b'], alive: ['a', 'c'], evicted: 1 });
  expect(moveIn(['a', 'b', 'c'], { busy: ['a', 'b'] }).gone).toEqual([]);
});

test('a fresh isolate of a handler stands in for the one before it', () => {
  expect(moveIn(['a', 'a', 'b'])).toEqual({ gone: [], alive: ['a', 'b'], evicted: 0 });
});

test('one that has been idle for so long that it would be gone anyway is not counted', () => {
  expect(moveIn(['a', 'b', 'c'], { idleS: 1 })).toEqual({ gone: ['a'], alive: ['b', 'c'], evicted: 0 });
});
