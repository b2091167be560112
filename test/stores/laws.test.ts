// Laws that every run asserts of its stores: ordinary traffic on all of them keeps them, and a store that is broken on purpose ends the run.
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { SimError } from '../../sim/errors.ts';
import { storeKinds } from '../../sim/stores/index.ts';
import { Queue } from '../../sim/stores/queue.ts';
import { ShippedLog } from '../../sim/stores/replication.ts';
import type { Observation, Store, StoreStep } from '../../sim/stores/store.ts';
import { EVERY_STORE, EVERY_STORE_HANDLER } from '../engine/scenarios/every-store.ts';
import { trialOfBundle, type TrialRun } from '../engine/trial-bench.ts';
import { bundleSource } from '../runtime/run.ts';
import type { Bundle } from '../../sim/runtime/types.ts';

let bundle: Bundle;
beforeAll(async () => {
  bundle = await bundleSource(EVERY_STORE_HANDLER);
});
afterEach(() => vi.restoreAllMocks());

/** One trial in which only some stores are asked for anything. */
async function runOf(seed: number, stores: readonly string[] = []): Promise<TrialRun> {
  const requests = EVERY_STORE.requests.filter(
    ({ name }) => stores.length === 0 || stores.some((store) => name.startsWith(`${store} `)),
  );
  return trialOfBundle({ scenario: { ...EVERY_STORE, requests }, seed }, bundle);
}

type Step = Extract<StoreStep, { kind: 'answer' }>;

/** Makes other stores of a kind. */
function replaceStore(kind: string, make: (create: () => Store) => Store): void {
  const row = storeKinds[kind];
  if (row === undefined) throw new Error(`no kind ${kind}`);
  const create = row.create.bind(row);
  vi.spyOn(row, 'create').mockImplementation((options) => make(() => create(options)));
}

/** Makes stores of a kind that answer otherwise than they should. */
function breakStore(kind: string, alter: (step: Step) => StoreStep | null): void {
  replaceStore(kind, (create) => {
    const store = create();
    const step = store.step.bind(store);
    store.step = (call) => {
      const made = step(call);
      return (made.kind === 'answer' ? alter(made) : null) ?? made;
    };
    return store;
  });
}

/** What ended a run. */
async function endOf(run: Promise<unknown>): Promise<SimError> {
  const error: unknown = await run.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SimError)) throw new Error(`the run ended with ${String(error)}`);
  return error;
}

describe('ordinary traffic', () => {
  test.each([1, 2, 3])(
    'on every store keeps the laws and accounts for every commit, with seed %i',
    async (seed) => {
      const { record } = await runOf(seed);
      expect(record.errors).toEqual([]);
      const { counters } = record;
      const of = (name: string): number => counters[name] ?? 0;
      for (const [binding, { kind }] of Object.entries(EVERY_STORE.stores)) {
        const family = kind === 'durable-objects' ? 'objects' : 'store';
        const fates = ['superseded', 'expired', 'visible'].map((fate) =>
          of(`${family}.commits.${fate}:${binding}`),
        );
        const committed = of(`${family}.commits.committed:${binding}`);
        expect([binding, committed > 3]).toEqual([binding, true]);
        expect(fates.reduce((sum, one) => sum + one, 0)).toBe(committed);
      }
      expect(of('store.commits.superseded:KV')).toBeGreaterThan(0);
      expect(record.histograms['store.deliveryLag']?.['store:JOBS']?.count).toBeGreaterThan(3);
    },
  );
});

test('writes of every store are followed to every PoP: seen nowhere before their commit, and an object shows them from where it lives', async () => {
  const { record } = await runOf(1);
  const followed = new Set(record.followed.map(({ store }) => store));
  expect([...followed].toSorted()).toEqual(
    Object.keys(EVERY_STORE.stores)
      .filter((binding) => binding !== 'JOBS')
      .toSorted(),
  );
  for (const { store, write } of record.followed) {
    expect(write.committedUs).toBeGreaterThan(write.issuedUs);
    expect(Math.min(...write.visibleUs)).toBeGreaterThanOrEqual(write.committedUs);
    expect(write.homeSite === null).toBe(store !== 'SEATS');
  }
  for (const binding of ['SEATS', 'BUCKET', 'REDIS']) {
    const family = binding === 'SEATS' ? 'objects' : 'store';
    const lags = record.histograms[`${family}.consistencyLag`]?.[`store:${binding}`];
    expect(lags?.count).toBeGreaterThan(300);
  }
});

describe('a broken store is caught by the run:', () => {
  test.each(['workers-kv', 'regional-kv', 'r2'])(
    '%s that shows what was committed far away a moment ago',
    async (kind) => {
      let newest: Pick<Observation, 'version' | 'committedUs'> | null = null;
      breakStore(kind, (step) => {
        const { observation } = step;
        if (observation.kind === 'write') newest = observation;
        if (observation.kind !== 'read' || newest === null) return null;
        const { version, committedUs } = newest;
        return { ...step, afterUs: 0, observation: { ...observation, version, committedUs } };
      });
      const binding = { 'workers-kv': 'KV', 'regional-kv': 'PLAIN', r2: 'BUCKET' }[kind] ?? '';
      const store = { 'workers-kv': 'kv', 'regional-kv': 'plain', r2: 'r2' }[kind] ?? '';
      const error = await endOf(runOf(1, [store]));
      expect(error.code).toBe('E_INVARIANT');
      expect(error.message).toMatch(
        new RegExp(
          `^The store ${binding} \\(${kind}\\) of arm edge broke a law with keys like "{n}" at [A-Z]{3}: an answer at [\\d.]+ s shows version \\d+, which was committed in aws:[\\w-]+ at [\\d.]+ s, although light needs [\\d.]+ ms for the way\\.$`,
        ),
      );
      expect(error.hint).toContain('--seed 1');
    },
  );

  test.each(['redis', 'flags', 'd1'])(
    '%s whose copies have a commit at once, wherever they are',
    async (store) => {
      const ship = vi.spyOn(ShippedLog.prototype, 'ship');
      vi.spyOn(ShippedLog.prototype, 'versionAt').mockImplementation(function (this: ShippedLog, place) {
        return ship.mock.calls.filter(([to], n) => to === place && ship.mock.contexts[n] === this).length;
      });
      const error = await endOf(runOf(1, [store]));
      expect(error.code).toBe('E_INVARIANT');
      expect(error.message).toContain('although light needs');
    },
  );

  test('one that takes writes and commits nothing', async () => {
    replaceStore('regional-kv', (create) => {
      const store = create();
      const step = store.step.bind(store);
      store.step = (call) => {
        const { operation } = call;
        const made = step({ ...call, operation: { ...operation, verb: 'get' } });
        if (operation.verb !== 'put' || made.kind !== 'answer') return made;
        return { ...made, observation: { ...made.observation, kind: 'write', version: 1 } };
      };
      return store;
    });
    const error = await endOf(runOf(1, ['plain']));
    expect(error.code).toBe('E_INVARIANT');
    expect(error.message).toMatch(/answered as write at [\d.]+ s has committed 0 versions/);
  });

  test('one that refuses a write and commits it all the same', async () => {
    breakStore('workers-kv', (step) =>
      step.observation.kind === 'write'
        ? { ...step, observation: { ...step.observation, kind: 'rejectedWrite' } }
        : null,
    );
    const error = await endOf(runOf(1, ['kv']));
    expect(error.code).toBe('E_INVARIANT');
    expect(error.message).toContain('was answered as rejectedWrite');
  });

  test('one that loses what it has committed', async () => {
    replaceStore('r2', (create) => {
      let store = create();
      let steps = 0;
      return {
        step: (call) => {
          if (++steps === 300) store = create();
          return store.step(call);
        },
        followed: () => [],
        contents: () => store.contents(),
        get books() {
          if (store.books === undefined) throw new Error('a bucket has books');
          return store.books;
        },
      };
    });
    const error = await endOf(runOf(1, ['r2']));
    expect(error.code).toBe('E_INVARIANT');
    expect(error.message).toMatch(/has committed -\d+ versions/);
  });

  test('a queue that loses the messages of a batch', async () => {
    vi.spyOn(Queue.prototype, 'settle').mockReturnValue([]);
    const error = await endOf(runOf(1, ['queue']));
    expect(error.code).toBe('E_INVARIANT');
    expect(error.message).toMatch(
      /^The store JOBS \(queue\) of arm edge broke a law with all keys: of \d+ versions that were committed, 0 are superseded/,
    );
  });
});
