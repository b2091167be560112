// What an arm costs a month: the usage of its trials, the tariffs of all that it uses, and the bill that follows.
import { storeKinds } from '../stores/index.ts';
import type { BillResult } from '../../reports/result.ts';
import { egressLine, serverLines } from '../bill/aws.ts';
import { billOf, MONTH_DAYS, MONTH_MS, type TariffLine, totalUsd, type Usage } from '../bill/tariff.ts';
import type { Geography } from '../entities/geography.ts';
import { type BilledAs, billedHost } from '../metrics/usage-meter.ts';
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

/** Code that an arm pays for, and what it runs on: its own, or that of a host. */
interface Payer {
  readonly as: BilledAs;
  /** In front of its items on the bill. */
  readonly title: string;
  readonly platform: Platform;
  readonly region: string;
}

/** Works out what an arm costs. */
export function costOf(plan: Plan, arm: Arm, records: readonly TrialRecord[], geography: Geography): Cost {
  const row = platforms[arm.platform];
  if (row === undefined || records.length === 0) return { bill: null, summary: {}, perSeed: [] };
  const own: Payer = {
    as: 'own',
    title: '',
    platform: withOptions(row, arm.options),
    region: arm.region,
  };
  const hosts = hostsThatRan(plan, records);
  const tariff = [...tariffOf(arm, own.platform, records), ...hosts.flatMap((host) => hostLines(host, arm))];
  const billFor = (some: readonly TrialRecord[]): BillResult => {
    const usage = usageOf(some, [own, ...hosts], geography);
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

/** Every line that an arm may be billed for: its platform, its machines or those of the origin behind it where that was called, and its stores. */
function tariffOf(arm: Arm, platform: Platform, records: readonly TrialRecord[]): TariffLine[] {
  const { lines, ownServers, paysRegionEgress } = platform.billing;
  const processes = ownServers
    ? platform.servers.value
    : hasRun('origin', records)
      ? nodeOrigin.servers.value
      : 0;
  const stores = [...new Set(arm.stores.map((store) => store.kind))];
  return [
    ...lines,
    ...(processes === 0 ? [] : serverLines(processes)),
    ...(paysRegionEgress ? [egressLine(arm.region)] : []),
    ...stores.flatMap((kind) => storeKinds[kind]?.tariff ?? []),
  ];
}

/** The hosts with a platform of their own whose code an arm has called; another arm's are no part of it. */
function hostsThatRan({ hosts }: Plan, records: readonly TrialRecord[]): Payer[] {
  return Object.entries(hosts).flatMap(([name, host]) => {
    if (host.kind !== 'handler' || host.platform === null) return [];
    const as = billedHost(name);
    const platform = platforms[host.platform];
    return platform === undefined || !hasRun(as, records)
      ? []
      : [{ as, title: `${name}: `, platform, region: host.region }];
  });
}

function hasRun(as: BilledAs, records: readonly TrialRecord[]): boolean {
  return records.some(({ counters }) => (counters[`usage.${as}.invocations`] ?? 0) > 0);
}

/** What a host's platform charges, by the host's own meters. Bytes that leave the arm's region are on the arm's line, with its free amount; elsewhere none is free. */
function hostLines({ as, title, platform, region }: Payer, arm: Arm): TariffLine[] {
  const { lines, ownServers, paysRegionEgress } = platform.billing;
  const renamed = (meter: string): string => meter.replace(/^own\./, `${as}.`);
  const charged = [...lines, ...(ownServers ? serverLines(platform.servers.value) : [])].map((line) => ({
    ...line,
    item: `${title}${line.item}`,
    meter: renamed(line.meter),
    ...(line.further !== undefined && { further: line.further.map(renamed) }),
  }));
  const leaves = paysRegionEgress && region !== arm.region;
  const egress = { ...egressLine(region), meter: `${as}.egressBytes`, included: 0 };
  return leaves ? [...charged, egress] : charged;
}

/** The meters of some trials together. */
function usageOf(records: readonly TrialRecord[], payers: readonly Payer[], geography: Geography): Usage {
  const usage: Record<string, number> = {};
  const add = (meter: string, value: number): void => {
    if (value !== 0) usage[meter] = (usage[meter] ?? 0) + value;
  };
  for (const { counters, pops } of records) {
    const counted = (name: string): number => counters[`usage.${name}`] ?? 0;
    add('requests', counters['requests'] ?? 0);
    for (const as of ['origin', ...payers.map((payer) => payer.as)]) {
      add(`${as}.invocations`, counted(`${as}.invocations`));
      add(`${as}.cpuMs`, counted(`${as}.cpuUs`) / US_PER_MS);
      add(`${as}.wallMs`, counted(`${as}.wallUs`) / US_PER_MS);
    }
    for (const payer of payers) addHeld(payer, counted, add);
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

/** Memory held, by wall time, by busy time and by the hour. A GB-second is a GiB of the memory that the platform gives, held for a second. */
function addHeld(
  { as, platform }: Payer,
  counted: (name: string) => number,
  add: (meter: string, value: number) => void,
): void {
  const memoryGib = platform.memory.givenMib.value / MIB_PER_GIB;
  const heldMs = counted(`${as}.wallRoundedMs`) + counted(`${as}.initRoundedMs`);
  add(`${as}.wallGbS`, (heldMs / MS_PER_SECOND) * memoryGib);
  add(`${as}.busyGbS`, (counted(`${as}.busyUs`) / US_PER_MS / MS_PER_SECOND) * memoryGib);
  add(`${as}.instanceHours`, counted(`${as}.instanceUs`) / US_PER_HOUR);
  add(`${as}.egressBytes`, counted(`${as}.egressBytes`));
}

function metricsOf({ totalUsd: usd, usage, scale }: BillResult): Record<string, number> {
  const requests = (usage['requests'] ?? 0) * scale;
  return { 'cost.month': usd, ...(requests > 0 && { 'cost.perMillion': (usd / requests) * 1e6 }) };
}
