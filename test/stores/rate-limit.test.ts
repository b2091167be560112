// What a rate limit promises: so many calls of a key in each period, at each PoP for itself.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../cli/run-cli.ts';
import { ask, openWorld, scenarioOf } from '../operations/asked.ts';
import { play, SITE } from './store-bench.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const LIMITS = 'stores: { RL: { kind: rate-limit, options: { limit: 2, periodSeconds: 10 } } }\n';
const HANDLER = `export default { async fetch(request, env) {
  const { success } = await env.RL.limit({ key: new URL(request.url).pathname });
  return new Response(success ? 'yes' : 'no', { status: success ? 200 : 429 });
} };`;

/** Which calls of one key succeed where two do in a minute. */
function successes(calls: readonly { site: number; atMs: number }[]): boolean[] {
  const planned = calls.map(({ site, atMs }) => ({ verb: 'limit' as const, key: 'k', site, atMs }));
  const { done } = play(planned, { kind: 'rate-limit', options: { limit: 2, periodSeconds: 60 } });
  return done.map(({ answer }) => answer.ok && answer.value === 'true');
}

test('a key gets as many calls as the limit says, and again in the next period', async () => {
  const world = await openWorld({ 'handler.ts': HANDLER, 'scenario.yaml': scenarioOf(LIMITS) });
  expect([1, 2, 3, 4].map(() => ask(world, '/a').status)).toEqual([200, 200, 429, 429]);
  expect(ask(world, '/b').status).toBe(200);
  world.take({ advance: '10s' });
  expect([1, 2, 3].map(() => ask(world, '/a').status)).toEqual([200, 200, 429]);
});

test('each PoP counts for itself', () => {
  const calls = [SITE.IAD, SITE.IAD, SITE.IAD, SITE.SIN, SITE.SIN, SITE.SIN];
  const all = calls.map((site, i) => ({ site, atMs: 100 + i }));
  expect(successes(all)).toEqual([true, true, false, true, true, false]);
});

test('a period ends with the minute, not a minute after the first call', () => {
  const calls = [59_000, 59_500, 59_900, 60_100, 60_200].map((atMs) => ({ site: SITE.IAD, atMs }));
  expect(successes(calls)).toEqual([true, true, false, true, true]);
});

test.each([
  ['options: { periodSeconds: 30 }', '10 or 60'],
  ['home: aws:us-east-1', 'means nothing to rate-limit'],
])('a rate limit with %s is refused', async (field, told) => {
  const folder = temporaryFolder('limits');
  await writeFile(join(folder, 'handler.ts'), HANDLER);
  await writeFile(
    join(folder, 'scenario.yaml'),
    scenarioOf(`stores: { RL: { kind: rate-limit, ${field} } }\n`),
  );
  const { code, err } = await runCli(['check', folder]);
  expect(code).toBe(3);
  expect(err).toContain(told);
});
