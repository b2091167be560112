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
  smartPlacement: {
    meaning:
      'Workers: 1 runs code in the PoP nearest to the origin’s region, but for one request in a hundred',
    lowest: 0,
    highest: 1,
  },
  memoryMib: {
    meaning: 'Memory that an instance is given, in MiB: what is billed where memory is',
    lowest: 64,
    highest: 16_384,
  },
  serverMemoryMib: {
    meaning: 'Memory of a server for the isolates of all handlers; beyond it the least recently used go',
    lowest: 16,
    highest: 16_777_216,
  },
  overheadMib: {
    meaning: 'Memory that an instance takes beside the handler’s own',
    lowest: 0,
    highest: 16_384,
  },
  keptInstances: { meaning: 'Containers that always run', lowest: 1, highest: 1000 },
  timeLimitMs: { meaning: 'Time that a call may take, waiting included', lowest: 1, highest: 900_000 },
  cpuLimitMs: { meaning: 'CPU time that a request may use', lowest: 1, highest: 900_000 },
};

/** The platform with a scenario's values in place of its own; each changed figure names the scenario as its source. */
export function withOptions(platform: Platform, options: Readonly<Record<string, number>>): Platform {
  const changed = <T extends Figure | null>(figure: T, name: string): T => {
    const value = options[name];
    if (figure === null || value === undefined) return figure;
    return { ...figure, value, source: 'the scenario', confidence: 'assumed' };
  };
  const { startUp, instances, memory } = platform;
  return {
    ...platform,
    servers: changed(platform.servers, 'servers'),
    smartPlacement: changed(platform.smartPlacement, 'smartPlacement'),
    cpuScale: changed(platform.cpuScale, 'cpuScaleRatio'),
    memory: {
      givenMib: changed(memory.givenMib, 'memoryMib'),
      overheadMib: changed(memory.overheadMib, 'overheadMib'),
      serverMib: changed(memory.serverMib, 'serverMemoryMib'),
    },
    instances: instances === null ? null : { ...instances, kept: changed(instances.kept, 'keptInstances') },
    startUp:
      startUp === null
        ? null
        : {
            ...startUp,
            baseMs: changed(startUp.baseMs, 'coldStartMs'),
            idleEvictionMs: changed(startUp.idleEvictionMs, 'idleEvictionMs'),
            idleHighMs: options['idleEvictionMs'] === undefined ? startUp.idleHighMs : null,
          },
    cacheTiers: changed(platform.cacheTiers, 'cacheTiers'),
    limits: {
      ...platform.limits,
      cpuMs: changed(platform.limits.cpuMs, 'cpuLimitMs'),
      wallMs: changed(platform.limits.wallMs, 'timeLimitMs'),
    },
  };
}
