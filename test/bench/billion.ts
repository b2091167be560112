// Bench entry `billion`: a part of scenarios/billion on two threads, and what that means for the whole.
import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Entry } from './rounds.ts';

const ROOT = join(import.meta.dirname, '../..');
/** A billion requests in twenty minutes. */
const WANTED_PER_S = 1e9 / 1200;

/** Requests per second of a whole run, start and reports included. */
function rateOfRun(requestsPerSeed: number): number {
  const out = mkdtempSync(join(tmpdir(), 'antipode-billion-'));
  const options = ['--seeds', '2', '--jobs', '2', '--requests', String(requestsPerSeed)];
  const start = performance.now();
  execFileSync(
    process.execPath,
    ['sim/cli/antipode.js', 'run', 'scenarios/billion', ...options, '--no-cache', '--quiet', '--out', out],
    { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  return (2 * requestsPerSeed * 1000) / (performance.now() - start);
}

/** A billion, extrapolated. */
export const billion: Entry = {
  whole: true,
  method:
    'npx antipode run scenarios/billion with two seeds on two threads, a million requests in all (a hundred million with --long), wall time of the whole process. That a billion takes a thousand (ten) times as long is extrapolated, not measured.',
  prepare({ long }) {
    const perSeed = long ? 5e7 : 5e5;
    return {
      comparisons: [
        {
          name: 'hello, a billion times',
          operation: 'requests',
          subject: { name: 'two threads', run: () => rateOfRun(perSeed) },
          peers: [{ name: 'a billion in 20 minutes', run: () => WANTED_PER_S, atLeast: 1 }],
        },
      ],
      skipped: long ? [] : ['a hundred million requests: only with --long'],
    };
  },
};
