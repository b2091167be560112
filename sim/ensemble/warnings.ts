// What a reader must know before trusting the figures: too few seeds, a cold world, handlers measured on the spot.
import type { Plan } from '../plan.ts';
import type { PlanFiles } from '../plan-files.ts';
import { platforms } from '../platforms/index.ts';
import type { TrialRecord } from '../trial-record.ts';
import { US_PER_MS } from '../units.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Fewest seeds whose interval says something. */
const FEWEST_SEEDS = 5;

/** Sentences that name what may mislead, why, and the option that helps. */
export function warningsOf(
  plan: Plan,
  finished: {
    readonly records: readonly TrialRecord[];
    readonly seeds: readonly number[];
    readonly partial: boolean;
    readonly files: PlanFiles;
  },
): string[] {
  const warnings: string[] = [];
  const { records, seeds, partial } = finished;
  if (partial)
    warnings.push(
      `The run was interrupted: ${records.length} of ${seeds.length * plan.arms.length} trials are in.`,
    );
  if (seeds.length < FEWEST_SEEDS) {
    warnings.push(
      `Intervals rest on ${seeds.length} ${seeds.length === 1 ? 'seed' : 'seeds'}; five or more are needed for a claim (--seeds 5).`,
    );
  }
  if (plan.warmupMs === 0) {
    warnings.push(
      'The window begins just after a deploy: no isolate has started and no cache is filled. `warmup:` shows the steady state.',
    );
  }
  warnings.push(...arrivalWarnings(plan, finished.files), ...dailyWarnings(plan));
  const failedShare = failures(records);
  if (failedShare > 0.01)
    warnings.push(
      `${(100 * failedShare).toFixed(1)} % of requests failed; times of failed requests are among the others.`,
    );
  return warnings;
}

function arrivalWarnings({ workload, warmupMs, windowMs }: Plan, { trace }: PlanFiles): string[] {
  const { process, trace: file } = workload.arrivals;
  if (process === 'diurnal' && windowMs % DAY_MS !== 0)
    return [
      `The rate follows the sun and has its mean over a whole day; this window sees ${(windowMs / HOUR_MS).toFixed(1)} hours of it (window: 1d sees all).`,
    ];
  if (trace === null) return [];
  const endUs = (warmupMs + windowMs) * US_PER_MS;
  const requests = trace.visits.flatMap((visit) => visit.requests);
  const beyond = requests.filter(({ atUs }) => atUs >= endUs).length;
  return beyond === 0
    ? []
    : [
        `${beyond} of the ${requests.length} requests of ${file ?? 'the trace'} come after the window and were not played (a longer window: plays them).`,
      ];
}

/** A platform that takes only so many requests a day would refuse the rest; the run serves them all. */
function dailyWarnings({ arms, workload }: Plan): string[] {
  const perDay = (workload.requestsPerSecond * DAY_MS) / 1000;
  return arms.flatMap(({ name, platform }) => {
    const limit = platforms[platform]?.limits.requestsPerDay ?? null;
    return limit === null || perDay <= limit.value
      ? []
      : [
          `${name}: a day of this traffic is ${Math.round(perDay).toLocaleString('en')} requests, and ${limit.name} is ${limit.value.toLocaleString('en')}; the rest would be refused there.`,
        ];
  });
}

function failures(records: readonly TrialRecord[]): number {
  const requests = records.reduce((sum, record) => sum + (record.counters['requests'] ?? 0), 0);
  const ok = records.reduce((sum, record) => sum + (record.counters['ok'] ?? 0), 0);
  return requests === 0 ? 0 : 1 - ok / requests;
}
