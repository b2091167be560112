// A plan that takes only so many requests a day says so where the traffic is more than that.
import { expect, test } from 'vitest';
import { warningsOf } from '../../sim/ensemble/warnings.ts';
import { NO_FILES } from '../../sim/plan-files.ts';
import { planOf } from '../engine/trial-bench.ts';
import { bundleSource } from '../runtime/run.ts';

async function warnings(rate: string): Promise<string> {
  const bundle = await bundleSource(`export default { fetch: () => new Response('a') };`);
  const plan = planOf({ rate, arms: { edge: { platform: 'cloudflare-workers-free' } } }, bundle);
  return warningsOf(plan, { records: [], seeds: [1, 2, 3, 4, 5], partial: false, files: NO_FILES }).join(' ');
}

test('100,000 requests a day are a little more than one a second', async () => {
  expect(await warnings('1.1/s')).not.toContain('would be refused');
  expect(await warnings('1.2/s')).toContain('edge: a day of this traffic is 103,680 requests');
});
