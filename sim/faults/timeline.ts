// Faults as a timeline: the stretches of simulated time between which cables are cut or mended and sites close or open.
import type { Plan } from '../plan.ts';
import { US_PER_MS } from '../units.ts';

/** A stretch of simulated time and what is out of order in it. */
export interface FaultStretch {
  readonly fromUs: number;
  /** Names of cables, cable groups and links, as geography knows them. */
  readonly cutLinks: readonly string[];
  /** Ids of PoPs and regions. */
  readonly closedSites: readonly string[];
}

/** The stretches in order; the first begins at time zero, and a fault ends where the one after it begins. */
export function faultTimeline({
  faults,
  popNetwork,
}: Pick<Plan['network'], 'faults' | 'popNetwork'>): FaultStretch[] {
  const edgesMs = new Set([0, ...faults.flatMap(({ fromMs, toMs }) => [fromMs, toMs])]);
  return [...edgesMs]
    .toSorted((a, b) => a - b)
    .map((atMs) => {
      const active = faults.filter(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
      const targetsOf = (kind: 'cut' | 'close'): string[] =>
        active.filter((fault) => fault.kind === kind).map((fault) => fault.target);
      return {
        fromUs: atMs * US_PER_MS,
        cutLinks: targetsOf('cut'),
        closedSites: targetsOf('close').map((target) => siteId(target, popNetwork)),
      };
    });
}

/** A bare colo code means a PoP of the plan's network. */
function siteId(target: string, network: string): string {
  return target.includes(':') ? target : `${network}:${target}`;
}
