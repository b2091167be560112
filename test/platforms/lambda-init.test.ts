// Lambda's init by runtime, as measured by lambda-perf on 2026-08-22 (hello world, 1,024 MB), against what the engine makes of it.
import { expect, test } from 'vitest';
import { trial } from '../engine/trial-bench.ts';

/** Mean of ten, milliseconds. */
const MEASURED_MS = {
  rust: 15.2,
  go: 49.7,
  llrt: 68.3,
  'python3.13': 84.5,
  'nodejs22.x': 140.1,
  'nodejs24.x': 135.9,
  java21: 234.5,
  'ruby3.4': 223.5,
} as const;

/** The engine adds 50 to 200 ms for finding a place, which the measurement excludes. */
const PLACEMENT_MEAN_MS = 125;

test.each(Object.entries(MEASURED_MS))(
  'starts of %s take the measured init and a place to run on',
  async (runtime, ms) => {
    const options = runtime === 'nodejs24.x' ? {} : { coldStart: `${ms}ms` };
    const { record } = await trial({
      scenario: { rate: '40/s', arms: { only: { platform: 'aws-lambda', options } } },
      source: `export default { async fetch() { await new Promise((done) => setTimeout(done, 3000)); return new Response('hello'); } };`,
      arm: 'only',
    });
    const starts = record.histograms['isolateStart']?.['all'];
    if (starts === undefined) throw new Error('nothing started');
    expect(starts.count).toBeGreaterThan(80);
    const meanInitMs = starts.sum / starts.count / 1000 - PLACEMENT_MEAN_MS;
    // An even draw over 150 ms has a standard deviation of 43 ms: four standard errors.
    expect(Math.abs(meanInitMs - ms)).toBeLessThan((4 * 43.3) / Math.sqrt(starts.count));
  },
);
