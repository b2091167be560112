// What handlers are told of the client in header fields: by Cloudflare's platform in a run, of a user who stays the same.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../cli/run-cli.ts';
import { bodies, trial } from './trial-bench.ts';

const WORKER = `export default { fetch(request) { return Response.json({
  country: request.headers.get('cf-ipcountry'), cf: request.cf.country, colo: request.cf.colo,
  known: request.headers.has('cf-ray'), absent: request.headers.has('cf-worker'), all: [...new Headers(request.headers)] }); } };`;

interface Seen {
  readonly country: string | null;
  readonly cf: string;
  readonly colo: string;
  readonly known: boolean;
  readonly absent: boolean;
  readonly all: readonly (readonly [string, string])[];
}

async function bodiesOf(source: string, scenario: object): Promise<string[]> {
  const run = await trial({
    source,
    scenario: {
      rate: '20/s',
      window: '5s',
      users: { from: { cities: ['Singapore', 'Berlin,DE'] }, count: 6 },
      sessions: { requests: 3, thinkTime: '1s' },
      requests: [{ name: 'only', get: '/' }],
      ...scenario,
    },
  });
  expect(run.record.errors).toEqual([]);
  return bodies(run);
}

async function seenBy(scenario: object): Promise<Seen[]> {
  return (await bodiesOf(WORKER, scenario)).map((body) => JSON.parse(body) as Seen);
}

const valueOf = ({ all }: Seen, name: string): string | undefined =>
  all.find(([other]) => other === name)?.[1];

test('Workers find the country, address and ray of their client, as Cloudflare adds them', async () => {
  const seen = await seenBy({});
  expect(seen.length).toBeGreaterThan(20);
  for (const one of seen) {
    expect([one.country, one.known, one.absent]).toEqual([one.cf, true, false]);
    expect(valueOf(one, 'cf-ray')).toMatch(new RegExp(`^[0-9a-f]{16}-${one.colo}$`));
    expect(one.all.map(([name]) => name)).toEqual([
      'accept',
      'accept-encoding',
      'cf-connecting-ip',
      'cf-ipcountry',
      'cf-ray',
      'cf-visitor',
      'host',
      'user-agent',
      'x-forwarded-proto',
      'x-real-ip',
    ]);
  }
  const distinct = (name: string): number => new Set(seen.map((one) => valueOf(one, name))).size;
  expect([distinct('cf-ray'), distinct('cf-ipcountry')]).toEqual([seen.length, 2]);
  expect(distinct('cf-connecting-ip')).toBeGreaterThan(1);
  expect(distinct('cf-connecting-ip')).toBeLessThanOrEqual(6);
});

test('what a scenario says a client sends is left as it is, and other platforms add nothing', async () => {
  const headers = { 'cf-connecting-ip': '192.0.2.7' };
  const [told] = await seenBy({ requests: [{ name: 'only', get: '/', headers }] });
  expect(told && valueOf(told, 'cf-connecting-ip')).toBe('192.0.2.7');
  const origin = await seenBy({ arms: { edge: { platform: 'node-origin' } } });
  expect(origin.every(({ country, known }) => country === null && !known)).toBe(true);
});

test('listeners of servers and functions behind URLs find an address of its own for each client', async () => {
  const node = await bodiesOf(
    `export default (req, res) => res.end(req.socket.remoteAddress + ' ' + req.headers['cf-connecting-ip']);`,
    { arms: { edge: { platform: 'node-origin' } } },
  );
  const lambda = await bodiesOf(
    `export const handler = async (event) => event.requestContext.http.sourceIp + ' ' + event.headers['cf-connecting-ip'];`,
    { arms: { edge: { platform: 'aws-lambda' } } },
  );
  for (const seen of [node, lambda]) {
    for (const one of seen) expect(one).toMatch(/^"?2001:db8:\S+ undefined"?$/);
    expect(new Set(seen).size).toBeGreaterThan(1);
    expect(new Set(seen).size).toBeLessThanOrEqual(6);
  }
});

test('a call in a scenario tells of its user as a run does, and one without of this machine', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'antipode-client-'));
  const handler = join(folder, 'handler.ts');
  const source = `export default { fetch: (request) => Response.json([...request.headers]) };`;
  await writeFile(handler, source);
  const names = async (...flags: string[]): Promise<Record<string, string>> => {
    const { code, out } = await runCli(['call', handler, '--url', '/', '--json', ...flags]);
    expect(code).toBe(0);
    return Object.fromEntries(JSON.parse((JSON.parse(out) as { body: string }).body) as [string, string][]);
  };
  const told = await names('--scenario', 'scenarios/hello');
  const local = await names();
  await rm(folder, { recursive: true });
  expect(told['cf-connecting-ip']).toMatch(/^2001:db8:/);
  expect(told).toHaveProperty('cf-ray');
  expect(local['cf-connecting-ip']).toBe('127.0.0.1');
  expect(local).not.toHaveProperty('cf-ray');
});
