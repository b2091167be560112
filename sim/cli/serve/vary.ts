// A Plan with the few values that the local page lets people change, and in words what was changed.
import { regions } from '../../../topology/catalog.ts';
import { SimError } from '../../errors.ts';
import { deepFreeze } from '../../plan.ts';
import type { Arm, Plan, StorePlan } from '../../plan.ts';
import { pairShareFor, windowForRequests } from '../../scenario/resolve.ts';
import { storeKinds } from '../../stores/index.ts';
import * as z from 'zod';

/** The option of stores that the page calls TTL. */
const TTL = 'cacheTtlMs';
const MS_PER_SECOND = 1000;

/** What the page may ask for; whatever is left out stays as the scenario says. */
const changesSchema = z.strictObject({
  seed: z.number().int().min(0).max(2_147_483_647),
  seeds: z.number().int().min(1).max(50),
  requests: z.number().int().min(1).max(1_000_000),
  ratePerSecond: z.number().positive().max(1_000_000).optional(),
  ttlSeconds: z.number().positive().max(86_400).optional(),
  region: z.string().max(60).optional(),
  arms: z.array(z.string().max(40)).min(1).optional(),
});

export type Changes = z.infer<typeof changesSchema>;

/** Reads what the page sent; throws E_USAGE with the first mistake. */
export function readChanges(body: string): Changes {
  const parsed = changesSchema.safeParse(jsonOf(body));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new SimError('E_USAGE', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not understood'}`);
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** The regions that an origin may stand in, for the page and for checking what it sends. */
export function regionIds(): string[] {
  return regions().map((region) => region.id);
}

/** The TTL that stores of the Plan have, in seconds; null where none has one. */
export function ttlSecondsOf(plan: Plan): number | null {
  const stores = plan.arms.flatMap((arm) => arm.stores).filter((store) => hasTtl(store));
  if (stores.length === 0) return null;
  return (stores.find((store) => store.options[TTL] !== undefined)?.options[TTL] ?? 60_000) / MS_PER_SECOND;
}

function hasTtl(store: StorePlan): boolean {
  return storeKinds[store.kind]?.options[TTL] !== undefined;
}

/** The changed Plan, and what differs from the scenario's. */
export function vary(plan: Plan, changes: Changes): { plan: Plan; differs: string[] } {
  const { requests, ttlSeconds, region } = changes;
  if (region !== undefined && !regionIds().includes(region))
    throw new SimError('E_USAGE', `there is no region ${region}`);
  const rate = changes.ratePerSecond ?? plan.workload.requestsPerSecond;
  if (rate !== plan.workload.requestsPerSecond && plan.workload.arrivals.trace !== null)
    throw new SimError('E_USAGE', 'a trace says its rate by itself');
  const windowMs = windowForRequests(rate, requests);
  const wanted = new Set(changes.arms ?? plan.arms.map((arm) => arm.name));
  const arms = plan.arms.filter((arm) => wanted.has(arm.name) || arm.name === plan.baseline);
  checkTtl(plan, ttlSeconds);
  const varied: Plan = {
    ...plan,
    windowMs,
    workload: { ...plan.workload, requestsPerSecond: rate },
    arms: arms.map((arm) => varyArm(arm, { region, ttlSeconds })),
    pairShare: pairShareFor(rate, windowMs),
    thresholds: arms.length < plan.arms.length ? [] : plan.thresholds,
  };
  return { plan: deepFreeze(varied), differs: differences(plan, varied, changes) };
}

function checkTtl(plan: Plan, ttlSeconds: number | undefined): void {
  if (ttlSeconds === undefined) return;
  for (const { kind } of plan.arms.flatMap((arm) => arm.stores)) {
    const bounds = storeKinds[kind]?.options[TTL];
    const ms = ttlSeconds * MS_PER_SECOND;
    if (bounds !== undefined && (ms < bounds.lowest || ms > bounds.highest))
      throw new SimError(
        'E_USAGE',
        `the TTL of ${kind} lies from ${bounds.lowest / MS_PER_SECOND} to ${bounds.highest / MS_PER_SECOND} s`,
      );
  }
}

/** A store that stood with the origin moves with it. */
function varyArm(arm: Arm, to: { region: string | undefined; ttlSeconds: number | undefined }): Arm {
  const region = to.region ?? arm.region;
  return {
    ...arm,
    region,
    stores: arm.stores.map((store) => ({
      ...store,
      home: store.home === arm.region ? region : store.home,
      options:
        to.ttlSeconds === undefined || !hasTtl(store)
          ? store.options
          : { ...store.options, [TTL]: to.ttlSeconds * MS_PER_SECOND },
    })),
  };
}

function differences(before: Plan, after: Plan, changes: Changes): string[] {
  const rate = after.workload.requestsPerSecond;
  const moved = after.arms.some(
    (arm) => arm.region !== before.arms.find(({ name }) => name === arm.name)?.region,
  );
  return [
    ...(rate === before.workload.requestsPerSecond ? [] : [`${rate} requests a second`]),
    ...(after.windowMs === before.windowMs ? [] : [`a window of ${after.windowMs / MS_PER_SECOND} s`]),
    ...(moved ? [`the origin in ${changes.region ?? ''}`] : []),
    ...(changes.ttlSeconds === undefined || changes.ttlSeconds === ttlSecondsOf(before)
      ? []
      : [`a TTL of ${changes.ttlSeconds} s`]),
    ...(after.arms.length === before.arms.length
      ? []
      : [`the arms ${after.arms.map((arm) => arm.name).join(', ')}`]),
  ];
}
