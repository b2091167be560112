// What the simulated browser sends: its own headers, unless the scenario writes others.
import { expect, test } from 'vitest';
import { RequestWriter } from '../../sim/entities/requests.ts';
import { loadPlan } from '../../sim/scenario/load.ts';

test('a header of the scenario stands in for the one that the browser would send', async () => {
  const { plan } = await loadPlan('scenarios/geo-device');
  const [kind] = plan.workload.classes;
  if (kind === undefined) throw new Error('no request');
  const session = { user: 7, number: 1, next: 0 };
  const { headers } = new RequestWriter(plan).write({
    class: kind,
    session,
    cfJson: '{}',
    rttUs: 10_000,
  });
  const agents = headers.filter((_, i) => i % 2 === 1 && headers[i - 1]?.toLowerCase() === 'user-agent');
  expect(agents).toEqual([
    'Mozilla/5.0 (Linux; Android 15; Build/7) AppleWebKit/537.36 Mobile Safari/537.36',
  ]);
});
