// Common random numbers: every arm sees the same users, requests and instants, and no arm notices the others.
import { beforeAll, describe, expect, test } from 'vitest';
import type { FinishedJourney } from '../../sim/trial-record.ts';
import { bodies, trial, type TrialRun } from './trial-bench.ts';

const SOURCE = `export default {
  fetch(request) {
    const group = Math.random() < 0.5 ? 'A' : 'B';
    return new Response([new URL(request.url).pathname, group, Math.random(), crypto.randomUUID()].join(' '));
  },
};`;
const ARMS = {
  origin: { platform: 'node-origin' },
  cdn: { platform: 'cloudflare-cdn' },
  edge: { platform: 'cloudflare-workers' },
  far: { platform: 'node-origin', region: 'aws:ap-southeast-2', options: { servers: 1, cpuScale: '5000%' } },
};
const SCENARIO = {
  rate: '50/s',
  users: { count: 500 },
  sessions: { requests: 3, thinkTime: '2s', roaming: '40%' },
  requests: [
    { name: 'read', weight: 3, get: '/{user}/{session}/{n}' },
    { name: 'write', weight: 1, post: '/{user}/{session}/{n}', body: 'x' },
  ],
};

function run(arm: string, arms: Record<string, unknown> = ARMS): Promise<TrialRun> {
  return trial({ source: SOURCE, arm, scenario: { ...SCENARIO, arms } });
}

/** What a user did, apart from what came of it. */
function asked({ id, startUs, className, place, method, path }: FinishedJourney): string {
  return [id, startUs, className, place, method, path].join(' ');
}

describe('all arms', () => {
  let runs: TrialRun[] = [];
  beforeAll(async () => {
    runs = await Promise.all(Object.keys(ARMS).map((arm) => run(arm)));
  });

  test('see the same requests of the same users from the same places at the same instants', () => {
    const [first, ...others] = runs.map(({ journeys }) => journeys.map(asked).toSorted());
    expect(first?.length).toBeGreaterThan(800);
    for (const other of others) expect(other).toEqual(first);
  });

  test('draw the same random numbers for the same request, so that a user is in the same group everywhere', () => {
    const [first, ...others] = runs.map((one) => bodies(one).toSorted());
    expect(new Set(first?.map((body) => body.split(' ')[1]))).toEqual(new Set(['A', 'B']));
    expect(new Set(first?.map((body) => body.split(' ')[3])).size).toBe(first?.length);
    for (const other of others) expect(other).toEqual(first);
  });

  test('keep the same journeys for pairs', () => {
    const [first, ...others] = runs.map(({ record }) => [...record.pairs.ids]);
    expect(first?.length).toBe(runs[0]?.record.counters['requests']);
    for (const other of others) expect(other).toEqual(first);
  });

  test('that end the connection at the same PoP have the same round trip of the same request', () => {
    const rtts = (arm: number): number[] =>
      (runs[arm]?.journeys ?? []).toSorted((a, b) => a.id - b.id).map(({ rttUs }) => rttUs);
    expect(rtts(1)).toEqual(rtts(2));
    expect(rtts(0)).not.toEqual(rtts(1));
  });
});

test('an arm gives the same record whether it is alone, with others, first or last', async () => {
  const alone = await run('edge', { edge: ARMS.edge });
  const last = await run('edge');
  const first = await run('edge', { edge: ARMS.edge, far: ARMS.far, cdn: ARMS.cdn });
  expect(JSON.stringify(last.record)).toBe(JSON.stringify(alone.record));
  expect(JSON.stringify(first.record)).toBe(JSON.stringify(alone.record));
});
