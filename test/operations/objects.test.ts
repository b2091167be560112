// Durable Objects: where they live, what their gates promise, how they sleep, and sockets into them, as `antipode call` shows it.
import { expect, test } from 'vitest';
import type { SocketAnswer } from '../../sim/call/lines.ts';
import { ask, openWorld, scenarioOf } from './asked.ts';

const HANDLER = `
import { DurableObject } from 'cloudflare:workers';
let lives = 0;
export class Counter extends DurableObject {
  life = ++lives;
  calls = 0;
  async add(waitMs) {
    const value = (await this.ctx.storage.get('value')) ?? 0;
    if (waitMs > 0) await scheduler.wait(waitMs);
    await this.ctx.storage.put('value', value + 1);
    return value + 1;
  }
  remembers() { return [++this.calls, this.ctx.storage.kv.get('value') ?? null]; }
  peek() { return 'seen'; }
  idle() { setInterval(() => {}, 1000); return this.life; }
  table() {
    this.ctx.storage.sql.exec('CREATE TABLE t (a INTEGER, b TEXT)');
    this.ctx.storage.sql.exec("INSERT INTO t VALUES (1, 'x'), (2, NULL)");
  }
  async ring(ms) { await this.ctx.storage.setAlarm(Date.now() + ms); }
  async alarm({ retryCount }) {
    this.ctx.storage.kv.put('rang', retryCount);
    if (retryCount < 2) throw new Error('not yet');
  }
  async fetch(request) {
    const [client, server] = Object.values(new WebSocketPair());
    if (request.url.endsWith('&plain')) {
      server.accept();
      return new Response(null, { status: 101, webSocket: client });
    }
    this.ctx.acceptWebSocket(server, ['all']);
    server.serializeAttachment({ messages: 0 });
    return new Response(null, { status: 101, webSocket: client });
  }
  webSocketMessage(socket, message) {
    const { messages } = socket.deserializeAttachment();
    socket.serializeAttachment({ messages: messages + 1 });
    socket.send([message, ++this.calls, messages + 1].join(' '));
  }
  webSocketClose(socket, code, reason) { socket.close(code, 'heard ' + reason); }
}
export default { async fetch(request, env) {
  const { pathname, searchParams } = new URL(request.url);
  const stub = env.COUNTER.getByName(searchParams.get('name') ?? 'one', { locationHint: searchParams.get('hint') ?? undefined });
  if (pathname === '/socket') return stub.fetch(request);
  if (pathname === '/crowd') {
    const all = Array.from({ length: 1100 }, () => stub.peek().catch(({ message }) => message));
    return Response.json(Object.groupBy(await Promise.all(all), (said) => said.slice(0, 28)));
  }
  if (pathname === '/both') return Response.json(await Promise.all([stub.add(5), stub.add(5)]));
  if (pathname === '/many') return Response.json(await Promise.all(Array.from({ length: 9 }, () => stub.add(0))));
  const [method, ...args] = pathname.slice(1).split('/');
  return Response.json((await stub[method](...args.map(Number))) ?? null);
} };`;

const files = {
  'handler.ts': HANDLER,
  'scenario.yaml': scenarioOf('stores: { COUNTER: { kind: durable-objects, class: Counter } }\n'),
};

/** The site that the last operation went to, and how long it took. */
function wayOf(answer: ReturnType<typeof ask>): { home: string; tookMs: number } {
  const phase = answer.timing.phases.find(({ kind }) => kind === 'store');
  const [operation] = answer.ops;
  return {
    home: /\((\w+)\)/.exec(phase?.note ?? '')?.[1] ?? '',
    tookMs: (operation?.endMs ?? 0) - (operation?.startMs ?? 0),
  };
}

test('an object lives near its first caller, or where the hint says, and never moves', async () => {
  const world = await openWorld(files, 'Sydney');
  expect(wayOf(ask(world, '/peek')).home).toBe('SYD');
  expect(wayOf(ask(world, '/peek?hint=weur')).home).toBe('SYD');
  const far = wayOf(ask(world, '/peek?name=far&hint=weur'));
  expect(['LHR', 'AMS', 'FRA', 'CDG', 'MAD', 'MXP', 'ZRH', 'ARN']).toContain(far.home);
  expect(far.tookMs).toBeGreaterThan(150);
});

test('the answer waits for the writes before it; without a write it does not', async () => {
  const world = await openWorld(files, 'London');
  ask(world, '/peek');
  const read = wayOf(ask(world, '/peek')).tookMs;
  const wrote = wayOf(ask(world, '/add/0')).tookMs;
  expect(wrote - read).toBeGreaterThanOrEqual(1);
  expect(wrote - read).toBeLessThanOrEqual(10);
});

test('read and write without a wait lose no update; a wait for something else may', async () => {
  const world = await openWorld(files, 'London');
  expect(JSON.parse(ask(world, '/many').body ?? '')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(JSON.parse(ask(world, '/both?name=two').body ?? '')).toEqual([1, 1]);
});

test('an idle object leaves memory and keeps its storage', async () => {
  const world = await openWorld(files, 'London');
  ask(world, '/add/0');
  expect(JSON.parse(ask(world, '/remembers').body ?? '')).toEqual([1, 1]);
  world.take({ advance: '9s' });
  expect(JSON.parse(ask(world, '/remembers').body ?? '')).toEqual([2, 1]);
  world.take({ advance: '11s' });
  expect(JSON.parse(ask(world, '/remembers').body ?? '')).toEqual([1, 1]);
});

test('an alarm that fails is rung again after two seconds, then four', async () => {
  const world = await openWorld(files, 'London');
  ask(world, '/ring/1000');
  const held = (): unknown => {
    const dump = world.take({ dump: true });
    return 'kv' in dump ? dump.durableObjects?.['COUNTER']?.['one'] : null;
  };
  world.take({ advance: '2s' });
  expect(held()).toEqual({ rang: 0 });
  world.take({ advance: '2s' });
  expect(held()).toEqual({ rang: 1 });
  world.take({ advance: '5s' });
  expect(held()).toEqual({ rang: 2 });
});

test('a socket and its attachment outlive the sleep of the object', async () => {
  const world = await openWorld(files, 'London');
  const line = {
    ws: { url: '/socket', messages: ['a', 'b', { wait: '12s' }, 'c'], close: { code: 4001, reason: 'done' } },
  };
  const answer = world.take(line) as SocketAnswer;
  expect(answer.messages).toEqual(['a 1 1', 'b 2 2', 'c 1 3']);
  expect(answer.closed).toEqual({ code: 4001, reason: 'heard done' });
});

test('an object that a timer keeps awake leaves memory 70 to 140 s after the last call', async () => {
  const world = await openWorld(files, 'London');
  const calls = (): unknown => JSON.parse(ask(world, '/remembers').body ?? '');
  ask(world, '/idle');
  expect(calls()).toEqual([1, null]);
  world.take({ advance: '69s' });
  expect(calls()).toEqual([2, null]);
  world.take({ advance: '151s' });
  expect(calls()).toEqual([1, null]);
});

test('a socket with listeners of its own breaks off when its object has not been called for so long', async () => {
  const world = await openWorld(files, 'London');
  const opened = (wait: string): SocketAnswer['closed'] =>
    (
      world.take({
        ws: {
          url: '/socket?name=' + wait + '&plain',
          messages: [{ wait }],
          close: { code: 4001, reason: '' },
        },
      }) as SocketAnswer
    ).closed;
  expect(opened('141s')?.code).toBe(1006);
  expect(opened('69s')?.code).not.toBe(1006);
});

test('more than a thousand calls within a second are refused as overloaded', async () => {
  const world = await openWorld(files, 'London');
  const said = JSON.parse(ask(world, '/crowd').body ?? '') as Record<string, unknown[]>;
  expect(said['seen']).toHaveLength(1000);
  expect(said['Durable Object is overloaded']).toHaveLength(100);
  world.take({ advance: '1s' });
  expect(JSON.parse(ask(world, '/peek').body ?? '')).toBe('seen');
});

test('a dump shows the tables of an object', async () => {
  const world = await openWorld(files, 'London');
  ask(world, '/table');
  expect(world.take({ dump: true })).toMatchObject({
    objectTables: {
      COUNTER: {
        one: {
          t: [
            { a: 1, b: 'x' },
            { a: 2, b: null },
          ],
        },
      },
    },
  });
});
