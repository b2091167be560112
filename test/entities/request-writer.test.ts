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
    tellsOfClient: false,
  });
  const agents = headers.filter((_, i) => i % 2 === 1 && headers[i - 1]?.toLowerCase() === 'user-agent');
  expect(agents).toEqual([
    'Mozilla/5.0 (Linux; Android 15; Build/7) AppleWebKit/537.36 Mobile Safari/537.36',
  ]);
});

test('headers follow the user, and the request where they name it, in whatever order users come', async () => {
  const { plan } = await loadPlan('scenarios/geo-device');
  const [kind] = plan.workload.classes;
  if (kind === undefined) throw new Error('no request');
  const classes = [
    { ...kind, headers: [['x-user', 'user {user}']] },
    { ...kind, headers: [['x-request', 'user {user}, {n} of session {session}']] },
  ] as const;
  const writer = new RequestWriter({ ...plan, workload: { ...plan.workload, classes } });
  const sent = [7, 8, 7, 9, 8, 7].flatMap((user, n) =>
    classes.map((one) => {
      const session = { user, number: 100 + n, next: n };
      return writer
        .write({ class: one, session, cfJson: '{}', rttUs: 10_000, tellsOfClient: false })
        .headers.at(-1);
    }),
  );
  expect(sent).toEqual(
    [7, 8, 7, 9, 8, 7].flatMap((user, n) => [`user ${user}`, `user ${user}, ${n} of session ${100 + n}`]),
  );
});
