// A result whose every name tries to become markup or to break a layout.
import type { RunResult } from '../../reports/result.ts';
import { syntheticResult } from './synthetic.ts';

/** Markup, quotes, a change of direction, a NUL, and an end of the style element. */
const HOSTILE = `"><script>alert(1)</script><img src=x onerror=alert(1)>' \u202E\u0000 ${'</style>'.repeat(3)}`;

/** A result in which every name is hostile and every longer text has ten million characters. */
export function hostileResult(): RunResult {
  const result = syntheticResult(400);
  const long = HOSTILE + 'z'.repeat(10_000_000);
  result.scenario = { name: HOSTILE, title: long, question: long, path: HOSTILE };
  result.engineVersion = HOSTILE;
  result.warnings = [long];
  result.rttAccuracy = long;
  result.data = { [HOSTILE]: long };
  result.baseline = HOSTILE;
  for (const one of result.constants) Object.assign(one, { name: HOSTILE, unit: HOSTILE, source: long });
  for (const one of result.thresholds) one.text = HOSTILE;
  for (const one of result.userPlaces) one.country = HOSTILE;
  for (const one of result.probes) one.measuredMs = HOSTILE;
  for (const [i, arm] of result.arms.entries()) {
    arm.name = i === 0 ? HOSTILE : `${HOSTILE}${i}`;
    arm.platformTitle = long;
    arm.region.name = HOSTILE;
    arm.outcomes = { ok: 10, [HOSTILE]: 1000 };
    for (const pop of arm.pops) Object.assign(pop, { code: HOSTILE, name: long, country: HOSTILE });
    for (const store of arm.stores ?? [])
      Object.assign(store, {
        binding: HOSTILE,
        title: long,
        kind: HOSTILE,
        answeredBy: { [long]: 1 },
        operations: { [HOSTILE]: 1 },
        commits: { [HOSTILE]: 1 },
      });
    for (const spread of arm.spreads) Object.assign(spread, { key: long, pop: HOSTILE });
    for (const journey of arm.journeys.slowest) {
      Object.assign(journey, { class: HOSTILE, pop: HOSTILE, outcome: HOSTILE, path: long });
      journey.user.name = long;
      for (const phase of journey.phases) phase.note = long;
    }
    arm.histograms['ttfb'] = {
      ...arm.histograms['ttfb'],
      [`country:${HOSTILE}`]: arm.histograms['ttfb']?.['all'] ?? emptyHistogram(),
    };
  }
  for (const pair of result.pairs) pair.baseline = HOSTILE;
  return result;
}

function emptyHistogram(): {
  count: number;
  sum: number;
  min: number;
  max: number;
  buckets: number[];
  counts: number[];
} {
  return { count: 0, sum: 0, min: 0, max: 0, buckets: [], counts: [] };
}
