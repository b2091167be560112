// Services: other handlers of the scenario, called by fetch or by the methods of their class, at the same site.
import { expect, test } from 'vitest';
import { ask, openWorld, scenarioOf } from './asked.ts';

const files = {
  'handler.ts': `
export default {
  async fetch(request, env) {
    const { pathname } = new URL(request.url);
    if (pathname === '/fetch') return env.PLAIN.fetch('https://plain/it', { method: 'POST', body: 'hello' });
    if (pathname === '/thrown') return env.PLAIN.fetch('https://plain/throw').catch((error) => new Response(error.name + ': ' + error.message));
    if (pathname === '/missing') return env.CLASS.nothing().catch((error) => new Response(error.name + ': ' + error.message));
    const sum = await env.CLASS.add(1, 2);
    return Response.json({ sum, nothing: (await env.CLASS.forget()) === undefined, name: await env.CLASS.name() });
  },
};`,
  'plain.ts': `
export default {
  async fetch(request, env) {
    if (request.url.endsWith('/throw')) throw new RangeError('not here');
    return new Response(request.method + ' ' + await request.text() + ' ' + env.NAME, { status: 202, statusText: 'Taken' });
  },
};`,
  'class.ts': `
import { WorkerEntrypoint } from 'cloudflare:workers';
export default class extends WorkerEntrypoint {
  add(a, b) { return a + b; }
  forget() {}
  name() { return this.env.NAME; }
}`,
  'scenario.yaml': scenarioOf(
    'vars: { NAME: shared }\nservices: { PLAIN: { handler: plain.ts, vars: { NAME: plain } }, CLASS: class.ts }\n',
  ),
};

test('a fetch reaches the other handler with its own variables, and what it answers comes back whole', async () => {
  const { body, status, statusText } = ask(await openWorld(files), '/fetch');
  expect([status, statusText, body]).toEqual([202, 'Taken', 'POST hello plain']);
});

test('what the other handler throws, the caller may catch', async () => {
  expect(ask(await openWorld(files), '/thrown').body).toBe('RangeError: not here');
});

test('methods of a class are called with their arguments', async () => {
  const { body } = ask(await openWorld(files), '/methods');
  expect(JSON.parse(body ?? '')).toEqual({ sum: 3, nothing: true, name: 'shared' });
});

test('a method that does not exist is an error of the caller', async () => {
  expect(ask(await openWorld(files), '/missing').body).toMatch(/^TypeError: .*"nothing"/);
});
