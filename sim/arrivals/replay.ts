// Visits as a trace file recorded them: nothing about when is left to chance.
import type { ArrivalProcess, ArrivalSetting, Visit } from './process.ts';

/** Gives the visits of the trace in their order. */
export function createReplay({ trace }: ArrivalSetting): ArrivalProcess {
  if (trace === null) throw new Error('a replay needs a trace');
  const { visits } = trace;
  let number = 0;
  const startUs = (): number => visits[number]?.requests[0]?.atUs ?? Number.POSITIVE_INFINITY;
  const take = (): Visit | null => {
    const recorded = visits[number];
    if (recorded === undefined) return null;
    const visit = { number, startUs: startUs(), recorded };
    number++;
    return visit;
  };
  return { peekUs: startUs, take };
}
