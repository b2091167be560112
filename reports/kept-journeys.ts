// The journeys that a result keeps of each arm: the seeded sample and the slowest ten, each once, in the order of time.
import type { ArmResult, JourneyResult } from './result.ts';

/** A kept journey; `kept` says why it was kept. */
export interface KeptJourney {
  readonly journey: JourneyResult;
  readonly kept: 'sample' | 'slowest';
}

/** All journeys of an arm that the result holds; one that is in both lists counts as of the sample. */
export function keptJourneys(arm: ArmResult): KeptJourney[] {
  const kept = new Map<string, KeptJourney>();
  for (const journey of arm.journeys.slowest) kept.set(keyOf(journey), { journey, kept: 'slowest' });
  for (const journey of arm.journeys.sample) kept.set(keyOf(journey), { journey, kept: 'sample' });
  return [...kept.values()].toSorted(
    ({ journey: a }, { journey: b }) => a.seed - b.seed || a.startMs - b.startMs || a.id - b.id,
  );
}

function keyOf({ seed, id }: JourneyResult): string {
  return `${seed}/${id}`;
}
