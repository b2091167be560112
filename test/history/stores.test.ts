// What each store promises, checked on histories of random traffic; and stores that are broken on purpose, which must be caught.
import { describe, expect, test } from 'vitest';
import { findingOf } from '../../sim/history/check.ts';
import type { HistoryOperation } from '../../sim/history/operation.ts';
import { registerOf } from '../../sim/history/register.ts';
import type { Property } from '../../sim/history/verdict.ts';
import { labelHash, uniform } from '../../sim/random.ts';
import type { Store, StoreStep } from '../../sim/stores/store.ts';
import { type Done, play, type Planned, POPS } from '../stores/store-bench.ts';

const CLIENTS = 6;
const TURNS = 40;
/** Longer than any operation takes, so that a client's operations follow one another. */
const TURN_MS = 3000;
const SETTLE_US = 120_000_000;
const LABEL = labelHash('traffic of a test');

/** Every client reads and writes one key from a PoP of its own; at the end, two minutes later, each reads twice. */
function traffic(seed: number): Planned[] {
  const planned: Planned[] = [];
  for (let client = 0; client < CLIENTS; client++) {
    for (let turn = 0; turn < TURNS; turn++) {
      const draw = (n: number): number => uniform(seed, client * TURNS + turn, LABEL + n);
      const atMs = Math.round((turn + 0.5 * draw(0)) * TURN_MS);
      // One write a second and key is all that Workers KV takes; a write every tenth turn of a client stays below it mostly.
      const write = draw(1) < 0.1;
      const site = POPS[client] ?? 0;
      planned.push({
        atMs,
        site,
        key: 'k',
        ...(write ? { verb: 'put' as const, value: `${client} ${turn}` } : { verb: 'get' as const }),
      });
    }
    for (const afterMs of [130_000, 200_000])
      planned.push({ atMs: TURNS * TURN_MS + afterMs, site: POPS[client] ?? 0, key: 'k', verb: 'get' });
  }
  return planned;
}

function historyOf(done: readonly Done[]): HistoryOperation[] {
  return done
    .filter(({ observation }) => observation.kind !== 'rejectedWrite')
    .map(({ site, observation, issuedUs, answeredUs }) => ({
      arm: '',
      seed: 1,
      store: 'KV',
      client: `client ${site}`,
      site: `site ${site}`,
      op: observation.kind === 'read' ? 'read' : 'write',
      key: 'k',
      version: observation.version,
      invokedUs: issuedUs,
      completedUs: answeredUs,
    }));
}

function statusesOf(kind: string, seed: number, alter?: (store: Store) => Store): Record<Property, string> {
  const { done } = play(traffic(seed), { kind, randomSeed: seed, ...(alter === undefined ? {} : { alter }) });
  const register = registerOf('k', historyOf(done));
  const of = (property: Property): string => findingOf(property, register, SETTLE_US).status;
  return {
    linearizable: of('linearizable'),
    sequential: of('sequential'),
    'read-your-writes': of('read-your-writes'),
    'monotonic-reads': of('monotonic-reads'),
    'monotonic-writes': of('monotonic-writes'),
    'writes-follow-reads': of('writes-follow-reads'),
    'bounded-staleness': of('bounded-staleness'),
    convergence: of('convergence'),
  };
}

const SEEDS = [1, 2, 3, 4, 5] as const;

describe('a database in one region', () => {
  test.each(SEEDS)('keeps every promise (seed %i)', (seed) => {
    expect(new Set(Object.values(statusesOf('regional-kv', seed)))).toEqual(new Set(['holds']));
  });
});

describe('Workers KV', () => {
  test.each(SEEDS)('converges, with bounded staleness (seed %i)', (seed) => {
    const found = statusesOf('workers-kv', seed);
    expect(found['bounded-staleness']).toBe('holds');
    expect(found.convergence).toBe('holds');
  });

  test('is not linearizable', () => {
    expect(SEEDS.map((seed) => statusesOf('workers-kv', seed).linearizable)).toContain('broken');
  });
});

/** Lets a store answer, then changes what it said. */
function lying(change: (step: Extract<StoreStep, { kind: 'answer' }>, nth: number) => StoreStep) {
  return (store: Store): Store => {
    let answers = 0;
    return {
      step(call) {
        const step = store.step(call);
        return step.kind === 'answer' ? change(step, ++answers) : step;
      },
      followed: () => store.followed(),
      contents: () => store.contents(),
    };
  };
}

/** Ways in which a store with one home could be wrong, and a promise that must then be seen to break. */
const FAULTS: readonly (readonly [string, Property, (store: Store) => Store])[] = [
  [
    'it answers some reads from before the last write',
    'linearizable',
    lying((step, nth) =>
      step.observation.kind === 'read' && step.observation.version > 0 && nth % 7 === 0
        ? { ...step, observation: { ...step.observation, version: step.observation.version - 1 } }
        : step,
    ),
  ],
  [
    'it forgets everything now and then',
    'sequential',
    lying((step, nth) =>
      step.observation.kind === 'read' && nth % 11 === 0
        ? { ...step, observation: { ...step.observation, version: 0 } }
        : step,
    ),
  ],
  [
    'it shows writes that nobody made',
    'sequential',
    lying((step, nth) =>
      step.observation.kind === 'read' && nth % 50 === 0
        ? { ...step, observation: { ...step.observation, version: 999 } }
        : step,
    ),
  ],
  [
    'it mistakes one write for the next',
    'linearizable',
    lying((step) =>
      step.observation.kind === 'write'
        ? { ...step, observation: { ...step.observation, version: step.observation.version + 1 } }
        : step,
    ),
  ],
];

describe('a store that is broken on purpose is caught:', () => {
  test.each(FAULTS)('%s', (_what, property, alter) => {
    expect(SEEDS.map((seed) => statusesOf('regional-kv', seed, alter)[property])).toContain('broken');
    expect(SEEDS.map((seed) => statusesOf('regional-kv', seed)[property])).not.toContain('broken');
  });
});
