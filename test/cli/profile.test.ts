// `antipode profile` measures a handler, writes what it measured beside it, and names the limits it would break.
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { HandlerProfile } from '../../sim/plan.ts';
import { limitUses } from '../../sim/platforms/broken-limits.ts';
import { cloudflareWorkers } from '../../sim/platforms/cloudflare-workers.ts';
import { nodeOrigin } from '../../sim/platforms/node-origin.ts';
import { runCli } from './run-cli.ts';
import { temporaryFolder } from '../temporary-folder.ts';

interface Measured {
  readonly bundle: { sizeBytes: number; gzipBytes: number };
  readonly cpu: { class: string; coldMs: number; warmP50Ms: number; warmP99Ms: number }[];
  readonly platforms: { platform: string; limits: { limit: string; broken: boolean }[] }[];
  readonly profile: HandlerProfile;
}

test('a handler is measured, and its profile is written beside it', { timeout: 60_000 }, async () => {
  const folder = temporaryFolder('profile');
  const handler = join(folder, 'handler.ts');
  await copyFile('scenarios/hello/handler.ts', handler);
  const { out, err, code } = await runCli(['profile', handler, '--json']);
  expect(code).toBe(0);
  expect(err).toContain('handler.profile.json');
  const found = JSON.parse(out) as Measured;
  expect(found.bundle.sizeBytes).toBeGreaterThan(found.bundle.gzipBytes);
  expect(found.cpu.map((row) => row.class)).toEqual(['call']);
  for (const { coldMs, warmP50Ms, warmP99Ms } of found.cpu) {
    expect(warmP50Ms).toBeGreaterThan(0);
    expect(warmP99Ms).toBeGreaterThanOrEqual(warmP50Ms);
    expect(coldMs).toBeGreaterThanOrEqual(warmP50Ms);
  }
  const written = await readFile(join(folder, 'handler.profile.json'), 'utf8');
  expect(JSON.parse(written)).toEqual(found.profile);
  // CloudFront Functions and the free plan of Workers allow 1 and 10 ms of CPU, which a busy machine may need for a cold start.
  const broken = found.platforms.filter(
    ({ platform, limits }) =>
      !['cloudfront-functions', 'cloudflare-workers-free'].includes(platform) &&
      limits.some((limit) => limit.broken),
  );
  expect(broken).toEqual([]);
});

test(
  'the requests of the scenario beside a handler are those it is measured by',
  { timeout: 60_000 },
  async () => {
    const folder = temporaryFolder('profile');
    await copyFile('scenarios/hello/handler.ts', join(folder, 'handler.ts'));
    await writeFile(
      join(folder, 'scenario.yaml'),
      'title: Two\nrate: 50/s\nrequests: [{ name: one, get: /1 }, { name: two, get: /2 }]\narms: { edge: { platform: cloudflare-workers } }\n',
    );
    const { out } = await runCli(['profile', join(folder, 'handler.ts')]);
    expect(out).toMatch(/^one +\d/m);
    expect(out).toMatch(/^two +\d/m);
    expect(out).toContain('cloudflare-workers: keeps all 4 limits');
  },
);

test('a handler that fails every request is refused with the reason', { timeout: 60_000 }, async () => {
  const folder = temporaryFolder('profile');
  const handler = join(folder, 'handler.js');
  await writeFile(handler, 'export default { fetch() { throw new Error("always"); } };');
  const { code, err } = await runCli(['profile', handler]);
  expect(code).toBe(7);
  expect(err).toContain('always');
});

const HEAVY: HandlerProfile = {
  bundleDigest: '',
  measuredOn: 'a test',
  calibrationMs: 20,
  compileMs: 400,
  evaluateMs: 700,
  moduleHeapBytes: 200 * 1_048_576,
  requestHeapBytes: 0,
  firstRequestExtraMs: 5,
  classes: { page: [[1000, 2000], [3000]] },
};

test('limits are held against what was measured: start-up, CPU, memory and size', () => {
  const uses = limitUses(cloudflareWorkers, { profile: HEAVY, sizeBytes: 1_048_576 });
  expect(uses.map(({ limit, needs, broken }) => [limit.unit, needs, broken])).toEqual([
    ['ms', 1100, true],
    // 2 ms and 3 ms at most in its two segments, and 5 ms more on a first request.
    ['ms', 10, false],
    ['MiB', 200, true],
    ['MiB', 1, false],
  ]);
  expect(limitUses(nodeOrigin, { profile: HEAVY, sizeBytes: 1 })).toEqual([]);
});
