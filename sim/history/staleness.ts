// How stale reads were, and whether every site came to read the last write of a key.
import { type HistoryOperation, isWrite } from './operation.ts';
import type { Register } from './register.ts';
import { broken, type Finding, HOLDS, open } from './verdict.ts';

const NO_VERSIONS = 'no versions in the history';

/**
 * The bound is the longest time by which a read missed a newer write that had already been answered: what clients could notice.
 * It is broken only by a read that saw a version which nobody had begun to write.
 */
export function checkStaleness({ operations, versioned }: Register): Finding {
  if (!versioned) return open(NO_VERSIONS);
  const writes = operations.filter(isWrite);
  const firstNewer = answeredFirst(writes);
  const begun = new Map(
    writes.flatMap((write) => (write.version === undefined ? [] : [[write.version, write] as const])),
  );
  let worst: { lagUs: number; write: HistoryOperation; read: HistoryOperation } | null = null;
  for (const read of operations) {
    if (isWrite(read)) continue;
    const seen = begun.get(read.version ?? 0);
    if (seen !== undefined && (read.completedUs ?? 0) < seen.invokedUs)
      return broken('a read saw a version before anybody had begun to write it', [read, seen]);
    const write = firstNewer(read.version ?? 0);
    const lagUs = write === null ? 0 : read.invokedUs - (write.completedUs ?? 0);
    if (write !== null && lagUs > (worst?.lagUs ?? 0)) worst = { lagUs, write, read };
  }
  return worst === null ? HOLDS : { ...HOLDS, boundUs: worst.lagUs, example: [worst.write, worst.read] };
}

/** Of the writes with a version above one, the one that was answered first; null for none. */
function answeredFirst(writes: readonly HistoryOperation[]): (version: number) => HistoryOperation | null {
  const newestFirst = writes
    .filter((write) => write.completedUs !== null)
    .toSorted((a, b) => (b.version ?? 0) - (a.version ?? 0));
  const versions: number[] = [];
  const first: HistoryOperation[] = [];
  for (const write of newestFirst) {
    const best = first.at(-1);
    versions.push(-(write.version ?? 0));
    first.push(best !== undefined && (best.completedUs ?? 0) <= (write.completedUs ?? 0) ? best : write);
  }
  return (version) => {
    // How many versions are above it: they stand first, negated so that the list ascends.
    let low = 0;
    let high = versions.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((versions[middle] ?? 0) < -version) low = middle + 1;
      else high = middle;
    }
    return first[low - 1] ?? null;
  };
}

/** Whether, once the last write has been answered, every site's last read saw it; one that did not breaks it only after `settleUs` of quiet. */
export function checkConvergence({ operations, versioned }: Register, settleUs: number): Finding {
  if (!versioned) return open(NO_VERSIONS);
  const writes = operations.filter(isWrite);
  if (writes.length === 0) return HOLDS;
  if (writes.some((write) => write.completedUs === null)) return open('a write has no answer');
  const last = writes.reduce((a, b) => ((b.version ?? 0) > (a.version ?? 0) ? b : a));
  const quietUs = Math.max(...writes.map((write) => write.completedUs ?? 0));
  const later = operations.filter((read) => !isWrite(read) && read.invokedUs >= quietUs);
  if (later.length === 0) return open('nobody read it later');
  let settledUs = 0;
  let behind: HistoryOperation | null = null;
  for (const reads of Map.groupBy(later, ({ site }) => site).values()) {
    for (const read of reads)
      if ((read.version ?? 0) < (last.version ?? 0))
        settledUs = Math.max(settledUs, read.invokedUs - quietUs);
    const end = reads.at(-1);
    if (end !== undefined && (end.version ?? 0) < (last.version ?? 0))
      if (behind === null || end.invokedUs > behind.invokedUs) behind = end;
  }
  if (behind === null) return { ...HOLDS, boundUs: settledUs };
  if (settledUs > settleUs) return { ...broken('', [last, behind]), boundUs: settledUs };
  return { ...open('not read everywhere yet'), boundUs: settledUs };
}
