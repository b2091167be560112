// What must be true of every history whatever a store promises: nothing is seen sooner than light could carry it, and every version seen was written.
import type { HistoryOperation } from '../../sim/history/operation.ts';
import { pops } from '../../topology/catalog.ts';
import { distanceKm } from '../../topology/distance.ts';

const LIGHT_KM_PER_US = 0.299_792_458;

const siteByCode = new Map(pops('cloudflare', { mainlandChina: false }).map((pop) => [pop.code, pop]));

/** Microseconds that light in a vacuum takes between two PoPs. */
function lightUs(from: string, to: string): number {
  const [a, b] = [siteByCode.get(from), siteByCode.get(to)];
  if (a === undefined || b === undefined) throw new Error(`no PoPs ${from} and ${to}`);
  return distanceKm(a, b) / LIGHT_KM_PER_US;
}

/** What an account of one arm's history found. */
export interface Account {
  /** Reads whose version somebody wrote at another PoP. */
  readonly carried: number;
  /** In words; empty when all is well. */
  readonly wrong: readonly string[];
}

/** Goes through the history of one arm. */
export function accountOf(history: readonly HistoryOperation[]): Account {
  const name = ({ key, version }: HistoryOperation): string => `${key} ${version}`;
  const writes = history.filter(({ op }) => op !== 'read');
  const written = new Map(
    writes.filter(({ version }) => version !== undefined).map((write) => [name(write), write]),
  );
  const known = writes.filter(({ version }) => version !== undefined).length;
  const wrong = known === written.size ? [] : [`${known - written.size} writes share a version with another`];
  let carried = 0;
  for (const read of history) {
    if (read.op !== 'read' || read.completedUs === null || read.version === 0) continue;
    const write = written.get(name(read));
    if (write === undefined) wrong.push(`${name(read)} was seen, and nobody wrote it`);
    else if (write.site !== read.site) {
      carried++;
      if (read.completedUs < write.invokedUs + lightUs(write.site, read.site))
        wrong.push(`${name(read)} was seen at ${read.site} before light could come from ${write.site}`);
    }
  }
  return { carried, wrong };
}
