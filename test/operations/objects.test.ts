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
  async ring(ms) { await this.ctx.storage.setAlarm(Date.now() + ms); }
  async alarm({ retryCount }) {
    this.ctx.storage.kv.put('rang', retryCount);
    if (retryCount < 2) throw new Error('not yet');
  }
  async fetch() {
    const [client, server] = Object.values(new WebSocketPair());
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
