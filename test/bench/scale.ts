// Bench entry `scale`: whole trials in processes of their own, small and large: does a request's cost or the memory grow with their number?
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { heapLimits } from '../../sim/ensemble/start-thread.ts';
import type { LongTrial } from './long-trial.ts';
import type { Entry } from './rounds.ts';

const LONG_TRIAL = join(import.meta.dirname, 'long-trial.ts');
const MANY_ISOLATES = join(import.meta.dirname, 'many-isolates.ts');
const ISOLATES_MIB = 250;
const KIB = 1024;

/** Processes have the heap of a trial thread: the more V8 may use, the less it collects. A young generation is three semi-spaces. */
function heapFlags(): string[] {
  const { maxOldGenerationSizeMb = 0, maxYoungGenerationSizeMb = 0 } = heapLimits();
  return [
    `--max-old-space-size=${maxOldGenerationSizeMb}`,
    `--max-semi-space-size=${maxYoungGenerationSizeMb / 3}`,
  ];
}

function child(file: string, args: readonly string[]): LongTrial {
  const out = execFileSync(process.execPath, [...heapFlags(), file, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(out) as LongTrial;
}

/** Whole trials by size; the last of each size is remembered, so that time and memory come from the same process. */
class Trials {
  readonly #last = new Map<number, LongTrial>();

  perCpuSecond(requests: number): number {
    const trial = child(LONG_TRIAL, ['scenarios/flagship', 'edge', String(requests)]);
    this.#last.set(requests, trial);
    return (trial.requests / trial.cpuMs) * 1000;
  }

  /** Trials that fit into a GiB. */
  perGib(requests: number): number {
    if (!this.#last.has(requests)) this.perCpuSecond(requests);
    return KIB / (this.#last.get(requests)?.peakMib ?? Number.NaN);
  }
}

/** Cost and memory by size. */
export const scale: Entry = {
  whole: true,
  method:
    "One trial of the flagship's edge arm in a process of its own: requests per second of CPU time (garbage collection included), and peak resident memory, by number of requests. Then 5,000 isolates of hello in one process. Processes have the heap of a trial thread.",
  prepare({ long }) {
    const trials = new Trials();
    const [small, large] = long ? [1e6, 1e7] : [1e5, 3e5];
    const name = (requests: number): string => `${requests.toExponential(0)} requests`;
    return {
      comparisons: [
        {
          name: 'cost of a request',
          operation: 'requests per CPU second',
          subject: { name: name(large), run: () => trials.perCpuSecond(large) },
          peers: [{ name: name(small), run: () => trials.perCpuSecond(small), atLeast: 0.85 }],
        },
        {
          name: 'peak memory',
          operation: 'trials in a GiB',
          subject: { name: name(large), run: () => trials.perGib(large) },
          peers: [
            { name: name(small), run: () => trials.perGib(small), ...(long ? { atLeast: 1 / 1.2 } : {}) },
          ],
        },
        {
          name: 'memory of 5,000 isolates',
          operation: 'such processes in a GiB',
          subject: { name: '5,000 isolates', run: () => KIB / child(MANY_ISOLATES, ['5000']).peakMib },
          peers: [{ name: `${ISOLATES_MIB} MiB`, run: () => KIB / ISOLATES_MIB, atLeast: 1 }],
        },
      ],
      skipped: long ? [] : ['10 million requests: only with --long'],
    };
  },
};
