// How platforms share instances among requests, and what follows for cold starts: an outcome of traffic, never an input.
import { expect, test } from 'vitest';
import { trial, type TrialRun } from '../engine/trial-bench.ts';

/** Answers after `waitMs` with how many requests this module instance has seen. */
function slow(waitMs: number): string {
  return `let calls = 0;
export default { async fetch() { const mine = ++calls; await new Promise((done) => setTimeout(done, ${waitMs})); return new Response(String(mine)); } };`;
}

function run(
  platform: string,
  { rate = '20/s', waitMs = 100, options = {} }: { rate?: string; waitMs?: number; options?: object } = {},
): Promise<TrialRun> {
  const scenario = { rate, window: '20s', arms: { only: { platform, options } } };
  return trial({ scenario, source: slow(waitMs), arm: 'only' });
}

function answers({ emissions }: TrialRun): string[] {
  return emissions.flatMap((one) =>
    one.kind === 'response' && typeof one.body === 'string' ? [one.body] : [],
  );
}

function coldStarts({ journeys }: TrialRun): number {
  return journeys.filter(({ cold }) => cold).length;
}

test('an environment of Lambda serves one request at a time, so slower code needs more of them and starts cold more often', async () => {
  const [quick, slowRun] = [
    await run('aws-lambda', { waitMs: 50 }),
    await run('aws-lambda', { waitMs: 1000 }),
  ];
  const peak = ({ record }: TrialRun): number => record.counters['isolates.peak'] ?? 0;
  // Little's law: 20 requests a second that take a second each need at least 20 environments.
  expect(peak(slowRun)).toBeGreaterThanOrEqual(20);
  expect(peak(quick)).toBeLessThan(peak(slowRun) / 2);
  expect(coldStarts(slowRun)).toBeGreaterThan(2 * coldStarts(quick));
  expect(slowRun.record.counters['isolates.starts']).toBe(peak(slowRun));
});

test('requests share an instance of Fluid compute, so the same traffic starts fewer', async () => {
  const [fluid, lambda] = [
    await run('vercel-node', { waitMs: 1000 }),
    await run('aws-lambda', { waitMs: 1000 }),
  ];
  expect(coldStarts(fluid)).toBeLessThan(coldStarts(lambda));
  expect(fluid.record.counters['isolates.starts']).toBeLessThan(10);
});

test('an environment that has been idle for its time is gone, and one that has not is used again', async () => {
  const soon = await run('aws-lambda', { rate: '0.5/s', options: { idleEviction: '500ms' } });
  const late = await run('aws-lambda', { rate: '0.5/s', options: { idleEviction: '10min' } });
  expect(coldStarts(soon)).toBeGreaterThan(coldStarts(late));
});

test('every request to Fastly Compute finds a fresh module, and nothing is left of it afterwards', async () => {
  const fastly = await run('fastly-compute');
  expect(new Set(answers(fastly))).toEqual(new Set(['1']));
  expect(fastly.record.counters['isolates.starts']).toBe(fastly.journeys.length);
  expect(fastly.record.counters['isolates.peak']).toBeLessThan(20);
});

test('containers take many requests; when they are full another comes up while the running ones go on', async () => {
  const calm = await run('container-service', { waitMs: 100 });
  const busy = await run('container-service', {
    rate: '150/s',
    waitMs: 2000,
    options: { coldStart: '2s' },
  });
  expect(calm.record.counters['isolates.peak']).toBe(2);
  // 150 requests a second that take two seconds are 300 at a time, and a container takes 50.
  expect(busy.record.counters['isolates.peak']).toBeGreaterThanOrEqual(6);
  expect(busy.journeys.every(({ coldUs }) => coldUs === 0)).toBe(true);
});

test('code of Lambda@Edge runs in the nearest of 13 regional edge caches, so its cold starts gather there', async () => {
  const edge = await run('aws-lambda-edge-viewer', { rate: '60/s', waitMs: 10 });
  const entered = edge.record.pops.filter(({ requests }) => requests > 0).length;
  expect(entered).toBeGreaterThan(40);
  expect(coldStarts(edge)).toBeLessThan(2 * entered);
  expect(edge.journeys.some(({ phases }) => phases.some(({ note }) => note === 'PoP to hub'))).toBe(true);
});

test('a time limit ends a call when it has passed, with the platform’s own answer', async () => {
  const edge = await run('aws-lambda-edge-viewer', { rate: '2/s', waitMs: 60_000 });
  expect(new Set(edge.journeys.map(({ outcome, status }) => `${outcome} ${status}`))).toEqual(
    new Set(['exceededTime 504']),
  );
  // Five seconds from the call on; connection and cold start come before.
  for (const { totalUs } of edge.journeys) expect(totalUs).toBeLessThan(8_000_000);
});

test('Smart Placement runs code near the origin for all but one request in a hundred', async () => {
  const smart = await run('cloudflare-workers', { rate: '100/s', options: { smartPlacement: 1 } });
  const moved = smart.journeys.filter(({ phases }) => phases.some(({ note }) => note === 'PoP to hub'));
  const share = moved.length / smart.journeys.length;
  expect(share).toBeGreaterThan(0.95);
  expect(share).toBeLessThan(1);
});
