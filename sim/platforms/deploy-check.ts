// Refuses handlers that a platform would refuse when they are deployed: too large, or too slow to start.
import { SimError } from '../errors.ts';
import type { Plan } from '../plan.ts';
import type { Bundle } from '../runtime/types.ts';
import { limitUses } from './broken-limits.ts';
import { platforms } from './index.ts';
import type { Figure } from './platform.ts';

const BYTES_PER_MIB = 1_048_576;

function tooLarge(handler: string, sizeBytes: number, limit: Figure): SimError {
  const sizeMib = (sizeBytes / BYTES_PER_MIB).toFixed(1);
  return new SimError(
    'E_HANDLER',
    `The handler ${handler} is ${sizeMib} MiB large, and ${limit.name} is ${limit.value} ${limit.unit}.`,
    { at: { file: handler }, hint: 'Import less, or move data to a store such as KV or R2.' },
  );
}

function tooSlow(handler: string, needsMs: number, limit: Figure): SimError {
  return new SimError(
    'E_HANDLER',
    `The handler ${handler} takes ${Math.round(needsMs)} ms to start, and ${limit.name} is ${limit.value} ${limit.unit}.`,
    {
      at: { file: handler },
      hint: 'Move work from global scope into the handler, where the first request does it.',
    },
  );
}

/** One error for each handler that the platform of its arm would not accept; start-up is known only of handlers that have a profile. */
export function deployProblems(plan: Plan, bundles: Readonly<Record<string, Bundle>>): SimError[] {
  const found = new Map<string, SimError>();
  for (const { handler, platform: name } of plan.arms) {
    const bundle = bundles[handler];
    const platform = platforms[name];
    if (bundle === undefined || platform === undefined) continue;
    const { startUpMs, scriptMib } = platform.limits;
    const { digest, sizeBytes } = bundle;
    const profile = plan.profiles[digest];
    if (scriptMib !== null && sizeBytes > scriptMib.value * BYTES_PER_MIB) {
      found.set(`${name} size ${handler}`, tooLarge(handler, sizeBytes, scriptMib));
    }
    if (profile === undefined || startUpMs === null) continue;
    const use = limitUses(platform, { profile, sizeBytes }).find(({ limit }) => limit === startUpMs);
    if (use?.broken === true) found.set(`${name} start ${handler}`, tooSlow(handler, use.needs, startUpMs));
  }
  return [...found.values()];
}
