// What is passed by reference between handlers: named exports with props, functions, targets and streams, at the same site and far away.
import { expect, test } from 'vitest';
import { ask, openWorld, scenarioOf } from './asked.ts';

const handler = (body: string): string => `
import { DurableObject, RpcTarget } from 'cloudflare:workers';
export class Room extends DurableObject {
  call(run) { return run('from the object'); }
  counter() { let n = 0; return () => ++n; }
}
export class Tally extends RpcTarget { n = 0; #n = 0; add(by) { this.#n += by; return this.#n; } }
export default { async fetch(request, env, ctx) { ${body} } };`;

const service = `
import { WorkerEntrypoint } from 'cloudflare:workers';
let calls = 0;
export default class extends WorkerEntrypoint {
  twice(run) { calls++; return run(1).then((one) => run(one + 1)); }
  async tally(target) { return [await target.add(2), await target.add(3)]; }
  later() { this.ctx.waitUntil(scheduler.wait(5000)); return 'at once'; }
  letters() {
    let sent = 0;
    return new ReadableStream({ async pull(controller) {
      await scheduler.wait(10);
      if (++sent > 3) controller.close();
      else controller.enqueue(new TextEncoder().encode('abc'[sent - 1]));
    } });
  }
}
export class Admin extends WorkerEntrypoint {
  calls() { return calls; }
  fetch() { return Response.json(this.ctx.props); }
}`;

const services = `services:
  PLAIN: service.ts
  ADMIN: { handler: service.ts, entrypoint: Admin, props: { role: keeper } }
stores: { ROOM: { kind: durable-objects, class: Room } }
`;

async function answered(body: string): Promise<string> {
  const files = {
    'handler.ts': handler(body),
    'service.ts': service,
    'scenario.yaml': scenarioOf(services),
  };
  return ask(await openWorld(files), '/').body ?? '';
}

test('a named export is called with its props, in the isolate of the other exports', async () => {
  const text = await answered(`
    await env.PLAIN.twice(async (x) => x);
    const props = await (await env.ADMIN.fetch('https://admin/')).json();
    return Response.json([props, await env.ADMIN.calls()]);`);
  expect(JSON.parse(text)).toEqual([{ role: 'keeper' }, 1]);
});

test('functions and targets are called where they came from, with the state that they have there', async () => {
  const text = await answered(`
    const seen = [];
    const result = await env.PLAIN.twice((x) => { seen.push(x); return x * 10; });
    return Response.json([result, seen, await env.PLAIN.tally(new Tally())]);`);
  expect(JSON.parse(text)).toEqual([110, [1, 11], [2, 5]]);
});

test('an object calls back, and gives functions that count on', async () => {
  const text = await answered(`
    const room = env.ROOM.getByName('a');
    const next = await room.counter();
    return Response.json([await room.call((text) => text + '!'), await next(), await next()]);`);
  expect(JSON.parse(text)).toEqual(['from the object!', 1, 2]);
});

test('what a method returns does not wait for what it gave to waitUntil', async () => {
  const text = await answered(`
    const startMs = Date.now();
    const said = await env.PLAIN.later();
    return Response.json([said, Date.now() - startMs < 1000]);`);
  expect(JSON.parse(text)).toEqual(['at once', true]);
});

test('chunks of a stream that a method gave arrive as they are made', async () => {
  const text = await answered(`
    const stream = await env.PLAIN.letters();
    const startMs = Date.now();
    const seen = [];
    for await (const chunk of stream)
      seen.push([new TextDecoder().decode(chunk), Math.round((Date.now() - startMs) / 10)]);
    return Response.json(seen);`);
  expect(JSON.parse(text)).toEqual([
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ]);
});
