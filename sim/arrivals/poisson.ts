// Visits by chance, independent of one another, at an even rate or with bursts: what many users who do not know each other make.
import { exponential, labelHash } from '../random.ts';
import { burstClock } from './bursts.ts';
import type { ArrivalProcess, ArrivalSetting, Visit } from './process.ts';

const LABEL_GAP = labelHash('session.gap');

/** Visits that never end. */
interface EndlessArrivals extends ArrivalProcess {
  take(): Visit;
}

/** A Poisson process: exponential gaps on an even clock, which bursts stretch and compress. */
export function createPoisson(setting: ArrivalSetting): EndlessArrivals {
  const { seed, meanGapUs, leadInUs } = setting;
  const instantOf = burstClock(setting.bursts);
  let number = 0;
  let evenUs = -leadInUs;
  const peekUs = (): number => Math.round(instantOf(evenUs));
  const take = (): Visit => {
    const visit = { number, startUs: peekUs(), recorded: null };
    evenUs += exponential(meanGapUs, seed, number, LABEL_GAP);
    number++;
    return visit;
  };
  return { peekUs, take };
}
