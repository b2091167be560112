// What a run says of its stores: how fresh readers see writes, and what would shorten the wait for data.
import type { Finding } from './finding.ts';
import { formatCounted, formatMs, formatShare } from './format.ts';
import type { ArmResult, StoreResult } from './result.ts';

/** The kind of store whose sites keep copies for a time that the scenario or the code chooses. */
const CACHED_KIND = 'workers-kv';

function isCached({ kind }: StoreResult): boolean {
  return kind === CACHED_KIND;
}

/** How long all operations on a data store took together, about: medians times their numbers. */
function waited({ summary }: StoreResult): number {
  const of = (name: string): number => summary[`store.${name}`] ?? 0;
  return of('reads') * of('read.p50') + of('writes') * of('write.p50');
}

/** What would shorten the wait for the store that an arm waits for most. */
export function storeLever(arm: ArmResult): string {
  const [slowest] = (arm.stores ?? []).toSorted((a, b) => waited(b) - waited(a));
  return slowest === undefined || isCached(slowest)
    ? 'Keys read more often per PoP, a longer cacheTtl or a nearer home would shorten it.'
    : 'Fewer operations one after the other, a nearer home, or a copy near readers would shorten it.';
}

/** When writes show at other PoPs, and what readers saw until then. */
export function freshnessFinding(arm: ArmResult): Finding | null {
  const { summary } = arm;
  const p50 = summary['store.consistencyLag.p50'];
  if (p50 === undefined) return null;
  const p99 = summary['store.consistencyLag.p99'];
  const shown = p99 === undefined ? '' : ` and ${formatMs(p99)} at p99`;
  const missed = summary['store.ownWriteMissed'] ?? 0;
  const missedText =
    missed === 0 ? '' : `, and ${formatCounted(missed, 'read')} missed the same user’s own write`;
  return {
    id: 'freshness',
    text: `A write shows at another PoP after ${formatMs(p50)} at the median${shown}${staleText(arm)}${missedText}.`,
    change: freshnessLever(arm),
  };
}

function staleText({ summary, perSeed }: ArmResult): string {
  const stale = summary['store.staleRatio'];
  if (stale === undefined) return '';
  if (stale === 0) return '; no read was stale';
  const range = (perSeed['store.staleRatio'] ?? []).filter((value) => value !== null);
  const seeds =
    range.length > 1
      ? ` (${formatShare(Math.min(...range))} to ${formatShare(Math.max(...range))} over seeds)`
      : '';
  return `; ${formatShare(stale)} of reads were stale${seeds}`;
}

/** Only stores that were written to count: copies of what nobody changes are never old. */
function freshnessLever({ stores = [] }: ArmResult): string {
  const written = stores.filter(({ summary }) => summary['store.consistencyLag.p50'] !== undefined);
  return written.length === 0 || written.some(isCached)
    ? 'The cacheTtl bounds it: PoPs that hold a copy keep it that long. A shorter one costs more reads from the centre.'
    : 'The way to the home and from there to each copy decides it; a home nearer to those who write and read would shorten it.';
}
