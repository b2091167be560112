// What a judged claim is, and the rules that all verdicts share.
import type { Sourced } from '../../sim/plan.ts';
import { sourceText } from './evidence.ts';

/** How a claim fares. */
export type Verdict = 'holds' | 'holds in part' | 'does not hold';

/** A claim, judged. */
export interface Judged {
  readonly claim: string;
  readonly verdict: Verdict;
  /** The numbers, with their intervals where they come from a run. */
  readonly answer: string;
  readonly sources: readonly string[];
  readonly command: string;
}

/** Sources of figures. */
export function listed(...figures: readonly Sourced[]): string[] {
  return figures.map(sourceText);
}

/** A verdict from two conditions. */
export function verdictBy(holds: boolean, inPart: boolean): Verdict {
  return holds ? 'holds' : inPart ? 'holds in part' : 'does not hold';
}
