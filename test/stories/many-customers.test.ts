// The story of many customers says how many copies fit into a server: its README holds the figures of the platforms and the measured heap.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isolateBytes } from '../../sim/entities/server-memory.ts';
import { platforms } from '../../sim/platforms/index.ts';
import { withOptions } from '../../sim/platforms/options.ts';
import type { Platform } from '../../sim/platforms/platform.ts';
import { loadPlan } from '../../sim/scenario/load.ts';

const STORY = 'scenarios/many-customers';
const GIB = 1_073_741_824;

function platformNamed(name: string): Platform {
  const platform = platforms[name];
  if (platform === undefined) throw new Error(`no platform ${name}`);
  return platform;
}

test('isolates, processes and microVMs fit as often as the README says', async () => {
  const { plan, bundles } = await loadPlan(STORY);
  const profile = plan.profiles[bundles['customer.ts']?.digest ?? ''] ?? null;
  expect(profile).not.toBeNull();
  const readme = readFileSync(`${STORY}/README.md`, 'utf8');
  const workers = platformNamed('cloudflare-workers');
  const processMib = platformNamed('node-origin').memory.overheadMib.value;
  const kinds = [
    ['isolate', workers.memory.overheadMib.value],
    ['process', processMib],
    ['microVM with such a process', processMib + 5],
  ] as const;
  for (const [kind, overheadMib] of kinds) {
    const fits = Math.floor(GIB / isolateBytes(withOptions(workers, { overheadMib }), profile));
    expect(readme).toMatch(new RegExp(`\\| ${kind} \\| ${overheadMib} MiB .*\\| ${fits} \\|`));
  }
});
