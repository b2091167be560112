// The fast checkers against the definition itself: every order of a few operations is tried.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findingOf } from '../../sim/history/check.ts';
import { type HistoryOperation, isWrite, precedes } from '../../sim/history/operation.ts';
import { INITIAL, contentOf, registerOf } from '../../sim/history/register.ts';

const MOST_OPERATIONS = 6;

/** Up to six operations of three clients, each client's own one after the other. */
const histories = fc
  .array(
    fc.record({
      client: fc.constantFrom('A', 'B', 'C'),
      write: fc.boolean(),
      seen: fc.nat({ max: 3 }),
      gap: fc.integer({ min: 1, max: 4 }),
      took: fc.nat({ max: 6 }),
    }),
    { minLength: 1, maxLength: MOST_OPERATIONS },
  )
  .map((drafts) => {
    const freeAt: Record<string, number> = {};
    let versions = 0;
    return drafts.map(({ client, write, seen, gap, took }): HistoryOperation => {
      const invokedUs = (freeAt[client] ?? 0) + gap;
      const completedUs = invokedUs + took;
      freeAt[client] = completedUs;
      const version = write ? ++versions : seen;
      const op = write ? 'write' : 'read';
      return { arm: '', seed: 0, store: '', client, site: '', op, key: 'k', version, invokedUs, completedUs };
    });
  });

/** Whether some order of all operations that respects `before` lets every read see the last write. */
function someOrderFits(
  operations: readonly HistoryOperation[],
  before: (a: HistoryOperation, b: HistoryOperation) => boolean,
): boolean {
  const register = registerOf('k', operations);
  const fits = (left: readonly HistoryOperation[], held: string): boolean =>
    left.length === 0 ||
    left.some((next) => {
      const others = left.filter((one) => one !== next);
      if (others.some((other) => before(other, next))) return false;
      const content = contentOf(register, next);
      return isWrite(next) ? fits(others, content) : content === held && fits(others, held);
    });
  return fits(operations, INITIAL);
}

const inTime = (a: HistoryOperation, b: HistoryOperation): boolean =>
  (a.completedUs ?? Number.POSITIVE_INFINITY) < b.invokedUs;
const inOwnOrder = (a: HistoryOperation, b: HistoryOperation): boolean =>
  a.client === b.client && precedes(a, b);

describe('against every order there is', () => {
  test('linearizability', () => {
    fc.assert(
      fc.property(histories, (operations) => {
        const found = findingOf('linearizable', registerOf('k', operations), 0).status === 'holds';
        expect(found).toBe(someOrderFits(operations, inTime));
      }),
      { numRuns: 1500, seed: 1 },
    );
  });

  test('sequential consistency', () => {
    fc.assert(
      fc.property(histories, (operations) => {
        const found = findingOf('sequential', registerOf('k', operations), 0).status === 'holds';
        expect(found).toBe(someOrderFits(operations, inOwnOrder));
      }),
      { numRuns: 1500, seed: 2 },
    );
  });

  test('a counterexample is broken itself, and no operation of it can go', () => {
    fc.assert(
      fc.property(histories, (operations) => {
        const { status, example } = findingOf('linearizable', registerOf('k', operations), 0);
        if (status !== 'broken') return;
        expect(someOrderFits(example, inTime)).toBe(false);
        const reads = example.filter((one) => !isWrite(one));
        for (const read of reads)
          expect(
            someOrderFits(
              example.filter((one) => one !== read),
              inTime,
            ),
          ).toBe(true);
      }),
      { numRuns: 1500, seed: 3 },
    );
  });
});
