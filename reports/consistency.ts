// What readers of the store met, in words; the terminal and the page say the same.
import { formatCount, formatCounted, formatShare } from './format.ts';
import type { ArmResult } from './result.ts';

/** What readers of the store met, in one sentence; empty for an arm without KV. */
export function staleSentence(arm: ArmResult): string {
  const { summary } = arm;
  const reads = summary['kv.reads'];
  if (reads === undefined) return '';
  const missed = summary['kv.ownWriteMissed'] ?? 0;
  const elsewhere = summary['kv.ownWriteMissedElsewhere'] ?? 0;
  const rejected = summary['kv.rejectedWrites'] ?? 0;
  const parts = [
    `${formatCount(summary['kv.staleReads'])} of ${formatCount(reads)} reads were stale (${formatShare(summary['kv.staleRatio'])})`,
    `${formatCounted(missed, 'read')} missed the same user’s own write, ${formatCount(elsewhere)} of them at another PoP`,
  ];
  if (rejected > 0)
    parts.push(
      `${formatCount(rejected)} of ${formatCount(summary['kv.writes'])} writes were refused (one a second for a key)`,
    );
  return `${parts.join('; ')}.`;
}
