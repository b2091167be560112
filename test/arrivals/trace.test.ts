// A trace file is replayed as it stands; a mistake in it is told with its line.
import { describe, expect, test } from 'vitest';
import { readTrace, type Trace } from '../../sim/arrivals/trace-file.ts';
import { SimError } from '../../sim/errors.ts';
import type { RequestClass } from '../../sim/plan.ts';
import { planOf, sessionsOf } from '../entities/geo-plan.ts';

const requests = [
  { name: 'product', get: '/product/{n}' },
  { name: 'home', get: '/' },
  { name: 'search', get: '/find?q={n}' },
  { name: 'save', post: '/save', body: '{}' },
];
const classes: readonly RequestClass[] = planOf({ requests }).workload.classes;
const read = (text: string): Trace => readTrace(text, { file: 'visits.csv', classes });
const readError = (text: string): SimError => {
  try {
    read(text);
  } catch (error) {
    if (error instanceof SimError) return error;
    throw error;
  }
  throw new Error('this trace was taken');
};

const CSV = `time,country,method,path,user
2,SG,GET,/,bob
0.5,BR,GET,/product/1,anna
1.5,BR,get,/product/2?size=9,anna
3,SG,POST,/save,
`;

describe('a trace in CSV', () => {
  const trace = read(CSV);

  test('is played in the order of time, visit by visit', () => {
    const starts = trace.visits.map(({ requests: [first] }) => first?.atUs);
    expect(starts).toEqual([500_000, 2_000_000, 3_000_000]);
  });

  test('makes one visit of the requests of one user, and one of each request without a user', () => {
    expect(trace.visits.map((visit) => visit.requests.map(({ path }) => path))).toEqual([
      ['/product/1', '/product/2?size=9'],
      ['/'],
      ['/save'],
    ]);
    expect(new Set(trace.visits.map(({ user }) => user)).size).toBe(3);
  });

  test('gives each request its class by method and path; a query is ignored where the class has none', () => {
    const names = trace.visits.flatMap((visit) =>
      visit.requests.map(({ classIndex }) => classes[classIndex]?.name),
    );
    expect(names).toEqual(['product', 'product', 'home', 'save']);
  });

  test('puts users of a country into one of its towns', () => {
    expect(trace.visits.map(({ place }) => trace.places[place]?.country)).toEqual(['BR', 'SG', 'SG']);
  });
});

test('a trace of instants begins at time zero with its first request', () => {
  const trace = read(
    'time,place,path\n2026-06-01T10:00:01Z,"Osaka, JP",/\n2026-06-01T12:00:00+02:00,-33.87;,/\n'.replace(
      '-33.87;',
      '"-33.87,151.21,AU"',
    ),
  );
  expect(trace.visits.map(({ requests: [first] }) => first?.atUs)).toEqual([0, 1_000_000]);
  expect(trace.visits.map(({ place }) => trace.places[place]?.country)).toEqual(['AU', 'JP']);
});

test('a trace in NDJSON says the same as one in CSV', () => {
  const lines = [
    { time: 2, country: 'SG', method: 'GET', path: '/', user: 'bob' },
    { time: '0.5', country: 'BR', path: '/product/1', user: 'anna' },
    { time: 1.5, country: 'BR', path: '/product/2?size=9', user: 'anna' },
    { time: 3, country: 'SG', method: 'POST', path: '/save' },
  ];
  expect(read(lines.map((line) => JSON.stringify(line)).join('\n'))).toEqual(read(CSV));
});

test('a user with more than 256 requests has several visits', () => {
  const rows = Array.from({ length: 600 }, (_, i) => `${i},FR,/,anna`);
  const trace = read(`time,country,path,user\n${rows.join('\n')}\n`);
  expect(trace.visits.map((visit) => visit.requests.length)).toEqual([256, 256, 88]);
  expect(new Set(trace.visits.map(({ user }) => user))).toEqual(new Set([0]));
});

test('replays at the recorded instants, with the recorded paths, whatever the seed', () => {
  const files = { trace: read(CSV), measured: [] };
  const scenario = { requests, arrivals: { trace: 'visits.csv' }, window: '10s' };
  const [one, two] = [1, 2].map((seed) => sessionsOf(scenario, { untilUs: 1e7, seed, files }));
  expect(one?.map(({ nextUs, user, place }) => [nextUs, user, place])).toEqual(
    two?.map(({ nextUs, user, place }) => [nextUs, user, place]),
  );
  expect(one?.map(({ nextUs }) => nextUs)).toEqual([500_000, 2_000_000, 3_000_000]);
  expect(planOf(scenario, files).workload).toMatchObject({
    requestsPerSecond: 0.4,
    arrivals: { process: 'replay', trace: 'visits.csv' },
  });
});

test('a trace of which nothing lies in the window is refused', () => {
  const files = { trace: read('time,country,path\n100,FR,/\n'), measured: [] };
  expect(() => planOf({ requests, arrivals: { trace: 'visits.csv' }, window: '10s' }, files)).toThrow(
    'no request of the trace lies within warm-up and window',
  );
});

describe('one clear error with its line for', () => {
  const head = 'time,country,method,path\n';
  test.each([
    ['a missing column', 'when,country,path\n1,FR,/\n', 1, 'no column "time"', 'time,country,method,path'],
    [
      'neither place nor country',
      'time,path\n1,/\n',
      1,
      'no column "place" or "country"',
      'names the columns',
    ],
    ['no requests', head, 1, 'no requests', ''],
    ['a time before the start', `${head}-1,FR,GET,/\n`, 2, '"-1" is not a time', 'seconds since the start'],
    [
      'a time that is no number',
      `${head}1,FR,GET,/\nsoon,FR,GET,/\n`,
      3,
      '"soon" is not a time',
      'such as 12.5',
    ],
    [
      'instants among seconds',
      `${head}1,FR,GET,/\n2026-06-01T12:00:00Z,FR,GET,/\n`,
      3,
      'is not a time of this trace',
      'in all rows',
    ],
    [
      'seconds among instants',
      `${head}2026-06-01T12:00:00Z,FR,GET,/\n5,FR,GET,/\n`,
      3,
      'not a time',
      'so all must',
    ],
    ['an instant that does not exist', `${head}2026-13-01T12:00:00Z,FR,GET,/\n`, 2, 'not a time', ''],
    ['an unknown country', `${head}1,FR,GET,/\n1,XX,GET,/\n`, 3, 'no country "XX"', 'two letters'],
    ['an empty country', `${head}1,,GET,/\n`, 2, 'no place and no country', ''],
    ['an unknown place', 'time,place,path\n1,Lyonn,/\n', 2, 'Lyonn', 'Lyon'],
    ['a path without its slash', `${head}1,FR,GET,home\n`, 2, '"home" is not a path', ''],
    [
      'a request that the scenario does not know',
      `${head}1,FR,GET,/admin\n`,
      2,
      'fits GET /admin',
      '"requests"',
    ],
    ['a method that the scenario does not know', `${head}1,FR,DELETE,/\n`, 2, 'fits DELETE /', ''],
    ['too few cells', `${head}1,FR,GET\n`, 2, '3 cells, but the header names 4', ''],
    ['an open quote', `${head}1,FR,GET,"/\n`, 2, 'quote', ''],
    [
      'a line that is not JSON',
      '{"time":1,"country":"FR","path":"/"}\n{"time":\n',
      2,
      'not JSON',
      'one object',
    ],
    [
      'a line that is a list',
      '{"time":1,"country":"FR","path":"/"}\n[1]\n',
      2,
      'not a JSON object',
      'one object',
    ],
    ['a value that is a list', '{"time":1,"country":["FR"],"path":"/"}\n', 1, '"country" must be', ''],
  ])('%s', (_why, text, line, says, hint) => {
    const error = readError(text);
    expect(error).toMatchObject({ code: 'E_FILE', at: { file: 'visits.csv', line } });
    expect(error.message).toContain(says);
    expect(error.hint ?? '').toContain(hint);
  });
});
