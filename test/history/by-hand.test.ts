// Histories whose verdict a reader can see: good ones that must pass and bad ones that must be caught.
import { describe, expect, test } from 'vitest';
import { findingOf } from '../../sim/history/check.ts';
import { registerOf } from '../../sim/history/register.ts';
import type { Property } from '../../sim/history/verdict.ts';
import { written } from './written.ts';

const SETTLE_US = 1_000_000;

function statusOf(property: Property, text: string, options = {}): string {
  return findingOf(property, registerOf('k', written(text, options)), SETTLE_US).status;
}

/** Property, what it is about, the operations, the verdict. */
const CASES: readonly (readonly [Property, string, string, 'holds' | 'broken' | 'open'])[] = [
  ['linearizable', 'one client alone', 'A:w1@0-10 A:r1@20-30 A:w2@40-50 A:r2@60-70', 'holds'],
  ['linearizable', 'a read of the first content before any write', 'A:r0@0-10 B:w1@20-30', 'holds'],
  ['linearizable', 'a read that overlaps the write and sees it', 'A:w1@0-100 B:r1@10-20', 'holds'],
  ['linearizable', 'a read that overlaps the write and misses it', 'A:w1@0-100 B:r0@10-20', 'holds'],
  [
    'linearizable',
    'two overlapping reads on either side of the write',
    'A:w1@0-100 B:r1@10-50 C:r0@20-60',
    'holds',
  ],
  ['linearizable', 'a read that misses a finished write', 'A:w1@0-10 B:r0@20-30', 'broken'],
  [
    'linearizable',
    'new, then old again while the write goes on',
    'A:w1@0-100 B:r1@10-20 C:r0@30-40',
    'broken',
  ],
  [
    'linearizable',
    'many writes that never got through, and a read past them',
    `${Array.from({ length: 40 }, (_, n) => `B:w@${n}-?`).join(' ')} A:w1@50-60 A:r1@70-80`,
    'holds',
  ],
  ['linearizable', 'a read of what nobody wrote', 'A:w1@0-10 B:r7@20-30', 'broken'],
  ['linearizable', 'a read before its write began', 'A:r1@0-10 B:w1@20-30', 'broken'],
  [
    'linearizable',
    'concurrent writes seen in one order by all',
    'A:w1@0-50 B:w2@0-50 C:r1@10-20 C:r2@60-70',
    'holds',
  ],
  [
    'linearizable',
    'concurrent writes seen in two orders',
    'A:w1@0-50 B:w2@0-50 C:r1@60-70 D:r2@80-90 C:r1@95-99',
    'broken',
  ],
  ['linearizable', 'an unanswered write that took effect', 'A:w1@0-? B:r0@5-10 B:r1@20-30', 'holds'],
  ['linearizable', 'an unanswered write that never took effect', 'A:w1@0-? B:r0@20-30 C:r0@90-99', 'holds'],
  ['linearizable', 'an unanswered write seen and then unseen', 'A:w1@0-? B:r1@20-30 C:r0@40-50', 'broken'],
  [
    'linearizable',
    'an overwritten version seen again',
    'A:w1@0-10 A:w2@20-30 B:r2@40-50 C:r1@60-70',
    'broken',
  ],
  ['linearizable', 'answer and call at the same instant may overlap', 'A:w1@0-10 B:r0@10-20', 'holds'],
  [
    'linearizable',
    'many writes at once, seen in an order that fits',
    'A:w1@0-9 B:w2@0-9 C:w3@0-9 D:w4@0-9 E:r3@10-11 E:r3@12-13',
    'holds',
  ],
  ['sequential', 'a stale read by another client', 'A:w1@0-10 B:r0@20-30', 'holds'],
  ['sequential', 'new, then old by another client', 'A:w1@0-100 B:r1@10-20 C:r0@30-40', 'holds'],
  ['sequential', 'new, then old by the same client', 'A:w1@0-100 B:r1@10-20 B:r0@30-40', 'broken'],
  ['sequential', 'missing one’s own write', 'A:w1@0-10 A:r0@20-30', 'broken'],
  [
    'sequential',
    'two clients who disagree on the order of two writes',
    'A:w1@0-9 B:w2@0-9 C:r1@10-11 C:r2@12-13 D:r2@10-11 D:r1@12-13',
    'broken',
  ],
  [
    'sequential',
    'two clients who agree, one of them late',
    'A:w1@0-9 B:w2@0-9 C:r1@10-11 C:r2@12-13 D:r1@50-51 D:r2@52-53',
    'holds',
  ],
  ['sequential', 'a read of what nobody wrote', 'A:r5@0-10', 'broken'],
  ['sequential', 'a client that reads its write before making it', 'A:r1@0-10 A:w1@20-30', 'broken'],
  [
    'sequential',
    'a circle over three clients',
    'A:w1@0-1 B:w2@0-1 C:w3@0-1 D:r1@2-3 D:r2@4-5 E:r2@2-3 E:r3@4-5 F:r3@2-3 F:r1@4-5',
    'broken',
  ],
  ['read-your-writes', 'reading it', 'A:w1@0-10 A:r1@20-30', 'holds'],
  ['read-your-writes', 'reading something newer', 'A:w1@0-10 B:w2@11-12 A:r2@20-30', 'holds'],
  ['read-your-writes', 'missing it', 'A:w3@0-10 A:r2@20-30', 'broken'],
  ['read-your-writes', 'missing it while it is still being written', 'A:w3@0-50 A:r2@20-30', 'holds'],
  ['read-your-writes', 'another client misses it', 'A:w3@0-10 B:r2@20-30', 'holds'],
  ['monotonic-reads', 'only newer ones', 'A:r1@0-10 A:r1@20-30 A:r4@40-50', 'holds'],
  ['monotonic-reads', 'older after newer', 'A:r4@0-10 A:r1@20-30', 'broken'],
  ['monotonic-reads', 'older at the same time', 'A:r4@0-50 A:r1@20-30', 'holds'],
  ['monotonic-reads', 'older in another city, same client', 'A(sin):r4@0-10 A(fra):r1@20-30', 'broken'],
  ['monotonic-writes', 'in order', 'A:w1@0-10 A:w2@20-30', 'holds'],
  ['monotonic-writes', 'the later one committed first', 'A:w2@0-10 A:w1@20-30', 'broken'],
  ['monotonic-writes', 'another client between', 'A:w1@0-10 B:w2@11-12 A:w3@20-30', 'holds'],
  ['writes-follow-reads', 'after what was read', 'A:r1@0-10 A:w2@20-30', 'holds'],
  ['writes-follow-reads', 'before what was read', 'A:r3@0-10 A:w2@20-30', 'broken'],
  ['bounded-staleness', 'a read before its version existed', 'A:r1@0-10 B:w1@20-30', 'broken'],
  [
    'bounded-staleness',
    'a read of the first content before a write that never got through',
    'A:r0@0-10 B:w@20-? A:r0@30-40',
    'holds',
  ],
  ['bounded-staleness', 'stale reads', 'A:w1@0-10 B:r0@500-510', 'holds'],
  [
    'convergence',
    'every site reads the last write in the end',
    'A:w1@0-10 B(sin):r0@20-30 B(sin):r1@90-99 C(fra):r1@50-60',
    'holds',
  ],
  ['convergence', 'a site that still misses it long after', 'A:w1@0-10 B(sin):r0@2000-2010', 'broken'],
  ['convergence', 'a site that misses it soon after', 'A:w1@0-10 B(sin):r0@500-510', 'open'],
  ['convergence', 'nobody reads again', 'A:w1@0-10', 'open'],
];

describe('histories by hand:', () => {
  test.each(CASES)('%s: %s', (property, _what, text, status) => {
    expect(statusOf(property, text)).toBe(status);
  });

  test('there are at least forty of them', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(40);
  });

  test('values stand in for versions where a history has none', () => {
    expect(statusOf('linearizable', 'A:wx@0-10 B:rx@20-30 A:wx@40-50 B:rx@60-70', { valued: true })).toBe(
      'holds',
    );
    expect(statusOf('linearizable', 'A:wx@0-10 A:wy@20-30 B:rx@40-50', { valued: true })).toBe('broken');
    expect(statusOf('linearizable', 'A:wx@0-10 A:d@20-30 B:r@40-50', { valued: true })).toBe('holds');
    expect(statusOf('sequential', 'A:wx@0-10 B:wy@20-30 C:ry@40-41 C:rx@42-43', { valued: true })).toBe(
      'holds',
    );
    expect(statusOf('sequential', 'A:wx@0-10 A:wx@20-30', { valued: true })).toBe('open');
    expect(statusOf('monotonic-reads', 'A:rx@0-10', { valued: true })).toBe('open');
  });

  test('the bound of staleness is the time since the first newer write was answered', () => {
    const history = written('A:w1@0-10 A:w2@100-120 B:r1@130-140 B:r0@150-160');
    expect(findingOf('bounded-staleness', registerOf('k', history), SETTLE_US).boundUs).toBe(140_000);
  });

  test('a counterexample holds only what it takes', () => {
    const noise = 'D:r0@0-1 A:w1@2-3 D:r1@4-5 A:w2@6-7 D:r2@8-9 A:w3@10-11 D:r3@12-13 A:w4@20-30';
    const history = written(`${noise} B:r4@40-50 C:r3@60-70 D:r4@80-90 E:r4@80-91`);
    const { example } = findingOf('linearizable', registerOf('k', history), SETTLE_US);
    expect(example.map(({ client, op, version }) => `${client} ${op} ${version}`)).toEqual([
      'A write 3',
      'A write 4',
      'C read 3',
    ]);
  });
});
