// The four session guarantees of one key (Terry et al. 1994), by the versions that each client wrote and saw.
import { type HistoryOperation, isWrite } from './operation.ts';
import type { Register } from './register.ts';
import { broken, type Finding, HOLDS, open, type Property } from './verdict.ts';

/** Which pair of operations each guarantee is about: the earlier one, and the later one that must not have an older version. */
const GUARANTEES = {
  'read-your-writes': { earlier: 'write', later: 'read' },
  'monotonic-reads': { earlier: 'read', later: 'read' },
  'monotonic-writes': { earlier: 'write', later: 'write' },
  'writes-follow-reads': { earlier: 'read', later: 'write' },
} as const satisfies Partial<Record<Property, object>>;

export type SessionGuarantee = keyof typeof GUARANTEES;

/** A guarantee is broken where a client's later operation has an older version than an earlier one that it had the answer of. */
export function checkSession(register: Register, guarantee: SessionGuarantee): Finding {
  if (!register.versioned) return open('no versions in the history');
  const { earlier, later } = GUARANTEES[guarantee];
  for (const own of Map.groupBy(register.operations, ({ client }) => client).values()) {
    const pair = olderLater(
      own.filter((operation) => kindOf(operation) === earlier),
      own.filter((operation) => kindOf(operation) === later),
    );
    if (pair !== null) return broken('', pair);
  }
  return HOLDS;
}

function kindOf(operation: HistoryOperation): 'read' | 'write' {
  return isWrite(operation) ? 'write' : 'read';
}

/** The first later operation whose version is older than the newest of those that had been answered before it. */
function olderLater(
  earlier: readonly HistoryOperation[],
  later: readonly HistoryOperation[],
): [HistoryOperation, HistoryOperation] | null {
  const answered = earlier
    .filter((operation) => operation.completedUs !== null)
    .toSorted((a, b) => (a.completedUs ?? 0) - (b.completedUs ?? 0));
  let newest: HistoryOperation | null = null;
  let next = 0;
  for (const operation of later) {
    for (; (answered[next]?.completedUs ?? Number.POSITIVE_INFINITY) <= operation.invokedUs; next++) {
      const one = answered[next];
      if (one !== undefined && (newest === null || (one.version ?? 0) > (newest.version ?? 0))) newest = one;
    }
    if (newest !== null && operation.version !== undefined && operation.version < (newest.version ?? 0))
      return [newest, operation];
  }
  return null;
}
