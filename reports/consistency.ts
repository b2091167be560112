// What readers of the store met, in words; the terminal and the page say the same.
import { formatCount, formatCounted, formatShare } from './format.ts';
import type { ArmResult } from './result.ts';

/** What readers and writers of the stores met, in a sentence each for stores and for Durable Objects; empty for an arm that has neither. */
export function staleSentence({ summary }: ArmResult): string {
  return [storeSentence(summary), objectSentence(summary)].filter((text) => text !== '').join(' ');
}

/** The first part of the names of the lags to show: those of data stores, or of Durable Objects where no write of another store was followed. */
export function lagFamily({ histograms }: ArmResult): 'store' | 'objects' {
  const known = histograms['store.consistencyLag'] ?? histograms['objects.consistencyLag'];
  return known !== undefined && histograms['store.consistencyLag'] === undefined ? 'objects' : 'store';
}

function objectSentence(summary: ArmResult['summary']): string {
  const calls = summary['objects.calls'];
  if (calls === undefined) return '';
  const lost = summary['objects.lostUpdates'] ?? 0;
  return `${formatCounted(calls, 'call')} of Durable Objects lost ${formatCounted(lost, 'update')}.`;
}

function storeSentence(summary: ArmResult['summary']): string {
  const reads = summary['store.reads'];
  if (reads === undefined) return '';
  const lost = summary['store.lostUpdates'] ?? 0;
  const missed = summary['store.ownWriteMissed'] ?? 0;
  const elsewhere = summary['store.ownWriteMissedElsewhere'] ?? 0;
  const back = summary['store.monotonicReadsBroken'] ?? 0;
  const rejected = summary['store.rejectedWrites'] ?? 0;
  const parts = [
    `${formatCount(summary['store.staleReads'])} of ${formatCount(reads)} reads were stale (${formatShare(summary['store.staleRatio'])})`,
    `${formatCounted(missed, 'read')} missed the same user’s own write, ${formatCount(elsewhere)} of them at another PoP`,
  ];
  if (back > 0) parts.push(`${formatCounted(back, 'read')} went back in time for the same user`);
  if (lost > 0)
    parts.push(`${formatCounted(lost, 'update')} got lost: written over by who had not read them`);
  if (rejected > 0)
    parts.push(`${formatCount(rejected)} of ${formatCount(summary['store.writes'])} writes were refused`);
  return `${parts.join('; ')}.`;
}
