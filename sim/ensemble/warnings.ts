// What a reader must know before trusting the figures: too few seeds, a cold world, handlers measured on the spot.
import type { Plan } from '../plan.ts';
import type { TrialRecord } from '../trial-record.ts';

/** Fewest seeds whose interval says something. */
const FEWEST_SEEDS = 5;

/** Sentences that name what may mislead, why, and the option that helps. */
export function warningsOf(
  plan: Plan,
  finished: {
    readonly records: readonly TrialRecord[];
    readonly seeds: readonly number[];
    readonly partial: boolean;
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
  const failedShare = failures(records);
  if (failedShare > 0.01)
    warnings.push(
      `${(100 * failedShare).toFixed(1)} % of requests failed; times of failed requests are among the others.`,
    );
  return warnings;
}

function failures(records: readonly TrialRecord[]): number {
  const requests = records.reduce((sum, record) => sum + (record.counters['requests'] ?? 0), 0);
  const ok = records.reduce((sum, record) => sum + (record.counters['ok'] ?? 0), 0);
  return requests === 0 ? 0 : 1 - ok / requests;
}
