// The table of what is in flight holds what a Map would hold, whatever comes and goes in whatever order.
import { describe, expect, it } from 'vitest';
import { ByNumber } from '../../sim/by-number.ts';
import { draw32, labelHash } from '../../sim/random.ts';

const LABEL = labelHash('by-number.test');

describe('a table by number', () => {
  for (const [what, keyOf] of [
    ['operations, one after the other', (n: number) => n],
    ['calls of sessions', (n: number) => n * 1024 + 1],
    ['calls above all journeys', (n: number) => 4_503_599_627_370_496 + n],
  ] as const)
    it(`holds what a Map would hold: ${what}`, () => {
      const table = new ByNumber<string>();
      const map = new Map<number, string>();
      for (let step = 0; step < 20_000; step++) {
        const key = keyOf(draw32(1, step, LABEL, 0) % 300);
        // Fills up first and is nearly emptied then, over and over.
        const fills = draw32(1, step, LABEL, 1) % 100 < (step % 4000 < 2000 ? 80 : 20);
        if (fills) {
          table.set(key, `${step}`);
          map.set(key, `${step}`);
        } else {
          table.delete(key);
          map.delete(key);
        }
        const other = keyOf(draw32(1, step, LABEL, 2) % 300);
        expect(table.get(other)).toBe(map.get(other));
        expect(table.has(other)).toBe(map.has(other));
      }
      expect([...table].toSorted(([a], [b]) => a - b)).toEqual([...map].toSorted(([a], [b]) => a - b));
    });
});
