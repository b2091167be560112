// What an arm costs a month: the usage of its trials, the tariffs of all that it uses, and the bill that follows.
import { storeKinds } from '../stores/index.ts';
import type { BillResult } from '../../reports/result.ts';
import { egressLine, serverLines } from '../bill/aws.ts';
import { billOf, MONTH_DAYS, MONTH_MS, type TariffLine, totalUsd, type Usage } from '../bill/tariff.ts';
import type { Geography } from '../entities/geography.ts';
import type { Arm, Plan } from '../plan.ts';
import { platforms } from '../platforms/index.ts';
import { nodeOrigin } from '../platforms/node-origin.ts';
import { withOptions } from '../platforms/options.ts';
import type { Platform } from '../platforms/platform.ts';
import type { TrialRecord } from '../trial-record.ts';
import { US_PER_MS } from '../units.ts';

const MS_PER_SECOND = 1000;
const MIB_PER_GIB = 1024;
const US_PER_HOUR = 3_600_000_000;

/** The bill over all seeds, and the metrics of money, over all seeds and by seed; nothing where no trial ended. */
export interface Cost {
  readonly bill: BillResult | null;
  readonly summary: Readonly<Record<string, number>>;
  readonly perSeed: readonly Readonly<Record<string, number>>[];
}

/** Works out what an arm costs. */
export function costOf(plan: Plan, arm: Arm, records: readonly TrialRecord[], geography: Geography): Cost {
  const row = platforms[arm.platform];
  if (row === undefined || records.length === 0) return { bill: null, summary: {}, perSeed: [] };
  const platform = withOptions(row, arm.options);
  const tariff = tariffOf(plan, arm, platform);
  const billFor = (some: readonly TrialRecord[]): BillResult => {
    const usage = usageOf(some, platform, geography);
    const scale = MONTH_MS / (plan.windowMs * some.length);
    const items = billOf(tariff, usage, scale);
    return { monthDays: MONTH_DAYS, scale, usage, items, totalUsd: totalUsd(items) };
  };
  const bill = billFor(records);
  return {
    bill,
    summary: metricsOf(bill),
    perSeed: records.map((record) => metricsOf(billFor([record]))),
  };
}

/** Every line that an arm may be billed for: its platform, its machines or those of the origin behind it, and its stores. */
function tariffOf(plan: Plan, arm: Arm, platform: Platform): TariffLine[] {
  const { lines, ownServers, paysRegionEgress } = platform.billing;
  const processes = ownServers
    ? platform.servers.value
    : plan.origin.handler === null
      ? 0
      : nodeOrigin.servers.value;
  const stores = [...new Set(arm.stores.map((store) => store.kind))];
  return [
    ...lines,
    ...(processes === 0 ? [] : serverLines(processes)),
    ...(paysRegionEgress ? [egressLine(arm.region)] : []),
    ...stores.flatMap((kind) => storeKinds[kind]?.tariff ?? []),
  ];
}

/** The meters of some trials together. A GB-second is a GiB of the memory that the platform gives, held for a second. */
function usageOf(records: readonly TrialRecord[], platform: Platform, geography: Geography): Usage {
  const usage: Record<string, number> = {};
  const add = (meter: string, value: number): void => {
    if (value !== 0) usage[meter] = (usage[meter] ?? 0) + value;
  };
  const memoryGib = platform.memory.givenMib.value / MIB_PER_GIB;
  for (const { counters, pops } of records) {
    const counted = (name: string): number => counters[`usage.${name}`] ?? 0;
    add('requests', counters['requests'] ?? 0);
    for (const as of ['own', 'origin']) {
      add(`${as}.invocations`, counted(`${as}.invocations`));
      add(`${as}.cpuMs`, counted(`${as}.cpuUs`) / US_PER_MS);
      add(`${as}.wallMs`, counted(`${as}.wallUs`) / US_PER_MS);
    }
    const heldMs = counted('own.wallRoundedMs') + counted('own.initRoundedMs');
    add('own.wallGbS', (heldMs / MS_PER_SECOND) * memoryGib);
    add('own.busyGbS', (counted('own.busyUs') / US_PER_MS / MS_PER_SECOND) * memoryGib);
    add('own.instanceHours', counted('own.instanceUs') / US_PER_HOUR);
    for (const name of ['region.requests', 'region.egressBytes']) add(name, counted(name));
    for (const [name, value] of Object.entries(counters))
      if (name.startsWith('usage.ops.')) add(name.slice('usage.'.length), value);
    for (const [index, { requests, egressBytes }] of pops.entries()) {
      const country = geography.pops[index]?.country ?? '';
      for (const suffix of ['', `:${country}`]) {
        add(`pop.requests${suffix}`, requests);
        add(`pop.egressBytes${suffix}`, egressBytes);
      }
    }
  }
  return usage;
}

function metricsOf({ totalUsd: usd, usage, scale }: BillResult): Record<string, number> {
  const requests = (usage['requests'] ?? 0) * scale;
  return { 'cost.month': usd, ...(requests > 0 && { 'cost.perMillion': (usd / requests) * 1e6 }) };
}
