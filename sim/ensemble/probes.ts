// Well-known paths, so that a report can hold the articles' figures against the model and against measurements.
import type { RunResult } from '../../reports/result.ts';
import { sampleFacts } from '../../topology/audit.ts';
import { regionById } from '../../topology/catalog.ts';
import { createRttModel } from '../../topology/rtt.ts';
import type { Plan } from '../plan.ts';
import { placeOf } from './detail.ts';

/** Regions whose way to Virginia everyone quotes. */
const FROM = [
  'aws:ap-southeast-1',
  'aws:eu-central-1',
  'aws:sa-east-1',
  'aws:ap-northeast-1',
  'aws:ap-southeast-2',
  'aws:ap-south-1',
  'aws:af-south-1',
] as const;
const VIRGINIA = 'aws:us-east-1';

/** What clouds measured from Singapore to Virginia: AWS 218.9 and 214.4, Azure 223 and 229.5, GCP 212.5. */
const SINGAPORE_VIRGINIA = '212–230 ms (AWS, Azure, GCP, 2022–2026)';

/** RTTs of the probes by both profiles, with the bound of light in fibre and the measured value where one is known. */
export function probesOf(plan: Plan): RunResult['probes'] {
  const model = createRttModel();
  const origins = new Set([VIRGINIA, ...plan.arms.map((arm) => arm.region)]);
  return [...origins].flatMap((origin) =>
    FROM.filter((from) => from !== origin).map((from) => {
      const a = regionById(from);
      const b = regionById(origin);
      const explained = model.explain(a, b, 'backbone');
      const measured = sampleFacts().find(
        ({ from: x, to: y }) => (x.id === from && y.id === origin) || (x.id === origin && y.id === from),
      );
      const known = measured === undefined ? '' : `${measured.ms} ms (${measured.set})`;
      return {
        name: `${a.name} – ${b.name}`,
        from: placeOf(a),
        to: placeOf(b),
        backboneMs: explained.rtt.ms,
        transitMs: model.rttMs(a, b, 'transit').ms,
        fibreBoundMs: explained.lightFibreMs,
        measuredMs: from === 'aws:ap-southeast-1' && origin === VIRGINIA ? SINGAPORE_VIRGINIA : known,
      };
    }),
  );
}
