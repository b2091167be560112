// Which class a value or an arm is drawn in; the style sheet gives each class its colour, light and dark.
import { baselineOf, subjectOf } from '../figures.ts';
import type { Armed } from '../figures.ts';
import type { ArmResult, RunResult } from '../result.ts';

/** Upper edges of the TTFB classes in ms: one scale for all maps of all runs, so that maps compare. */
export const TTFB_EDGES_MS = [50, 100, 150, 200, 300, 450, 700] as const;

/** Upper edges of the classes of TTFB differences in ms; the middle class is “about the same”. */
export const DIFFERENCE_EDGES_MS = [-300, -150, -50, -10, 10, 50, 150] as const;

function classAt(edges: readonly number[], value: number): number {
  const at = edges.findIndex((edge) => value <= edge);
  return at < 0 ? edges.length : at;
}

/** The step of a TTFB on the shared scale: 0 (fastest) to 7. */
export function ttfbStep(ms: number): number {
  return classAt(TTFB_EDGES_MS, ms);
}

/** The class of a TTFB: `q0` (fastest) to `q7`; `qn` where too few requests stand behind it. */
export function ttfbClass(ms: number | null): string {
  return ms === null ? 'qn' : `q${ttfbStep(ms)}`;
}

/** The class of a difference: `d0` (much sooner) to `d7`; `dn` where there is none. */
export function differenceClass(ms: number | null): string {
  return ms === null ? 'dn' : `d${classAt(DIFFERENCE_EDGES_MS, ms)}`;
}

/** The class of an arm: `a0` for the baseline, `a1` for the subject, `a2` to `a5` for others. */
export function armClass<A extends { readonly name: string }>(result: Armed<A>, arm: A): string {
  const baseline = baselineOf(result);
  const subject = subjectOf(result);
  if (arm === subject) return 'a1';
  if (arm === baseline) return 'a0';
  const others = result.arms.filter((one) => one !== baseline && one !== subject);
  return `a${2 + (others.indexOf(arm) % 4)}`;
}

/** The baseline, then the subject, then the others: the order in which maps stand. */
export function armsInOrder(result: RunResult): ArmResult[] {
  const first = [baselineOf(result), subjectOf(result)];
  return [...new Set([...first, ...result.arms])];
}
