// What a store says of a write's way around the world is what readers would see: checked by brute force, one probing read at a time.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KV_FIGURES } from '../../sim/stores/workers-kv-figures.ts';
import { type Done, lightUs, play, type Played, type Planned, POPS, SITE, valueOf } from './store-bench.ts';

const KEY = 'k';
const SEED = [{ key: KEY, count: 1, value: '0' }];
const SECOND_US = 1_000_000;

interface History {
  readonly planned: readonly Planned[];
  readonly randomSeed: number;
}

const atMs = fc.integer({ min: 0, max: 200_000 });
const site = fc.constantFrom(...POPS);

/** Reads and writes of one key all over the world in 200 seconds; each write's value says which one it is. */
const histories: fc.Arbitrary<History> = fc.record({
  planned: fc
    .record({
      reads: fc.array(fc.record({ atMs, site, cacheTtl: fc.constantFrom(undefined, undefined, 30, 120) }), {
        minLength: 5,
        maxLength: 60,
      }),
      writes: fc.array(fc.record({ atMs, site }), { minLength: 1, maxLength: 6 }),
    })
    .map(({ reads, writes }) => [
      ...reads.map(({ cacheTtl, ...read }) => ({
        ...read,
        verb: 'get' as const,
        key: KEY,
        options: cacheTtl === undefined ? {} : { cacheTtl },
      })),
      ...writes.map((write, i) => ({ ...write, verb: 'put' as const, key: KEY, value: String(i + 1) })),
    ]),
  randomSeed: fc.integer({ min: 0, max: 1000 }),
});

function played(history: History, probe?: { site: number; atUs: number }): Played {
  // The reader who is content with any copy is the last one to see a write.
  const options = { cacheTtl: 86_400 };
  const more: Planned[] =
    probe === undefined
      ? []
      : [{ verb: 'get', key: KEY, site: probe.site, atMs: probe.atUs / 1000, options }];
  return play([...history.planned, ...more], {
    seed: SEED,
    randomSeed: history.randomSeed,
    followed: 100,
  });
}

/** The version that a read at a site and instant returns; its draws come after all others, so it changes no other answer before it. */
function versionSeen(history: History, probe: { site: number; atUs: number }): number {
  const { done } = played(history, probe);
  const reads = done.filter(
    (one) => one.verb === 'get' && one.site === probe.site && one.issuedUs === probe.atUs,
  );
  const last = reads.at(-1);
  if (last === undefined) throw new Error('the probe left no trace');
  return last.observation.version;
}

function isRead({ verb, answer }: Done): boolean {
  return verb === 'get' && answer.ok;
}

describe('Workers KV, in any history of reads and writes around the world,', () => {
  test('says exactly from when a read at each PoP would return a followed write or a newer one', () => {
    let foreseen = 0;
    fc.assert(
      fc.property(histories, fc.nat({ max: 1e6 }), (history, later) => {
        const { followed } = played(history);
        followed.forEach(({ committedUs, visibleUs }, i) => {
          const version = i + 1;
          for (const pop of POPS) {
            const fromUs = visibleUs[pop] ?? Number.NaN;
            expect(fromUs).toBeGreaterThanOrEqual(committedUs);
            expect(versionSeen(history, { site: pop, atUs: fromUs })).toBeGreaterThanOrEqual(version);
            // Once visible, visible for good.
            const laterUs = fromUs + later * 100;
            expect(versionSeen(history, { site: pop, atUs: laterUs })).toBeGreaterThanOrEqual(version);
            if (fromUs === committedUs) continue;
            foreseen++;
            expect(versionSeen(history, { site: pop, atUs: fromUs - 1 })).toBeLessThan(version);
          }
        });
      }),
      { numRuns: 60 },
    );
    expect(foreseen).toBeGreaterThan(50);
  });

  test('tells apart PoPs that held a copy when the write was committed and PoPs that held none', () => {
    const planned: Planned[] = [
      { verb: 'get', key: KEY, site: SITE.SIN, atMs: 0 },
      { verb: 'put', key: KEY, site: SITE.IAD, atMs: 5000, value: '1' },
    ];
    const { followed } = play(planned, { seed: SEED, followed: 1 });
    expect([...(followed[0]?.cached ?? [])]).toEqual(POPS.map((pop) => (pop === SITE.SIN ? 1 : 0)));
  });

  test('never shows an older version for longer than the lifetime of a copy, the slowest message and the way', () => {
    // A copy that a PoP filled from its regional tier just before the message of the write arrived there lives on for its lifetime.
    let worstUs = 0;
    fc.assert(
      fc.property(histories, (history) => {
        for (const { observation, ...read } of played(history).done.filter(isRead)) {
          const planned = history.planned.find(
            (one) => one.atMs * 1000 === read.issuedUs && one.site === read.site,
          );
          const ttlS = Math.max(120, Number(planned?.options?.['cacheTtl'] ?? 60));
          const boundUs = (ttlS + KV_FIGURES.purgeHighS.value) * SECOND_US + 200_000;
          expect(observation.stalenessUs).toBeLessThan(boundUs);
          worstUs = Math.max(worstUs, observation.stalenessUs);
        }
      }),
      { numRuns: 200 },
    );
    expect(worstUs).toBeGreaterThan(30 * SECOND_US);
  });

  test('never answers with a version sooner than light could bring it from the central store', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const { done, followed } = played(history);
        for (const { observation, site: reader, answeredUs } of done.filter(isRead)) {
          const committedUs = followed[observation.version - 1]?.committedUs ?? Number.NEGATIVE_INFINITY;
          expect(answeredUs - committedUs).toBeGreaterThanOrEqual(lightUs(reader));
        }
      }),
      { numRuns: 100 },
    );
  });

  test('never goes back: who reads again at the same PoP after an answer sees that version or a newer one', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const reads = played(history).done.filter(isRead);
        for (const before of reads) {
          const after = reads.filter(
            ({ site: at, issuedUs }) => at === before.site && issuedUs > before.answeredUs,
          );
          for (const { observation } of after) {
            expect(observation.version).toBeGreaterThanOrEqual(before.observation.version);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  test('shows in every answer the value of the version that it counts', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const { done } = played(history);
        const accepted = done
          .filter(({ verb, answer }) => verb === 'put' && answer.ok)
          .map(({ observation, site: at, issuedUs }) => {
            const planned = history.planned.find(
              (one) => one.verb === 'put' && one.site === at && one.atMs * 1000 === issuedUs,
            );
            return [observation.version, planned?.value] as const;
          });
        const values = new Map<number, unknown>([[0, '0'], ...accepted]);
        for (const read of done.filter(isRead)) {
          expect(values.get(read.observation.version)).toBe(valueOf(read));
        }
      }),
      { numRuns: 100 },
    );
  });

  test('orders all accepted writes in its central store, at least a second apart', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const commits = played(history).followed.map(({ committedUs }) => committedUs);
        commits.slice(1).forEach((committedUs, i) => {
          expect(committedUs - (commits[i] ?? 0)).toBeGreaterThanOrEqual(SECOND_US);
        });
      }),
      { numRuns: 100 },
    );
  });
});
