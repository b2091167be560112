// The parts that bills by hand share: a trial of one arm, its bill, and sums in whole cents.
import { costOf } from '../../sim/ensemble/cost.ts';
import { Geography } from '../../sim/entities/geography.ts';
import type { BillResult } from '../../reports/result.ts';
import { trial, type TrialInput, type TrialRun } from '../engine/trial-bench.ts';

/** How often a window of 20 s goes into a month of 30 days. */
export const WINDOWS = (30 * 24 * 3600) / 20;

/** Runs an arm and computes its bill. */
export async function billed(input: TrialInput): Promise<{ run: TrialRun; bill: BillResult }> {
  const run = await trial(input);
  const arm = run.plan.arms.find(({ name }) => name === (input.arm ?? 'edge'));
  if (arm === undefined) throw new Error('no such arm');
  const { bill } = costOf(run.plan, arm, [run.record], new Geography(run.plan).forArm(arm));
  if (bill === null) throw new Error('no bill');
  return { run, bill };
}

/** A sum of money in cents, as bills print it. */
export function cents(usd: number): number {
  return Math.round(usd * 100);
}
