// Visits that follow the sun: each place is busy in its own evening and quiet before its own dawn, and the mean over a day is kept.
import type { Sourced } from '../plan.ts';
import { labelHash, uniform } from '../random.ts';
import { US_PER_MS } from '../units.ts';
import { createPoisson } from './poisson.ts';
import type { ArrivalProcess, ArrivalSetting, Visit } from './process.ts';

const LABEL_KEPT = labelHash('session.awake');
const HOURS_PER_DAY = 24;
const MS_PER_HOUR = 3_600_000;
const DEGREES_PER_HOUR = 15;

const SOURCE =
  'judgement after three reports: traffic of the Amsterdam exchange is highest about 21 h and lowest about 6 h, with a small rise about 17 h (TeleCity); the web is even through the afternoon (Arbor Networks, The Internet After Dark); minimum to maximum is 1:3 to 1:4 (Robust Perception, Do you know your peak to mean ratio?)';

/** The shape of the day as two waves around 1; the mean over a day is 1 whatever their sizes. */
const SHAPE = {
  daySize: figure('size of the daily wave', 0.45, 'ratio'),
  dayPeakHour: figure('local solar hour at which the daily wave is highest', 17, 'h'),
  halfDaySize: figure('size of the half-daily wave', 0.15, 'ratio'),
  halfDayPeakHour: figure('local solar hour at which the half-daily wave is highest', 21.5, 'h'),
} as const;

/** The figures that the rhythm rests on. */
export const DIURNAL_FIGURES: readonly Sourced[] = Object.values(SHAPE);

/** No hour is busier than this. */
const HIGHEST = 1 + SHAPE.daySize.value + SHAPE.halfDaySize.value;

/** Visits at a local solar hour in relation to the daily mean: 0.42 about 4 h, 1.37 about 20 h. */
export function activityAt(solarHour: number): number {
  const day = (2 * Math.PI * (solarHour - SHAPE.dayPeakHour.value)) / HOURS_PER_DAY;
  const halfDay = (4 * Math.PI * (solarHour - SHAPE.halfDayPeakHour.value)) / HOURS_PER_DAY;
  return 1 + SHAPE.daySize.value * Math.cos(day) + SHAPE.halfDaySize.value * Math.cos(halfDay);
}

/** Mean solar time at a longitude, in hours from 0 to 24: the sun takes four minutes for a degree. */
export function solarHour(unixMs: number, longitude: number): number {
  const hours = unixMs / MS_PER_HOUR + longitude / DEGREES_PER_HOUR;
  return hours - HOURS_PER_DAY * Math.floor(hours / HOURS_PER_DAY);
}

/** Thinning (Lewis and Shedler 1979): visits come at the highest rate, and each is kept with the probability of its hour and place. */
export function createDiurnal(setting: ArrivalSetting): ArrivalProcess {
  const { seed, epochMs, longitudeOf } = setting;
  const candidates = createPoisson({ ...setting, meanGapUs: setting.meanGapUs / HIGHEST });
  let next = nextKept();

  function nextKept(): Visit {
    for (;;) {
      const visit = candidates.take();
      const hour = solarHour(epochMs + visit.startUs / US_PER_MS, longitudeOf(visit.number));
      if (uniform(seed, visit.number, LABEL_KEPT) * HIGHEST < activityAt(hour)) return visit;
    }
  }

  const take = (): Visit => {
    const taken = next;
    next = nextKept();
    return taken;
  };
  return { peekUs: () => next.startUs, take };
}

function figure(name: string, value: number, unit: string): Sourced & { readonly value: number } {
  return {
    name: `rhythm of the day: ${name}`,
    value,
    unit,
    source: SOURCE,
    retrieved: '2026-11-21',
    confidence: 'assumed',
  };
}
