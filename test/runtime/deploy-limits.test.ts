// Limits that a platform states for deploying: the size of a script and the time it takes to start.
import { describe, expect, test } from 'vitest';
import { cloudflareWorkers } from '../../sim/platforms/cloudflare-workers.ts';
import { deployProblems } from '../../sim/platforms/deploy-check.ts';
import type { HandlerProfile } from '../../sim/plan.ts';
import { loadPlan } from '../../sim/scenario/load.ts';

const loaded = await loadPlan('scenarios/hello');
const { plan, bundles } = loaded;
const arm = plan.arms.find(({ platform }) => platform === 'cloudflare-workers');
const handler = arm?.handler ?? '';
const bundle = bundles[handler];
if (bundle === undefined) throw new Error('the hello scenario has no Worker');

const profile: HandlerProfile = {
  bundleDigest: bundle.digest,
  measuredOn: 'this test',
  calibrationMs: 1,
  compileMs: 0,
  evaluateMs: 1,
  moduleHeapBytes: 0,
  requestHeapBytes: 0,
  firstRequestExtraMs: 0,
  classes: {},
};

describe('deploying a handler', () => {
  test('succeeds within the limits', () => {
    expect(deployProblems({ ...plan, profiles: { [bundle.digest]: profile } }, bundles)).toEqual([]);
  });

  test('fails when the script is larger than the platform takes, with one byte deciding', () => {
    const largest = (cloudflareWorkers.limits.scriptMib?.value ?? 0) * 1_048_576;
    const fits = { ...bundles, [handler]: { ...bundle, sizeBytes: largest } };
    const tooLarge = { ...bundles, [handler]: { ...bundle, sizeBytes: largest + 1 } };
    expect(deployProblems(plan, fits)).toEqual([]);
    const [problem] = deployProblems(plan, tooLarge);
    expect(problem?.code).toBe('E_HANDLER');
    expect(problem?.message).toContain('is 64.0 MiB large, and Workers: script size limit is 64 MiB');
  });

  test('fails when global scope takes longer than the platform allows', () => {
    const slow = { ...profile, evaluateMs: 1000 * (1 / cloudflareWorkers.cpuScale.value) + 1 };
    const [problem] = deployProblems({ ...plan, profiles: { [bundle.digest]: slow } }, bundles);
    expect(problem?.code).toBe('E_HANDLER');
    expect(problem?.message).toContain('Workers: start-up limit is 1000 ms');
    expect(problem?.hint).toContain('global scope');
  });

  test('is not judged by its start while nobody has measured it', () => {
    expect(deployProblems({ ...plan, profiles: {} }, bundles)).toEqual([]);
  });
});
