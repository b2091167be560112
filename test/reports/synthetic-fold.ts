// Folds synthetic journeys of one arm into the part of a RunResult that an engine would write.
import type { ArmResult, SpreadResult } from '../../reports/result.ts';
import { Histogram } from '../../sim/metrics/histogram.ts';
import { QUANTILES } from '../../sim/metrics/names.ts';
import { exponential, labelHash, uniform } from '../../sim/random.ts';
import type { ArmName, SyntheticJourney } from './synthetic-journeys.ts';
import type { SyntheticWorld } from './synthetic-world.ts';

const LAG = labelHash('lag');
const STEP_MS = 10_000;
const BANDS = 60;

type Histograms = Record<string, Record<string, Histogram>>;

function plain(histogram: Histogram): ArmResult['pops'][number]['ttfb'] {
  const json = histogram.toJson();
  return { ...json, buckets: [...json.buckets], counts: [...json.counts] };
}

function put(histograms: Histograms, metric: string, slices: readonly string[], ms: number): void {
  const bySlice = (histograms[metric] ??= {});
  for (const slice of slices) (bySlice[slice] ??= new Histogram()).record(ms * 1000);
}

function distributions(
  world: SyntheticWorld,
  journeys: readonly SyntheticJourney[],
  spreads: readonly SpreadResult[],
): Histograms {
  const histograms: Histograms = {};
  for (const { journey, user, coldStartMs, staleMs } of journeys) {
    const place = world.users[user];
    const connection = journey.newConnection ? 'connection:new' : 'connection:reused';
    const slices = ['all', `continent:${place?.continent}`, `country:${place?.country}`, connection];
    put(histograms, 'ttfb', slices, journey.ttfbMs);
    put(histograms, 'rtt', slices, journey.rttMs);
    put(histograms, 'total', slices, journey.totalMs);
    if (coldStartMs > 0) put(histograms, 'coldStart', ['all'], coldStartMs);
    if (staleMs > 0) put(histograms, 'store.staleness', ['all'], staleMs);
  }
  for (const spread of spreads) {
    put(histograms, 'store.commitLag', ['all'], spread.committedMs - spread.issuedMs);
    for (const { ms, cached } of spread.visible) {
      put(histograms, 'store.consistencyLag', ['all'], ms);
      put(histograms, cached ? 'store.consistencyLagCached' : 'store.consistencyLagUncached', ['all'], ms);
    }
  }
  return histograms;
}

function figures(arm: ArmName, journeys: readonly SyntheticJourney[]): Record<string, number> {
  const sum = (of: (one: SyntheticJourney) => number): number =>
    journeys.reduce((all, one) => all + of(one), 0);
  const requests = journeys.length;
  const figures: Record<string, number> = {
    requests,
    'ttfb.under50ms': sum((one) => (one.journey.ttfbMs <= 50 ? 1 : 0)) / requests,
    'ok.ratio': 1,
    'origin.requests': sum((one) => one.originRequests),
    'origin.egressBytes': sum((one) => one.originBytes),
    offload: sum((one) => (one.originRequests === 0 ? 1 : 0)) / requests,
  };
  if (arm === 'cdn') figures['cache.hitRatio'] = 0.021;
  if (arm === 'edge') {
    figures['cold.count'] = sum((one) => (one.coldStartMs > 0 ? 1 : 0));
    figures['cold.rate'] = figures['cold.count'] / requests;
    figures['store.reads'] = 2 * requests;
    figures['store.writes'] = sum((one) => (one.journey.class === 'save' ? 1 : 0));
    figures['store.hitRatio'] = sum((one) => (one.kvHit ? 1 : 0)) / requests;
    figures['store.staleReads'] = sum((one) => (one.staleMs > 0 ? 1 : 0));
    figures['store.staleRatio'] = figures['store.staleReads'] / figures['store.reads'];
    figures['store.ownWriteMissed'] = Math.round(requests / 900);
    figures['store.ownWriteMissedElsewhere'] = Math.round(requests / 1000);
  }
  return figures;
}

function summarise(
  world: SyntheticWorld,
  arm: ArmName,
  part: { journeys: readonly SyntheticJourney[]; spreads: readonly SpreadResult[] },
): Record<string, number> {
  const summary = figures(arm, part.journeys);
  for (const [metric, slices] of Object.entries(distributions(world, part.journeys, part.spreads))) {
    const all = slices['all'];
    if (all === undefined) continue;
    summary[`${metric}.mean`] = all.mean() / 1000;
    summary[`${metric}.max`] = all.max / 1000;
    for (const { name, q, fewest } of QUANTILES)
      if (all.count >= fewest) summary[`${metric}.${name}`] = all.quantile(q) / 1000;
  }
  return summary;
}

/** Writes of one seed, followed to every PoP. */
function syntheticSpreads(
  world: SyntheticWorld,
  journeys: readonly SyntheticJourney[],
  seed: number,
): SpreadResult[] {
  return journeys
    .filter(({ journey }) => journey.class === 'save')
    .slice(0, 4)
    .map(({ journey, pop }, n) => {
      const at = world.pops[pop];
      const commitMs = (at?.originRttMs ?? 100) / 2 + 8;
      return {
        key: n === 0 ? 'flags' : `user:${journey.id}`,
        store: 'SETTINGS',
        seed,
        pop: at?.code ?? '',
        home: world.origin,
        issuedMs: journey.startMs,
        committedMs: journey.startMs + commitMs,
        visible: world.pops.map((site, i) => {
          const cached = i !== pop && uniform(seed, journey.id, LAG, i) < (n === 0 ? 0.7 : 0.08);
          const wait = cached
            ? 60_000 * uniform(seed, journey.id, LAG, 1000 + i)
            : exponential(900, seed, journey.id, LAG, 2000 + i);
          const ms = i === pop ? 4 : commitMs + site.originRttMs / 2 + wait;
          return { pop: site.code, lat: site.lat, lon: site.lon, ms: Math.round(ms * 1000) / 1000, cached };
        }),
      };
    });
}

function phaseBands(journeys: readonly SyntheticJourney[]): ArmResult['phasesByTtfb'] {
  const upToUs = Array.from({ length: BANDS }, (_, i) =>
    Math.round(1000 * Math.exp((i / (BANDS - 1)) * Math.log(4000)) * 2),
  );
  const counts = Array.from({ length: BANDS }, () => 0);
  const sumsUs: Record<string, number[]> = {};
  for (const { journey } of journeys) {
    const found = upToUs.findIndex((edge) => edge >= journey.ttfbMs * 1000);
    const band = found < 0 ? BANDS - 1 : found;
    counts[band] = (counts[band] ?? 0) + 1;
    for (const phase of journey.phases) {
      const sums = (sumsUs[phase.kind] ??= Array.from({ length: BANDS }, () => 0));
      sums[band] = (sums[band] ?? 0) + Math.round((phase.endMs - phase.startMs) * 1000);
    }
  }
  return { upToUs, counts, sumsUs };
}

function seriesOf(journeys: readonly SyntheticJourney[], windowMs: number): ArmResult['series'] {
  const steps = Math.ceil(windowMs / STEP_MS);
  const columns: Record<string, number[]> = {};
  const add = (name: string, at: number, amount: number): void => {
    const column = (columns[name] ??= Array.from({ length: steps }, () => 0));
    column[at] = (column[at] ?? 0) + amount;
  };
  for (const one of journeys) {
    const at = Math.min(steps - 1, Math.floor(one.journey.startMs / STEP_MS));
    add('requests', at, 1);
    add('ttfbSumUs', at, Math.round(one.journey.ttfbMs * 1000));
    add('offloaded', at, one.originRequests === 0 ? 1 : 0);
    add('originRequests', at, one.originRequests);
    add('originEgressBytes', at, one.originBytes);
    add('coldStarts', at, one.coldStartMs > 0 ? 1 : 0);
  }
  return { stepMs: STEP_MS, columns };
}

function popsOf(
  world: SyntheticWorld,
  arm: ArmName,
  journeys: readonly SyntheticJourney[],
): ArmResult['pops'] {
  const sites =
    arm === 'origin'
      ? [{ ...world.origin, code: 'us-east-1', index: -1 }]
      : world.pops.map((pop, index) => ({ ...pop, index }));
  const byPop = Map.groupBy(journeys, (one) => one.pop);
  return sites.map((site) => {
    const here = byPop.get(site.index) ?? [];
    const ttfb = new Histogram();
    for (const { journey } of here) ttfb.record(journey.ttfbMs * 1000);
    return {
      code: site.code,
      name: site.name,
      country: site.country,
      lat: site.lat,
      lon: site.lon,
      requests: here.length,
      coldStarts: here.filter((one) => one.coldStartMs > 0).length,
      users: new Set(here.map((one) => one.user)).size,
      ttfb: plain(ttfb),
    };
  });
}

/** The one store of the synthetic arm: its figures are the arm's. */
function storeOf(
  world: SyntheticWorld,
  summary: Readonly<Record<string, number>>,
): NonNullable<ArmResult['stores']>[number] {
  const own = Object.entries(summary).filter(([name]) => name.startsWith('store.'));
  const { 'store.reads': reads = 0, 'store.writes': writes = 0 } = summary;
  return {
    binding: 'SETTINGS',
    kind: 'workers-kv',
    title: 'Cloudflare Workers KV',
    home: world.origin,
    summary: Object.fromEntries(own),
    answeredBy: { central: Math.floor(reads / 4), memory: Math.ceil((3 * reads) / 4) },
    commits: { committed: writes, superseded: Math.floor(writes / 2), visible: Math.ceil(writes / 2) },
    operations: { get: reads, put: writes },
    monthUsd: 12.5,
  };
}

/** One arm of the result, from its journeys seed by seed. */
export function foldArm(
  world: SyntheticWorld,
  arm: ArmName,
  run: { bySeed: readonly (readonly SyntheticJourney[])[]; seeds: readonly number[]; windowMs: number },
): ArmResult {
  const journeys = run.bySeed.flat();
  const spreadsBySeed = run.bySeed.map((part, i) =>
    arm === 'edge' ? syntheticSpreads(world, part, run.seeds[i] ?? 0) : [],
  );
  const spreads = spreadsBySeed.flat();
  const seedSummaries = run.bySeed.map((part, i) =>
    summarise(world, arm, { journeys: part, spreads: spreadsBySeed[i] ?? [] }),
  );
  const summary = summarise(world, arm, { journeys, spreads });
  const histograms = Object.entries(distributions(world, journeys, spreads)).map(([metric, slices]) => [
    metric,
    Object.fromEntries(Object.entries(slices).map(([slice, one]) => [slice, plain(one)])),
  ]);
  const slowest = journeys.toSorted((a, b) => b.journey.ttfbMs - a.journey.ttfbMs).slice(0, 10);
  return {
    name: arm,
    platform: { origin: 'node-origin', cdn: 'cloudflare-cdn', edge: 'cloudflare-workers' }[arm],
    platformTitle: { origin: 'Node server', cdn: 'CDN before a Node server', edge: 'Workers' }[arm],
    region: world.origin,
    popNetwork: 'cloudflare',
    summary,
    perSeed: Object.fromEntries(
      Object.keys(summary).map((name) => [name, seedSummaries.map((one) => one[name] ?? null)]),
    ),
    histograms: Object.fromEntries(histograms),
    phasesByTtfb: phaseBands(journeys),
    outcomes: { ok: journeys.length },
    counters: {},
    series: seriesOf(journeys, run.windowMs),
    pops: popsOf(world, arm, journeys),
    journeys: {
      sample: journeys.slice(0, 20).map((one) => one.journey),
      slowest: slowest.map((one) => one.journey),
    },
    spreads,
    ...(arm === 'edge' && { stores: [storeOf(world, summary)] }),
    errors: [],
  };
}
