// `antipode place`: regions for a database, by what the users of a scenario would wait.
import { expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

interface Answer {
  readonly writeShare: number;
  readonly placements: readonly {
    readonly primary: string;
    readonly replicas: readonly string[];
    readonly meanMs: number;
    readonly readMs: number;
    readonly writeMs: number;
  }[];
}

test('a database for users in Mumbai, Singapore and Berlin stands among them, and replicas bring reads near', async () => {
  const { out, code } = await runCli([
    'place',
    'scenarios/red-sea',
    '--replicas',
    '2',
    '--top',
    '1',
    '--json',
  ]);
  const { placements, writeShare } = JSON.parse(out) as Answer;
  expect([code, writeShare]).toEqual([0, 0.1]);
  expect(placements.map(({ primary, replicas }) => [primary, ...replicas].toSorted())).toEqual([
    ['aws:ap-south-1'],
    ['aws:ap-south-1', 'aws:eusc-de-east-1'],
    ['aws:ap-south-1', 'aws:ap-southeast-1', 'aws:eusc-de-east-1'],
  ]);
  expect(placements.map(({ meanMs }) => meanMs)).toEqual(
    placements.map(({ readMs, writeMs }) => 0.9 * readMs + 0.1 * writeMs),
  );
});

test('the table names regions, waits and cost; a cloud that does not exist is refused', async () => {
  const argv = ['place', 'scenarios/cart', '--replicas', '1', '--top', '1'];
  const { out } = await runCli(argv, { columns: 120 });
  expect(out).toMatch(/^ +1 +\d+ +\d+ +\d+ +\d+ +\d+\.\d\d +aws:ap-southeast-1 \+ aws:eu-central-1$/m);
  expect(out).toContain('Singapore (primary), Frankfurt.');
  const refused = await runCli(['place', 'scenarios/cart', '--provider', 'nimbus']);
  expect([refused.code, refused.err]).toEqual([
    2,
    expect.stringContaining('one of: aws, azure, gcp, ibm, all'),
  ]);
});

test('fits narrow terminals, and shows the best placement on a map where the screen shows maps', async () => {
  const argv = ['place', 'scenarios/sessions', '--replicas', '2', '--top', '2'];
  for (const columns of [60, 80, 100]) {
    const { out } = await runCli(argv, { columns, maps: true });
    const lines = out.split('\n');
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
    // In the words and on the map.
    for (const sign of ['◆', '1', '2']) expect(out.split('The first with')[1]?.split(sign)).toHaveLength(3);
    const rows = lines.filter((line) => /[\u2801-\u28ff]{3}/u.test(line));
    expect(rows.length).toBeGreaterThan(8);
    expect(rows.length).toBeLessThan(20);
    const asia = rows.findIndex((line) => line.includes('◆'));
    const europe = rows.findIndex((line) => line.includes('1'));
    expect(asia).toBeGreaterThan(europe);
    expect(rows[asia]?.indexOf('◆')).toBeGreaterThan(rows[europe]?.indexOf('1') ?? 0);
  }
  expect((await runCli(argv)).out).not.toMatch(/[\u2800-\u28ff◆]/u);
});
