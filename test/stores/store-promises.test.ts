// One contract for every store: what it answers was committed, no sooner known than light could carry it, and every committed write is accounted for.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Done, lightUs, play, type Planned, POPS } from './store-bench.ts';

/** How one store is written and read. */
interface Row {
  readonly kind: string;
  readonly replicas?: readonly string[];
  readonly seed?: readonly { key: string; count: number; value: string }[];
  write(value: number): Pick<Planned, 'verb' | 'key' | 'value' | 'options'>;
  read(): Pick<Planned, 'verb' | 'key' | 'options'>;
  /** The number that an answer shows; 0 for what was there before. */
  shown(done: Done): number;
}

const TABLE = [{ key: '', count: 1, value: 'CREATE TABLE t(v); INSERT INTO t VALUES (0)' }];

function text({ answer }: Done): string {
  if (!answer.ok) throw new Error(answer.message);
  return answer.value === null ? '' : String(answer.value);
}

const keyed: Pick<Row, 'write' | 'read' | 'shown'> = {
  write: (value: number) => ({ verb: 'put', key: 'k', value: String(value) }),
  read: () => ({ verb: 'get', key: 'k' }),
  shown: (done: Done) => Number(text(done)),
};

function database(session: string | null): Pick<Row, 'seed' | 'write' | 'read' | 'shown'> {
  return {
    seed: TABLE,
    write: (value) => ({
      verb: 'query',
      options: { session, statements: [{ sql: 'UPDATE t SET v = ?', params: [value] }] },
    }),
    read: () => ({ verb: 'query', options: { session, statements: [{ sql: 'SELECT v FROM t' }] } }),
    shown: (done) => (JSON.parse(text(done)) as { rows: number[][] }[])[0]?.rows[0]?.[0] ?? Number.NaN,
  };
}

const redis: Pick<Row, 'kind' | 'write' | 'read' | 'shown'> = {
  kind: 'upstash-redis',
  write: (value) => ({ verb: 'command', options: { commands: [['SET', 'k', String(value)]] } }),
  read: () => ({ verb: 'command', options: { commands: [['GET', 'k']] } }),
  shown: (done) =>
    Number((JSON.parse(text(done)) as { results: { result: string | null }[] }).results[0]?.result),
};

const turso: Pick<Row, 'kind' | 'seed' | 'write' | 'read' | 'shown'> = {
  kind: 'turso',
  seed: TABLE,
  write: (value) => hrana({ sql: 'UPDATE t SET v = ?', args: [{ type: 'integer', value: String(value) }] }),
  read: () => hrana({ sql: 'SELECT v FROM t' }),
  shown: (done) => Number(/"rows":\[\[\{"type":"integer","value":"(\d+)"/.exec(text(done))?.[1]),
};

/** One statement over libSQL's protocol. */
function hrana(stmt: object): Pick<Planned, 'verb' | 'options'> {
  return {
    verb: 'query',
    options: { baton: null, requests: [{ type: 'execute', stmt }, { type: 'close' }] },
  };
}

const ROWS: readonly (Row & { name: string; strong: boolean })[] = [
  { name: 'workers-kv', kind: 'workers-kv', strong: false, ...keyed },
  { name: 'regional-kv', kind: 'regional-kv', strong: true, ...keyed },
  { name: 'edge-config', kind: 'edge-config', strong: false, ...keyed },
  { name: 'cloudfront-kvs', kind: 'cloudfront-kvs', strong: false, ...keyed },
  { name: 'upstash-redis at its primary', strong: true, ...redis },
  {
    name: 'upstash-redis at the nearest region',
    strong: false,
    replicas: ['aws:ap-southeast-1', 'aws:eu-west-1'],
    ...redis,
  },
  { name: 'r2', kind: 'r2', strong: true, ...keyed },
  { name: 'regional-sql', kind: 'regional-sql', strong: true, ...database(null) },
  { name: 'd1 at its primary', kind: 'd1', strong: true, ...database(null) },
  { name: 'turso at its primary', strong: true, ...turso },
  {
    name: 'turso at the nearest embedded replica',
    strong: false,
    replicas: ['aws:ap-southeast-1', 'aws:eu-west-1'],
    ...turso,
  },
  { name: 'd1 at the nearest replica', kind: 'd1', strong: false, ...database('first-unconstrained') },
];

/** Writes of 1, 2, 3, … and reads, at any PoP, within four minutes. */
const histories = fc.array(
  fc.record({ site: fc.constantFrom(...POPS), atMs: fc.nat({ max: 240_000 }), writes: fc.boolean() }),
  { minLength: 2, maxLength: 25 },
);

function played(
  row: Row,
  steps: readonly { site: number; atMs: number; writes: boolean }[],
): readonly Done[] {
  const planned = steps.map(({ site, atMs, writes }, i): Planned => ({
    site,
    atMs,
    ...(writes ? row.write(i + 1) : row.read()),
  }));
  return play(planned, { kind: row.kind, seed: row.seed ?? [], replicas: row.replicas ?? [] }).done;
}

describe.each(ROWS)('$name', (row) => {
  const isRead = ({ observation }: Done): boolean => observation.kind === 'read';

  test('answers no read with what light could not have brought from the home since it was issued there', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const done = played(row, steps);
        const written = new Map(
          done
            .filter(({ observation }) => observation.kind === 'write')
            .map((one) => [one.observation.version, one]),
        );
        for (const read of done.filter(isRead)) {
          const write = written.get(read.observation.version);
          if (write === undefined) continue;
          // From the writer to the home, and from the home to the reader.
          const soonestUs = write.issuedUs + lightUs(write.site) + lightUs(read.site);
          expect(read.answeredUs).toBeGreaterThanOrEqual(Math.floor(soonestUs));
        }
      }),
      { numRuns: 40 },
    );
  });

  test('shows in every answer the value of the version that it counts, and no other', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const done = played(row, steps);
        const byVersion = new Map<number, number>([[0, 0]]);
        for (const step of steps.toSorted((a, b) => a.atMs - b.atMs)) {
          const value = steps.indexOf(step) + 1;
          const write = done.find(
            (one) => !isRead(one) && one.site === step.site && one.issuedUs === Math.round(step.atMs * 1000),
          );
          if (step.writes && write?.observation.kind === 'write')
            byVersion.set(write.observation.version, value);
        }
        fc.pre(new Set(steps.map(({ site, atMs }) => `${site} ${atMs}`)).size === steps.length);
        for (const read of done.filter(isRead))
          expect(row.shown(read)).toBe(byVersion.get(read.observation.version));
      }),
      { numRuns: 40 },
    );
  });

  test('accounts for every write: committed under a version of its own, or refused and said so', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const writes = played(row, steps).filter((one) => !isRead(one));
        expect(writes).toHaveLength(steps.filter((step) => step.writes).length);
        const committed = writes.filter(({ observation }) => observation.kind === 'write');
        const versions = committed.map(({ observation }) => observation.version);
        expect(new Set(versions).size).toBe(versions.length);
        expect(Math.max(0, ...versions)).toBe(versions.length);
        for (const { answer, observation } of writes) expect(answer.ok).toBe(observation.kind === 'write');
      }),
      { numRuns: 40 },
    );
  });

  test.runIf(row.strong)('is strong: a read that begins after a write was acknowledged sees it', () => {
    fc.assert(
      fc.property(histories, (steps) => {
        const done = played(row, steps);
        for (const read of done.filter(isRead)) {
          expect(read.observation.stalenessUs).toBe(0);
          for (const write of done.filter((one) => !isRead(one) && one.answeredUs <= read.issuedUs))
            expect(read.observation.version).toBeGreaterThanOrEqual(write.observation.version);
        }
      }),
      { numRuns: 40 },
    );
  });

  test.runIf(!row.strong)('is not strong: somewhere a read misses a write that was acknowledged', () => {
    const [near, far] = [0, 3];
    const steps = [
      { site: far, atMs: 0, writes: false },
      { site: near, atMs: 5000, writes: true },
      ...[5100, 5150, 5200].map((atMs) => ({ site: far, atMs, writes: false })),
    ];
    const done = played(row, steps);
    expect(done.some(({ observation }) => observation.stalenessUs > 0)).toBe(true);
  });
});

describe('a session of D1', () => {
  test('never reads less than its bookmark, at whatever replica', () => {
    const { write, read } = database('first-unconstrained');
    fc.assert(
      fc.property(fc.constantFrom(...POPS), fc.constantFrom(...POPS), (writer, reader) => {
        const [written] = play([{ site: writer, atMs: 0, ...write(1) }], { kind: 'd1', seed: TABLE }).done;
        const meta = written?.answer.ok === true ? (written.answer.metaJson ?? '') : '';
        const { bookmark } = JSON.parse(meta) as { bookmark: string };
        const after = (written?.answeredUs ?? 0) / 1000;
        const options = { ...read().options, session: bookmark };
        const done = play(
          [
            { site: writer, atMs: 0, ...write(1) },
            { site: reader, atMs: after, ...read(), options },
          ],
          { kind: 'd1', seed: TABLE },
        ).done;
        expect(done[1]?.observation.version).toBe(1);
      }),
    );
  });
});
