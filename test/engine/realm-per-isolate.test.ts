// Code that changes classes and prototypes runs where the scenario gives each isolate a realm of its own, and is told so where it does not.
import { expect, test } from 'vitest';
import { planDigest } from '../../sim/plan.ts';
import { bodies, trial } from './trial-bench.ts';

const OWN = { realm: 'isolate' };

/** Counts its requests on a prototype of the language. */
const PATCHING = `
export default {
  async fetch() {
    const home = Array.prototype;
    home.isolate ??= crypto.randomUUID();
    home.calls = (home.calls ?? 0) + 1;
    return new Response([].isolate + ' ' + [].calls);
  },
};`;

test('what an isolate changes of a prototype stays with it, and only with it', async () => {
  const run = await trial({ source: PATCHING, scenario: OWN });
  expect(run.record.outcomes).toEqual({ ok: run.journeys.length });
  const highest = new Map<string, number>();
  for (const [id = '', calls] of bodies(run).map((body) => body.split(' ')))
    highest.set(id, Math.max(highest.get(id) ?? 0, Number(calls)));
  expect(highest.size).toBe(run.record.counters['isolates.peak']);
  expect([...highest.values()].reduce((sum, calls) => sum + calls, 0)).toBe(run.journeys.length);
});

test.each([
  ['a handler that adds to a prototype', PATCHING],
  [
    'one that replaces a method of the platform',
    'export default { fetch() { Response.prototype.json = () => 1; return new Response("") } };',
  ],
  [
    'a module that does so when it is evaluated',
    'Array.prototype.last = () => 1; export default { fetch: () => new Response("") };',
  ],
])('%s fails in the shared realm, and the error names the key', async (_what, source) => {
  const shared = await trial({ source });
  expect(shared.record.outcomes).toEqual({ exception: shared.journeys.length });
  expect(shared.record.errors[0]?.message).toMatch(/TypeError: Cannot .*"realm: isolate"/s);
  const own = await trial({ source, scenario: OWN });
  expect(own.record.outcomes).toEqual({ ok: own.journeys.length });
});

test('an error of another kind is not told of the key', async () => {
  const run = await trial({ source: 'export default { fetch() { null.x; } };' });
  expect(run.record.errors[0]?.message).toMatch(/TypeError: Cannot read/);
  expect(run.record.errors[0]?.message).not.toContain('realm');
});

test('where the code of isolates runs is part of the plan, and changes nothing for code that patches nothing', async () => {
  const source = `
let calls = 0;
export default {
  async fetch(request) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return new Response(request.url + ' ' + ++calls + ' ' + Math.random() + ' ' + Date.now());
  },
};`;
  const shared = await trial({ source });
  const own = await trial({ source, scenario: OWN });
  expect(planDigest(own.plan)).not.toBe(planDigest(shared.plan));
  expect(own.record).toEqual(shared.record);
  expect(bodies(own)).toEqual(bodies(shared));
});
