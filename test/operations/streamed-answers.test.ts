// Bodies that other handlers are still making: chunks reach the code that asked one after the other, with the time between them.
import { expect, test } from 'vitest';
import { ask, openWorld, scenarioOf } from './asked.ts';

const LETTERS = `
const letters = (count, failAt = 0) => {
  let sent = 0;
  return new Response(new ReadableStream({ async pull(controller) {
    await scheduler.wait(100);
    if (++sent === failAt) throw new RangeError('broke off');
    if (sent > count) controller.close();
    else controller.enqueue(new TextEncoder().encode('abc'[(sent - 1) % 3]));
  } }), { headers: { 'x-made': 'there' } });
};`;

const handler = (body: string): string => `
import { DurableObject } from 'cloudflare:workers';
${LETTERS}
export class Room extends DurableObject { fetch() { return letters(3); } }
/** What arrives, and when, in tenths of a second since the response. */
async function timed(response) {
  const startMs = Date.now();
  const seen = [];
  for await (const chunk of response.body) seen.push([new TextDecoder().decode(chunk), Math.round((Date.now() - startMs) / 100)]);
  return Response.json([response.status, response.headers.get('x-made'), seen]);
}
export default { async fetch(request, env, ctx) { ${body} } };`;

const service = `${LETTERS}
export default { async fetch(request) {
  const { pathname } = new URL(request.url);
  if (pathname === '/fails') return letters(3, 2);
  if (pathname === '/endless') return letters(1e9);
  if (pathname === '/fast') {
    let made = 0;
    return new Response(new ReadableStream({ pull(controller) {
      if (++made > 5000) controller.close();
      else controller.enqueue(new Uint8Array(10000));
    } }));
  }
  return letters(3);
} };`;

const SCENARIO = `services: { LETTERS: service.ts }
stores: { ROOM: { kind: durable-objects, class: Room } }
hosts: { "letters.test": { region: aws:us-east-1, handler: service.ts } }
`;

async function answered(
  body: string,
): Promise<{ readonly text: string; readonly ttfbMs: number; readonly totalMs: number }> {
  const files = { 'handler.ts': handler(body), 'service.ts': service, 'scenario.yaml': scenarioOf(SCENARIO) };
  const { body: text = '', timing } = ask(await openWorld(files), '/');
  return { text, ttfbMs: timing.ttfbMs, totalMs: timing.totalMs };
}

const INTERVALS = [
  200,
  'there',
  [
    ['a', 1],
    ['b', 2],
    ['c', 3],
  ],
];

test('of a service', async () => {
  expect(
    JSON.parse((await answered(`return timed(await env.LETTERS.fetch('https://letters/'));`)).text),
  ).toEqual(INTERVALS);
});

test('of a Durable Object', async () => {
  const { text } = await answered(`return timed(await env.ROOM.getByName('a').fetch('https://room/'));`);
  expect(JSON.parse(text)).toEqual(INTERVALS);
});

test('of a host, whose headers come with the first chunk', async () => {
  const { text } = await answered(`return timed(await fetch('https://letters.test/'));`);
  expect(JSON.parse(text)).toEqual([
    200,
    'there',
    [
      ['a', 0],
      ['b', 1],
      ['c', 2],
    ],
  ]);
});

test('are passed on to the user with their timing', async () => {
  const { text, ttfbMs, totalMs } = await answered(`return env.LETTERS.fetch('https://letters/');`);
  expect(text).toBe('abc');
  // Two pauses between three letters, and one before the end.
  expect(Math.round((totalMs - ttfbMs) / 100)).toBe(3);
});

test('can be read whole', async () => {
  const { text } = await answered(
    `return new Response(await (await env.LETTERS.fetch('https://letters/')).text());`,
  );
  expect(text).toBe('abc');
});

test('that break off reject the read that waits', async () => {
  const { text } = await answered(`
    const response = await env.LETTERS.fetch('https://letters/fails');
    const reader = response.body.getReader();
    const first = new TextDecoder().decode((await reader.read()).value);
    return reader.read().then(() => new Response('whole'), (error) => new Response(first + ' ' + error.message));`);
  expect(text).toBe('a broke off');
});

test('without an end are given up when nobody reads on', async () => {
  const { text } = await answered(`
    const response = await env.LETTERS.fetch('https://letters/endless');
    const reader = response.body.getReader();
    const { value } = await reader.read();
    await reader.cancel();
    return new Response(new TextDecoder().decode(value));`);
  expect(text).toBe('a');
});

test('of many chunks arrive whole', async () => {
  const { text } = await answered(`
    const response = await env.LETTERS.fetch('https://letters/fast');
    return new Response(String((await response.arrayBuffer()).byteLength));`);
  expect(text).toBe('50000000');
});
