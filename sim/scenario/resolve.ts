// A checked scenario becomes a Plan: every value explicit, frozen, and free of anything that belongs to one machine.
import { pops, regionById } from '../../topology/catalog.ts';
import { createNearest } from '../../topology/nearest.ts';
import { meanRate, type Trace } from '../arrivals/trace-file.ts';
import { SimError } from '../errors.ts';
import { deepFreeze } from '../plan.ts';
import { wholeUrl } from '../entities/purges.ts';
import type { Arm, HandlerProfile, Plan, PurgePlan, StorePlan } from '../plan.ts';
import { platforms } from '../platforms/index.ts';
import { storeKinds } from '../stores/index.ts';
import { furtherHandlers, resolveHosts } from './resolve-hosts.ts';
import type { Scenario } from './schema.ts';
import { cityNamed } from './words.ts';

/** Simulated time zero is the same in every run: noon UTC on 1 June 2026. */
const EPOCH_MS = Date.UTC(2026, 5, 1, 12);

/** Pairs are exact over at most so many journeys per trial; below 65,536, so that chance rarely overfills it. */
const PAIRED_JOURNEYS = 60_000;

/** What a Plan needs beside the scenario itself. */
export interface ResolveInputs {
  readonly name: string;
  /** Requests that the window shall hold on average; lengthens or shortens it at the same rate. */
  readonly requests?: number | undefined;
  /** By handler path: the digest of its bundle. */
  readonly bundles: Readonly<Record<string, string>>;
  /** By bundle digest. */
  readonly profiles: Readonly<Record<string, HandlerProfile>>;
  /** Data files by name, with their versions. */
  readonly data: Readonly<Record<string, string>>;
  /** The requests to replay, if arrivals are not drawn. */
  readonly trace?: Trace | null;
}

/** The Plan of a scenario, deeply frozen. */
export function resolvePlan(scenario: Scenario, inputs: ResolveInputs): Plan {
  const { requests, name, bundles, profiles, data } = inputs;
  const rate = rateOf(scenario, inputs.trace ?? null);
  const windowMs = requests === undefined ? scenario.window : windowForRequests(rate, requests);
  const arms = Object.entries(scenario.arms).map(([armName, arm]) => resolveArm(scenario, armName, arm));
  return deepFreeze({
    version: 1,
    name,
    title: scenario.title,
    question: scenario.question,
    epochMs: EPOCH_MS,
    windowMs,
    warmupMs: scenario.warmup,
    workload: {
      requestsPerSecond: rate,
      users: {
        from: usersFrom(scenario),
        count: scenario.users.count,
        access: definedOnly(scenario.users.access),
        accessByCountry: accessByCountry(scenario),
      },
      arrivals: resolveArrivals(scenario),
      session: {
        requestsMean: scenario.sessions.requests,
        thinkTimeMs: scenario.sessions.thinkTime,
        roamingShare: scenario.sessions.roaming,
      },
      classes: scenario.requests,
      jwt: scenario.jwt ?? null,
    },
    network: {
      popNetwork: scenario.network.pops,
      mainlandChina: scenario.network.mainlandChina,
      routing: scenario.network.routing,
      pinnedTo: resolvePin(scenario.network),
      transport: scenario.network.transport,
      keepAliveMs: scenario.network.keepAlive,
      bandwidthMbps: scenario.network.bandwidth,
      measured: scenario.network.measured ?? null,
      faults: resolveFaults(scenario),
    },
    ...resolveHosts(scenario),
    ...(scenario.purges.length > 0 && { purges: resolvePurges(scenario) }),
    arms,
    baseline: scenario.baseline ?? arms[0]?.name ?? '',
    thresholds: scenario.thresholds,
    pairShare: pairShareFor(rate, windowMs),
    sampledWrites: scenario.sampledWrites,
    ...(scenario.realm === 'isolate' && { realm: 'isolate' }),
    limits: {
      maxEvents: scenario.limits.events,
      maxOperationsPerRequest: scenario.limits.operationsPerRequest,
    },
    profiles,
    bundles,
    data,
  });
}

/** The handler modules that a scenario's arms run, and those that these call, each once. */
export function handlersOf(scenario: Scenario): string[] {
  const ofArms = Object.values(scenario.arms).map((arm) => arm.handler ?? scenario.handler);
  return [...new Set([...ofArms, ...furtherHandlers(scenario)])];
}

/** Share of journeys that are kept for exact pairs. */
export function pairShareFor(requestsPerSecond: number, windowMs: number): number {
  return Math.min(1, PAIRED_JOURNEYS / Math.max(1, (requestsPerSecond * windowMs) / 1000));
}

/** The window in whole milliseconds that holds so many requests on average. */
export function windowForRequests(requestsPerSecond: number, requests: number): number {
  return Math.max(1, Math.round((requests / requestsPerSecond) * 1000));
}

function resolveArm(scenario: Scenario, name: string, arm: Scenario['arms'][string]): Arm {
  const region = arm.region ?? scenario.origin.region;
  const bindings = [...new Set([...Object.keys(scenario.stores), ...Object.keys(arm.stores)])];
  return {
    name,
    platform: arm.platform,
    popNetwork: platforms[arm.platform]?.network ?? scenario.network.pops,
    hubNetwork: platforms[arm.platform]?.hubs ?? null,
    region,
    handler: arm.handler ?? scenario.handler,
    stores: bindings.map((binding) => resolveStore(scenario, arm, binding, region)),
    vars: { ...scenario.vars, ...arm.vars },
    ...(arm.style !== undefined && { style: arm.style }),
    options: arm.options,
  };
}

/** The store of the scenario with what the arm changes; options of another kind of store do not carry over. */
function resolveStore(
  scenario: Scenario,
  arm: Scenario['arms'][string],
  binding: string,
  region: string,
): StorePlan {
  const shared = scenario.stores[binding];
  const own = arm.stores[binding];
  const kind = own?.kind ?? shared?.kind ?? '';
  const sharedOptions = shared?.kind === kind ? shared.options : {};
  return {
    binding,
    kind,
    home: own?.home ?? shared?.home ?? region,
    seed: own?.seed ?? shared?.seed ?? [],
    options: { ...sharedOptions, ...own?.options },
    ...(storeKinds[kind]?.hasReplicas === true && {
      replicas: own?.replicas ?? shared?.replicas ?? [],
    }),
    ...(kind === 'queue' && {
      queue: {
        name: own?.name ?? shared?.name ?? binding,
        deadLetter: own?.deadLetter ?? shared?.deadLetter ?? null,
      },
    }),
    ...(storeKinds[kind]?.binding === 'object' && {
      object: {
        className: own?.class ?? shared?.class ?? '',
        hint: own?.hint ?? shared?.hint ?? null,
        jurisdiction: own?.jurisdiction ?? shared?.jurisdiction ?? null,
      },
    }),
  };
}

/** The code of the PoP that everybody enters by: the one named, or the one nearest to the region that is named. */
function resolvePin({ pops: network, pinnedTo, mainlandChina }: Scenario['network']): string | null {
  if (pinnedTo === undefined) return null;
  const sites = pops(network, { mainlandChina });
  if (sites.some((pop) => pop.code === pinnedTo)) return pinnedTo;
  const { lat, lon } = regionById(pinnedTo);
  return sites[createNearest(sites).nearest(lat, lon)]?.code ?? null;
}

function resolvePurges(scenario: Scenario): readonly PurgePlan[] {
  return scenario.purges.map(({ at, url, tag, prefix, everything = false }) => ({
    atMs: at,
    target: {
      everything,
      urls: url === undefined ? [] : [wholeUrl(url)],
      tags: tag === undefined ? [] : [tag],
      prefixes: prefix === undefined ? [] : [prefix],
      hosts: [],
    },
  }));
}

function resolveFaults(scenario: Scenario): Plan['network']['faults'] {
  const { pops: network } = scenario.network;
  const codes = new Set(pops(network, { mainlandChina: true }).map((pop) => pop.code));
  return scenario.faults.map(({ cut, close, from, to }) => ({
    kind: cut === undefined ? 'close' : 'cut',
    target: cut ?? (codes.has(close ?? '') ? `${network}:${close ?? ''}` : (close ?? '')),
    fromMs: from,
    toMs: to,
  }));
}

function usersFrom(scenario: Scenario): Plan['workload']['users']['from'] {
  const { from } = scenario.users;
  if (from === 'world') return from;
  return {
    ...(from.countries !== undefined && { countries: from.countries }),
    ...(from.cities !== undefined && { cities: from.cities.map(cityId) }),
    ...(from.weights !== undefined && { weights: weightsOf(from.weights, from.cities ?? []) }),
  };
}

function cityId(written: string): string {
  return cityNamed(written) ?? written;
}

/** Cities by the names of the catalogue, countries by their codes. */
function weightsOf(
  weights: Readonly<Record<string, number>>,
  cities: readonly string[],
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(weights).map(([name, weight]) => [cities.includes(name) ? cityId(name) : name, weight]),
  );
}

function accessByCountry({ users }: Scenario): Plan['workload']['users']['accessByCountry'] {
  return Object.fromEntries(
    Object.entries(users.accessByCountry).map(([code, access]) => [code, definedOnly(access ?? {})]),
  );
}

function resolveArrivals({ arrivals }: Scenario): Plan['workload']['arrivals'] {
  return {
    process: arrivals.process ?? (arrivals.trace === undefined ? 'poisson' : 'replay'),
    bursts: arrivals.bursts.map(({ from, to, times }) => ({ fromMs: from, toMs: to, factor: times })),
    trace: arrivals.trace ?? null,
  };
}

/** The rate of the scenario, or that of its trace between time zero and the end of the window. */
function rateOf(scenario: Scenario, trace: Trace | null): number {
  if (trace === null) return scenario.rate ?? 0;
  const rate = meanRate(trace, scenario.warmup + scenario.window);
  if (rate > 0) return rate;
  throw new SimError('E_SCENARIO', 'arrivals.trace: no request of the trace lies within warm-up and window', {
    hint: 'make the window longer, or begin the trace at time 0',
  });
}

/** A partial record types its values as possibly missing; those present are numbers. */
function definedOnly(shares: Readonly<Record<string, number | undefined>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(shares).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
