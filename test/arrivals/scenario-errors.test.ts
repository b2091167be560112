// Keys about arrivals, users and routing that contradict each other: one clear error with its place.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../cli/run-cli.ts';
import { GOOD, without } from '../scenario/spoil.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'antipode-arrivals-'));
  await writeFile(join(folder, 'handler.ts'), 'export default { fetch: () => new Response("hi") };\n');
  await writeFile(join(folder, 'visits.csv'), 'time,country,path\n1,FR,/\n2,FR,/nowhere\n');
  await writeFile(join(folder, 'right.csv'), 'time,country,path\n1,FR,/\n2,FR,/\n');
  await writeFile(join(folder, 'measured.csv'), 'src,dst,rtt_ms\nSIN,aws:us-east-1,215\nSIN,FRA,3\n');
  await writeFile(join(folder, 'ping.json'), '{"results":[]}\n');
});
afterAll(() => rm(folder, { recursive: true }));

async function check(yaml: string): Promise<{ code: number; err: string }> {
  const file = join(folder, 'scenario.yaml');
  await writeFile(file, yaml);
  return runCli(['check', file]);
}

const NO_RATE = without(2);

test('a trace takes the place of the rate', async () => {
  expect(await check(`${NO_RATE}arrivals: { trace: right.csv }\n`)).toMatchObject({ code: 0, err: '' });
});

describe('one clear error for', () => {
  test.each([
    ['a rate besides a trace', `${GOOD}arrivals: { trace: right.csv }\n`, '2:7', 'the trace says how many'],
    [
      'users besides a trace',
      `${NO_RATE}users: { from: world }\narrivals: { trace: right.csv }\n`,
      '11:16',
      'the trace says where users are',
    ],
    [
      'bursts besides a trace',
      `${NO_RATE}arrivals: { trace: right.csv, bursts: [{ from: 1s, to: 2s, times: 3 }] }\n`,
      '11:39',
      'the trace says when requests come',
    ],
    ['a replay without a trace', `${GOOD}arrivals: { process: replay }\n`, '12:22', '"replay" needs a trace'],
    ['an unknown process', `${GOOD}arrivals: { process: diurnl }\n`, '12:22', 'did you mean diurnal?'],
    [
      'a burst that ends before it begins',
      `${GOOD}arrivals: { bursts: [{ from: 2s, to: 1s, times: 3 }] }\n`,
      '12:38',
      'an end after the beginning',
    ],
    [
      'a burst of negative visits',
      `${GOOD}arrivals: { bursts: [{ from: 1s, to: 2s, times: -3 }] }\n`,
      '12:49',
      'a factor from 0 to 1000',
    ],
    [
      'a weight for a place that is not named',
      `${GOOD}users: { from: { countries: [BR, SG], weights: { BR: 1, FR: 2 } } }\n`,
      '12:61',
      'BR, SG',
    ],
    [
      'a place without its weight',
      `${GOOD}users: { from: { countries: [BR, SG], weights: { BR: 1 } } }\n`,
      '12:48',
      'a weight for SG too',
    ],
    [
      'weights of nothing',
      `${GOOD}users: { from: { countries: [BR], weights: { BR: 0 } } }\n`,
      '12:44',
      'at least one weight above 0',
    ],
    [
      'an unknown country with its access',
      `${GOOD}users: { accessByCountry: { XX: { fibre: 100% } } }\n`,
      '12:29',
      'XX',
    ],
    ['a pin without a PoP', `${GOOD}network: { routing: pinned }\n`, '12:21', 'needs "pinnedTo"'],
    ['a PoP without a pin', `${GOOD}network: { pinnedTo: FRA }\n`, '12:22', 'only routing "pinned"'],
    [
      'a pin to an unknown PoP',
      `${GOOD}network: { routing: pinned, pinnedTo: FRX }\n`,
      '12:39',
      'there is no PoP "FRX"',
    ],
    ['a mistake in the trace', `${NO_RATE}arrivals: { trace: visits.csv }\n`, '3:1', 'fits GET /nowhere'],
    ['a measured value faster than light', `${GOOD}network: { measured: measured.csv }\n`, '3:1', 'light'],
  ])('%s', async (_why, yaml, at, says) => {
    const { code, err } = await check(yaml);
    expect(code).toBe(3);
    expect(err).toContain(says);
    expect(err).toContain(`:${at}\n`);
    expect(err.match(/^error E_\w+/gm)?.length).toBe(1);
  });

  test('a trace or a measurement that is not there, with its neighbour', async () => {
    const trace = await check(`${NO_RATE}arrivals: { trace: visit.csv }\n`);
    expect(trace).toMatchObject({ code: 3 });
    expect(trace.err).toContain('visits.csv?');
    const measured = await check(`${GOOD}network: { measured: measurd.csv }\n`);
    expect(measured.err).toContain('measured.csv?');
  });

  test('measurements that are still JSON: how to turn them into a CSV', async () => {
    const { code, err } = await check(`${GOOD}network: { measured: ping.json }\n`);
    expect(code).toBe(3);
    expect(err).toContain('antipode import');
  });
});
