// What a scenario may change of a platform: a few figures, by names that carry their unit.
import type { OptionTable } from '../option-table.ts';
import type { Figure, Platform } from './platform.ts';

/** Meaning and bounds of each option; every platform takes those that it has a figure for. */
export const PLATFORM_OPTIONS: OptionTable = {
  servers: {
    meaning: 'Servers of a site that run code, or processes of an origin',
    lowest: 1,
    highest: 1000,
  },
  coldStartMs: { meaning: 'Fixed part of a cold start', lowest: 0, highest: 60_000 },
  idleEvictionMs: { meaning: 'Idle time after which an isolate is gone', lowest: 1, highest: 86_400_000 },
  cpuScaleRatio: {
    meaning: 'CPU time on the platform per CPU time of the profile',
    lowest: 0.01,
    highest: 100,
  },
  cacheTiers: {
    meaning:
      'Cache tiers that a subrequest passes: 1 for the PoP, 2 for one near the origin too, 0 for no cache',
    lowest: 0,
    highest: 2,
  },
  cpuLimitMs: { meaning: 'CPU time that a request may use', lowest: 1, highest: 900_000 },
};

/** The platform with a scenario's values in place of its own; each changed figure names the scenario as its source. */
export function withOptions(platform: Platform, options: Readonly<Record<string, number>>): Platform {
  const changed = <T extends Figure | null>(figure: T, name: string): T => {
    const value = options[name];
    if (figure === null || value === undefined) return figure;
    return { ...figure, value, source: 'the scenario', confidence: 'assumed' };
  };
  const { startUp } = platform;
  return {
    ...platform,
    servers: changed(platform.servers, 'servers'),
    cpuScale: changed(platform.cpuScale, 'cpuScaleRatio'),
    startUp:
      startUp === null
        ? null
        : {
            ...startUp,
            baseMs: changed(startUp.baseMs, 'coldStartMs'),
            idleEvictionMs: changed(startUp.idleEvictionMs, 'idleEvictionMs'),
          },
    cacheTiers: changed(platform.cacheTiers, 'cacheTiers'),
    limits: { ...platform.limits, cpuMs: changed(platform.limits.cpuMs, 'cpuLimitMs') },
  };
}
