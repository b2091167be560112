// A whole trial against theory: an always-on origin of one process is a queue, and its requests wait as long as Pollaczek and Khinchine say.
import { describe, expect, test } from 'vitest';
import { trialOfBundle, type TrialRun } from '../engine/trial-bench.ts';
import { bundleSource } from '../runtime/run.ts';

const SOURCE = `export default { fetch: () => new Response('fine') };`;
const RATE_PER_S = 100;
const WINDOW_S = 200;
const RUNS = 12;
/** Student's t for 99.9 % and 11 degrees of freedom. */
const STUDENT_T = 4.437;

/** Many users send one request each, so requests come by chance alone: a Poisson process. */
const SCENARIO = {
  rate: `${RATE_PER_S}/s`,
  warmup: '20s',
  window: `${WINDOW_S}s`,
  users: { from: { cities: ['New York City', 'Chicago', 'Toronto'] }, count: 100_000 },
  sessions: { requests: 1 },
  arms: { origin: { platform: 'node-origin', options: { servers: 1 } } },
};

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mean and half width of the interval over independent runs. */
function intervalOf(values: readonly number[]): { mean: number; half: number } {
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, half: STUDENT_T * Math.sqrt(squares / (values.length - 1) / values.length) };
}

/** W = λ E[S²] / (2 (1 − ρ)) with ρ = λ E[S]; the service times are equally likely. */
function pollaczekKhinchine(serviceUs: readonly number[]): number {
  const ratePerUs = RATE_PER_S / 1e6;
  const load = ratePerUs * meanOf(serviceUs);
  return (ratePerUs * meanOf(serviceUs.map((us) => us * us))) / (2 * (1 - load));
}

async function runs(cpuUs: readonly number[]): Promise<TrialRun[]> {
  const bundle = await bundleSource(SOURCE);
  const all: TrialRun[] = [];
  for (let seed = 1; seed <= RUNS; seed++) {
    all.push(await trialOfBundle({ scenario: SCENARIO, arm: 'origin', seed, cost: { cpuUs } }, bundle));
  }
  return all;
}

/** Quantiles of an exponential time with a mean of 7 ms, at equal steps: what a profile would hold. */
const EXPONENTIAL = Array.from({ length: 200 }, (_, i) => Math.round(-7000 * Math.log(1 - (i + 0.5) / 200)));

describe.each([
  ['constant work of 8 ms (M/D/1 at 0.8)', [8000]],
  ['nearly exponential work of 7 ms (M/M/1 at 0.7)', EXPONENTIAL],
  // Nine requests in ten take 3 ms, the tenth takes 33 ms: E[S] = 6 ms, E[S²] = 117 ms².
  ['work of two lengths (M/G/1 at 0.6)', [3000, 3000, 3000, 3000, 3000, 3000, 3000, 3000, 3000, 33_000]],
])('an origin of one process with %s', (_what, cpuUs) => {
  test('lets requests wait as long as theory says, and is as busy as theory says', async () => {
    const trials = await runs(cpuUs);
    const waits = trials.map(({ record }) => {
      const queue = record.histograms['queue']?.['all'];
      return (queue?.sum ?? 0) / (queue?.count ?? 1);
    });
    const { mean, half } = intervalOf(waits);
    const theory = pollaczekKhinchine(cpuUs);
    expect(half).toBeLessThan(0.15 * theory);
    expect(Math.abs(mean - theory)).toBeLessThan(half);

    const loads = trials.map(
      ({ record }) => (record.histograms['cpu']?.['all']?.sum ?? 0) / (WINDOW_S * 1e6),
    );
    const load = intervalOf(loads);
    expect(Math.abs(load.mean - (RATE_PER_S / 1e6) * meanOf(cpuUs))).toBeLessThan(load.half);

    // Little's law: the requests that are in the origin at a time are the rate times how long one stays, exactly, over all requests.
    for (const { journeys } of trials.slice(0, 1)) {
      const stays = journeys.map(({ queueUs, cpuUs: us }) => queueUs + us);
      const events = journeys.flatMap((one) => {
        const served = one.phases.filter(({ kind }) => kind === 'queue' || kind === 'cpu');
        const from = one.startUs + (served[0]?.startUs ?? 0);
        const to = one.startUs + (served.at(-1)?.endUs ?? 0);
        return [
          { atUs: from, change: 1 },
          { atUs: to, change: -1 },
        ];
      });
      events.sort((a, b) => a.atUs - b.atUs);
      let [inside, area, lastUs] = [0, 0, events[0]?.atUs ?? 0];
      for (const { atUs, change } of events) {
        area += inside * (atUs - lastUs);
        [inside, lastUs] = [inside + change, atUs];
      }
      expect(inside).toBe(0);
      expect(area).toBe(stays.reduce((sum, us) => sum + us, 0));
    }
  });
});
