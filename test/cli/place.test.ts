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
  const { out } = await runCli(['place', 'scenarios/cart', '--replicas', '1', '--top', '1']);
  expect(out).toMatch(/^ +1 +\d+ +\d+ +\d+ +\d+ +\d+\.?\d* +aws:ap-southeast-1 \+ aws:eu-central-1$/m);
  const refused = await runCli(['place', 'scenarios/cart', '--provider', 'nimbus']);
  expect([refused.code, refused.err]).toEqual([
    2,
    expect.stringContaining('one of: aws, azure, gcp, ibm, all'),
  ]);
});
