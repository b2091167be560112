// Vercel Edge Config: its own client, unmodified, in a handler; changes by Vercel's API; everywhere within ten seconds.
import { expect, test } from 'vitest';
import { bodies, trial } from '../engine/trial-bench.ts';
import { play, POPS } from './store-bench.ts';

test('the real client reads items, and sees a change within ten seconds, at once when it asks for consistency', async () => {
  const run = await trial({
    source: `import 'node:process';
      import { createClient } from '@vercel/edge-config';
      const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
      let calls = 0;
      export default { async fetch(request, env) {
        if (calls++ > 0) return new Response('done');
        const config = createClient(env.FLAGS);
        const before = [await config.get('dark'), await config.get('none'), await config.has('dark'), await config.has('none'), await config.getAll(['limits', 'dark'])];
        const from = Date.now();
        await config.get('dark');
        const tookMs = Date.now() - from;
        const { status } = await fetch('https://api.vercel.com/v1/edge-config/ecfg_flags/items', { method: 'PATCH',
          body: JSON.stringify({ items: [{ operation: 'upsert', key: 'dark', value: true }, { operation: 'delete', key: 'limits' }] }) });
        const early = [await config.get('dark'), await config.get('dark', { consistentRead: true })];
        await later(10000);
        return Response.json([before, tookMs, status, early, await config.getAll()]);
      } };`,
    scenario: {
      stores: {
        FLAGS: {
          kind: 'edge-config',
          home: 'aws:us-east-1',
          seed: [
            { key: 'dark', value: 'false' },
            { key: 'limits', value: '{"perMinute":5}' },
            { key: 'name', value: 'plain text' },
          ],
        },
      },
      arms: { edge: { platform: 'vercel-edge' } },
      rate: '5/s',
      window: '4s',
      users: { from: { cities: ['Singapore'] }, count: 1 },
      requests: [{ name: 'only', get: '/' }],
    },
  });
  expect(run.record.errors).toEqual([]);
  expect(JSON.parse(bodies(run).find((body) => body !== 'done') ?? '')).toEqual([
    [false, null, true, false, { limits: { perMinute: 5 }, dark: false }],
    1,
    200,
    [false, true],
    { dark: true, name: 'plain text' },
  ]);
});

test('a change is seen at no PoP before half a second and at every PoP after ten', () => {
  const { followed } = play([{ atMs: 0, verb: 'put', site: 0, key: 'k', value: '1' }], {
    kind: 'edge-config',
    followed: 1,
  });
  const [write] = followed;
  const lagsMs = POPS.map((pop) => ((write?.visibleUs[pop] ?? 0) - (write?.committedUs ?? 0)) / 1000);
  expect(Math.min(...lagsMs)).toBeGreaterThanOrEqual(500);
  expect(Math.max(...lagsMs)).toBeLessThanOrEqual(10_000);
});

test('while no cable leads to the home its API answers as any host that cannot be reached, and reads go on at the site', async () => {
  const run = await trial({
    source: `let calls = 0;
      export default { async fetch(request, env) {
        if (calls++ > 0) return new Response('done');
        const change = async () => (await fetch('https://api.vercel.com/v1/edge-config/ecfg_flags/items', { method: 'PATCH',
          body: JSON.stringify({ items: [{ operation: 'upsert', key: 'dark', value: true }] }) })).status;
        const read = async () => (await fetch('https://edge-config.vercel.com/ecfg_flags/item/dark?token=any')).status;
        const cut = [await change(), await read()];
        await new Promise((resolve) => setTimeout(resolve, 8000));
        return Response.json([cut, await change()]);
      } };`,
    scenario: {
      stores: {
        FLAGS: { kind: 'edge-config', home: 'aws:us-east-1', seed: [{ key: 'dark', value: 'false' }] },
      },
      faults: [{ close: 'aws:us-east-1', from: '0s', to: '8s' }],
      arms: { edge: { platform: 'vercel-edge' } },
      rate: '5/s',
      window: '4s',
      users: { from: { cities: ['Singapore'] }, count: 1 },
      requests: [{ name: 'only', get: '/' }],
    },
  });
  expect(JSON.parse(bodies(run).find((body) => body !== 'done') ?? '')).toEqual([[523, 200], 200]);
});
