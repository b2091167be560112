// The database in one region is strongly consistent: who reads after a write was acknowledged, anywhere, sees it.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lightUs, play, type Planned, POPS, SITE, valueOf } from './store-bench.ts';

const KIND = { kind: 'regional-kv' } as const;
const site = fc.constantFrom(...POPS, SITE.REGION);
const atMs = fc.integer({ min: 0, max: 3000 });

const histories: fc.Arbitrary<Planned[]> = fc
  .array(fc.record({ atMs, site, verb: fc.constantFrom('get' as const, 'put' as const) }), {
    minLength: 2,
    maxLength: 40,
  })
  .map((list) => list.map((one, i) => ({ ...one, key: 'k', value: String(i) })));

describe('a regional database, in any history of reads and writes around the world,', () => {
  test('shows a read every write that was acknowledged before it, and never goes back', () => {
    fc.assert(
      fc.property(histories, (planned) => {
        const { done } = play(planned, KIND);
        for (const before of done) {
          const later = done.filter(({ issuedUs }) => issuedUs > before.answeredUs);
          for (const { observation } of later) {
            expect(observation.version).toBeGreaterThanOrEqual(before.observation.version);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  test('is never stale, and takes every write, however often a key is written', () => {
    fc.assert(
      fc.property(histories, (planned) => {
        for (const { answer, observation } of play(planned, KIND).done) {
          expect(answer.ok).toBe(true);
          expect(observation.stalenessUs).toBe(0);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('takes the way there and back and a few milliseconds of work; light could not be faster', () => {
    fc.assert(
      fc.property(histories, (planned) => {
        for (const { verb, site: at, issuedUs, answeredUs } of play(planned, KIND).done) {
          const workUs = answeredUs - issuedUs - 2 * lightUs(at);
          expect(workUs).toBeGreaterThan(verb === 'put' ? 1500 : 300);
        }
      }),
      { numRuns: 100 },
    );
  });
});

test('beside the origin a read takes under a millisecond and a write under five, and no byte leaves the region', () => {
  const planned: Planned[] = [
    { verb: 'put', key: 'k', site: SITE.REGION, atMs: 0, value: 'v' },
    { verb: 'get', key: 'k', site: SITE.REGION, atMs: 10 },
    { verb: 'get', key: 'k', site: SITE.SIN, atMs: 20 },
  ];
  const [write, read, far] = play(planned, KIND).done;
  expect(valueOf(read)).toBe('v');
  expect((write?.answeredUs ?? 0) - (write?.issuedUs ?? 0)).toBeLessThanOrEqual(5000);
  expect((read?.answeredUs ?? 0) - (read?.issuedUs ?? 0)).toBeLessThanOrEqual(1000);
  expect([read, far].map((one) => one?.observation.homeRequests)).toEqual([0, 1]);
  expect([read, far].map((one) => one?.observation.homeEgressBytes)).toEqual([0, 1]);
});
