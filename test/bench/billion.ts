// Bench entry `billion`: a part of scenarios/billion on two threads, and what that means for the whole.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Entry } from './rounds.ts';
import { workFolder } from './work-folder.ts';

const ROOT = join(import.meta.dirname, '../..');
/** A billion requests in twenty minutes. */
const WANTED_PER_S = 1e9 / 1200;

/** Wall time of a whole run, start and reports included. */
function runMs(requestsPerSeed: number): number {
  const out = workFolder('billion');
  const options = ['--seeds', '2', '--jobs', '2', '--requests', String(requestsPerSeed)];
  const start = performance.now();
  execFileSync(
    process.execPath,
    ['sim/cli/antipode.js', 'run', 'scenarios/billion', ...options, '--no-cache', '--quiet', '--out', out],
    { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  return performance.now() - start;
}

/** Requests per second between a short run and one that is four times as long: what happens once does not grow with the requests. */
function rateBetween(requestsPerSeed: number): number {
  const shortMs = runMs(requestsPerSeed / 4);
  return (2 * 0.75 * requestsPerSeed * 1000) / (runMs(requestsPerSeed) - shortMs);
}

/** A billion, extrapolated. */
export const billion: Entry = {
  whole: true,
  method:
    'npx antipode run scenarios/billion with two seeds on two threads, once with one and once with four million requests in all (25 and 100 million with --long): requests per second of wall time between the two, so that start and reports, which do not grow with the requests, are left out. That a billion go on at this rate is extrapolated, not measured.',
  prepare({ long }) {
    const perSeed = long ? 5e7 : 2e6;
    return {
      comparisons: [
        {
          name: 'hello, a billion times',
          operation: 'requests',
          subject: { name: 'two threads', run: () => rateBetween(perSeed) },
          peers: [{ name: 'a billion in 20 minutes', run: () => WANTED_PER_S, atLeast: 1 }],
        },
      ],
      skipped: long ? [] : ['a hundred million requests: only with --long'],
    };
  },
};
