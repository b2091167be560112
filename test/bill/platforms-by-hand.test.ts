// Bills of Lambda, Lambda@Edge and Fastly Compute by hand, in plain arithmetic, to the cent.
import { expect, test } from 'vitest';
import { cloudfrontZone, fastlyZone } from '../../sim/bill/zones.ts';
import { Geography } from '../../sim/entities/geography.ts';
import type { TrialInput, TrialRun } from '../engine/trial-bench.ts';
import { billed, cents, WINDOWS } from './by-hand.ts';

const WAITS = `export default { async fetch() { await new Promise((done) => setTimeout(done, 40)); return new Response('x'.repeat(9000)); } };`;

function scenarioOf(platform: string, rate: string): TrialInput {
  const scenario = { rate, arms: { only: { platform } } };
  return { scenario, source: WAITS, arm: 'only', cost: { cpuUs: [400] } };
}

function counted({ journeys }: TrialRun): TrialRun['journeys'] {
  return journeys.filter(({ startUs }) => startUs < 20_000_000);
}

/** Gigabytes and requests a month, of PoPs in these countries. */
function monthIn(
  run: TrialRun,
  network: string,
  countries: readonly string[],
): { gb: number; requests: number } {
  const [arm] = run.plan.arms;
  if (arm === undefined) throw new Error('no arm');
  expect(arm.popNetwork).toBe(network);
  const { pops } = new Geography(run.plan).forArm(arm);
  const some = counted(run).filter(({ pop }) => countries.includes(pops[pop]?.country ?? ''));
  const bytes = some.reduce((sum, { responseBytes }) => sum + responseBytes, 0);
  return { gb: (bytes * WINDOWS) / 1e9, requests: some.length * WINDOWS };
}

test('Lambda: requests, and each run from its call to its end times 1 GiB, starts included', async () => {
  const { run, bill } = await billed(scenarioOf('aws-lambda', '100/s'));
  const all = counted(run);
  const millions = (all.length * WINDOWS) / 1e6;
  // Work of 0.4 ms at 1.73 of the profile's time, 40 ms of waiting, 0.4 ms of work: 41.384 ms, billed as 42.
  const runSeconds = all.length * 0.042;
  const starts = all.filter(({ isolateStartUs }) => isolateStartUs > 0);
  // Of a start only init is billed, not finding a place: 135.9 ms and compiling 100-odd bytes at 0.03 ms per KiB, so 136.
  const startSeconds = starts.length * 0.136;
  const gbSeconds = (runSeconds + startSeconds) * WINDOWS;
  const bytes = all.reduce((sum, { responseBytes }) => sum + responseBytes, 0);
  const gb = (bytes * WINDOWS) / 1e9;
  const byHand =
    (millions - 1) * 0.2 +
    (gbSeconds - 400_000) * 0.0000166667 +
    Math.min(10_000, gb - 100) * 0.09 +
    Math.max(0, gb - 10_100) * 0.085;
  expect(cents(bill.totalUsd)).toBe(cents(byHand));
});

test('Lambda@Edge: requests and GB-seconds without free amounts, and CloudFront by zone', async () => {
  const { run, bill } = await billed(scenarioOf('aws-lambda-edge-viewer', '60/s'));
  const all = counted(run);
  // 0.4 ms at 13.8 times, 40 ms, the same again: 51.04 ms, billed as 52 ms of an eighth of a GiB.
  const function_ = ((all.length * WINDOWS) / 1e6) * 0.6 + all.length * WINDOWS * 0.052 * 0.125 * 0.00005001;
  const zones: readonly (readonly [string, number, number])[] = [
    ['us', 0.085, 0.01],
    ['europe', 0.085, 0.012],
    ['africa', 0.11, 0.012],
    ['southAmerica', 0.11, 0.022],
    ['japan', 0.114, 0.012],
    ['oceania', 0.114, 0.0125],
    ['asia', 0.12, 0.012],
    ['india', 0.109, 0.012],
  ];
  const cloudfront = zones.reduce((sum, [zone, perGb, per10k]) => {
    const { gb, requests } = monthIn(run, 'cloudfront', cloudfrontZone(zone));
    return sum + gb * perGb + (requests / 10_000) * per10k;
  }, 0);
  expect(
    monthIn(
      run,
      'cloudfront',
      zones.flatMap(([zone]) => cloudfrontZone(zone)),
    ).requests,
  ).toBe(all.length * WINDOWS);
  expect(cents(bill.totalUsd)).toBe(cents(function_ + cloudfront));
});

test('Fastly Compute: requests, vCPU time without the waiting, and bytes by zone', async () => {
  const { run, bill } = await billed(scenarioOf('fastly-compute', '100/s'));
  const all = counted(run);
  const millions = (all.length * WINDOWS) / 1e6;
  const naEu = monthIn(run, 'fastly', fastlyZone('naEu')).gb;
  const byHand =
    (millions - 10) * 0.5 +
    Math.max(0, millions * 0.8 - 100) * 0.05 +
    Math.min(9900, naEu - 100) * 0.12 +
    Math.max(0, naEu - 10_000) * 0.08 +
    monthIn(run, 'fastly', fastlyZone('asiaOceania')).gb * 0.19 +
    monthIn(run, 'fastly', fastlyZone('rest')).gb * 0.28;
  expect(cents(bill.totalUsd)).toBe(cents(byHand));
});
