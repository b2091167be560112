// Findings that say what does not belong at the edge: work left behind a response, writes that must be exact, state in module scope.
import * as z from 'zod';
import { formatCount, formatCounted, formatShare } from './format.ts';
import type { Finding } from './finding.ts';
import type { ArmResult, RunResult } from './result.ts';
import { plainText } from './text.ts';

/** From which share of requests or writes on a misfit is worth a finding. */
const MANY_CANCELLED = 0.01;
const MANY_SPOILT = 0.1;
const MANY_FORGOTTEN = 0.01;

/** The misfits of a run, each in the arm that shows it most. */
export function misfitFindings(result: RunResult): Finding[] {
  return [cancelled(result), spoiltWrites(result), forgotten(result)].filter((finding) => finding !== null);
}

/** The arm with the largest share, if that is large enough to speak of. */
function worst(
  arms: readonly ArmResult[],
  shareOf: (arm: ArmResult) => number,
  least: number,
): { arm: ArmResult; share: number } | null {
  const rows = arms.map((arm) => ({ arm, share: shareOf(arm) }));
  const [first] = rows.toSorted((a, b) => b.share - a.share);
  return first === undefined || first.share < least ? null : first;
}

function requestsOf({ outcomes }: ArmResult): number {
  return Math.max(
    1,
    Object.values(outcomes).reduce((sum, times) => sum + times, 0),
  );
}

/** Work that a platform ended some time after the response. */
function cancelled(result: RunResult): Finding | null {
  const timesOf = (arm: ArmResult): number =>
    arm.errors.reduce((sum, { outcome, times }) => sum + (outcome === 'waitUntilCancelled' ? times : 0), 0);
  const found = worst(result.arms, (arm) => timesOf(arm) / requestsOf(arm), MANY_CANCELLED);
  if (found === null) return null;
  const { arm, share } = found;
  return {
    id: 'cancelled',
    text: `Do not leave this work to waitUntil() on ${plainText(arm.platformTitle, 60)}: ${formatCounted(timesOf(arm), 'request')} in ${plainText(arm.name, 24)} (${formatShare(share)}) left work that was cancelled before it was done, and users were told that all is well.`,
    change: 'Send it to a queue, whose consumer may take 15 minutes, or to an origin.',
  };
}

/** Writes that a store refused, or that overwrote a version which their writer had not read. */
function spoiltWrites(result: RunResult): Finding | null {
  const counted = (arm: ArmResult, name: string): number => arm.counters[`store.${name}`] ?? 0;
  const spoilt = (arm: ArmResult): number => counted(arm, 'rejectedWrites') + counted(arm, 'lostUpdates');
  const shareOf = (arm: ArmResult): number => spoilt(arm) / Math.max(1, counted(arm, 'writes'));
  const found = worst(result.arms, shareOf, MANY_SPOILT);
  if (found === null) return null;
  const { arm } = found;
  const stale = arm.summary['store.staleRatio'] ?? 0;
  return {
    id: 'spoiltWrites',
    text: `Do not write like this at the edge what must be exact: of ${formatCounted(counted(arm, 'writes'), 'write')} in ${plainText(arm.name, 24)}, ${formatCount(counted(arm, 'rejectedWrites'))} were refused and ${formatCount(counted(arm, 'lostUpdates'))} undid a write that their writer had not seen; ${formatShare(stale)} of reads were stale.`,
    change:
      'One place that puts writes in order would mend it: a Durable Object, or one conditional statement at the primary of a database.',
  };
}

const planArms = z.object({ arms: z.array(z.object({ name: z.string(), handler: z.string() })) });

/** The same code, without a store, throws in many isolates what it does not throw in few. */
function forgotten(result: RunResult): Finding | null {
  const plan = planArms.safeParse(result.plan);
  if (!plan.success) return null;
  const handlerOf = new Map(plan.data.arms.map(({ name, handler }) => [name, handler]));
  const threwIn = (arm: ArmResult): number => (arm.outcomes['exception'] ?? 0) / requestsOf(arm);
  const candidates = result.arms.filter(
    ({ counters }) => (counters['store.reads'] ?? 0) + (counters['store.writes'] ?? 0) === 0,
  );
  const found = worst(candidates, threwIn, MANY_FORGOTTEN);
  if (found === null) return null;
  const { arm, share } = found;
  const [few] = candidates
    .filter((other) => handlerOf.get(other.name) === handlerOf.get(arm.name) && threwIn(other) < share / 4)
    .toSorted((a, b) => isolatesOf(a) - isolatesOf(b));
  if (few === undefined || isolatesOf(few) >= isolatesOf(arm)) return null;
  const names = { many: plainText(arm.name, 24), few: plainText(few.name, 24) };
  return {
    id: 'forgotten',
    text: `Do not keep state in module scope, least of all at the edge: the same code threw for ${formatShare(share)} of requests in ${names.many}, where it ran in ${formatCount(isolatesOf(arm))} isolates that share nothing, and for ${formatShare(threwIn(few))} in ${names.few}, where it ran in ${formatCount(isolatesOf(few))}.`,
    change: 'State in a store or a Durable Object would be the same for every isolate and outlive them all.',
  };
}

/** Isolates that were made or always ran. */
function isolatesOf({ counters }: ArmResult): number {
  return Math.max(counters['isolates.peak'] ?? 0, counters['isolates.starts'] ?? 0);
}
