// Every constant that a run's figures rest on, with source and confidence: geography, platforms, stores, transport, and the handlers' profiles.
import type { RunResult } from '../../reports/result.ts';
import { TOPOLOGY_CONSTANTS } from '../../topology/provenance.ts';
import { arrivalProcesses } from '../arrivals/index.ts';
import { CONNECTION_FIGURES } from '../network/connection.ts';
import { TRANSFER_FIGURES } from '../network/transfer.ts';
import type { Plan, Sourced } from '../plan.ts';
import { platforms } from '../platforms/index.ts';
import { REFERENCE_FIGURES } from '../platforms/references.ts';
import { FETCH_CACHE_FIGURES } from '../operations/fetch-cache.ts';
import { API_FIGURE, purgeFigures } from '../operations/purge.ts';
import { TRAVEL_FIGURES } from '../operations/travel.ts';
import { withOptions } from '../platforms/options.ts';
import { figuresOf } from '../platforms/platform.ts';
import { TIME_FIGURES } from '../time-limits.ts';
import { routingPolicies } from '../routing/index.ts';
import type { Bundle } from '../runtime/types.ts';
import { storeKinds } from '../stores/index.ts';

/** The constants, one row per name, in the order in which a request meets them. */
export function constantsOf(plan: Plan, bundles: Readonly<Record<string, Bundle>>): RunResult['constants'] {
  const rows: Sourced[] = [
    ...TOPOLOGY_CONSTANTS,
    ...(arrivalProcesses[plan.workload.arrivals.process]?.figures ?? []),
    ...(routingPolicies[plan.network.routing]?.figures ?? []),
    ...Object.values(CONNECTION_FIGURES),
    ...Object.values(TRANSFER_FIGURES),
    ...Object.values(REFERENCE_FIGURES),
  ];
  for (const arm of plan.arms) {
    const platform = platforms[arm.platform];
    if (platform !== undefined) rows.push(...figuresOf(withOptions(platform, arm.options)));
    for (const store of arm.stores) rows.push(...(storeKinds[store.kind]?.figures ?? []));
  }
  for (const host of Object.values(plan.hosts)) {
    const platform = host.kind === 'handler' && host.platform !== null ? platforms[host.platform] : undefined;
    if (platform !== undefined) rows.push(...figuresOf(platform));
  }
  for (const handler of Object.keys(plan.bundles))
    rows.push(...profileFigures(plan, handler, bundles[handler]));
  if (Object.values(bundles).some(({ code }) => code.includes('answersWith')))
    rows.push(TIME_FIGURES.lingersMs);
  const usesCaches = Object.values(bundles).some(({ code }) => /\bcaches\b/.test(code));
  if (usesCaches) rows.push(...(storeKinds['cache-api']?.figures ?? []));
  // Shown only where handlers can ask anybody: other figures then stay what the conclusions rest on.
  if (plan.origin.handler !== null || Object.keys(plan.hosts).length > 0)
    rows.push(...Object.values(TRAVEL_FIGURES), ...Object.values(FETCH_CACHE_FIGURES));
  // Whoever purges from code does so by a fetch to that interface.
  const purges = Object.values(bundles).some(({ code }) => code.includes('/purge_cache'));
  if (purges) rows.push(API_FIGURE);
  if (purges || (plan.purges ?? []).length > 0)
    for (const { popNetwork } of plan.arms) rows.push(...Object.values(purgeFigures(popNetwork)));
  const byName = new Map<string, Sourced>();
  for (const row of rows) if (!byName.has(row.name)) byName.set(row.name, row);
  return [...byName.values()].map(({ name, value, unit, source, retrieved, confidence }) => ({
    name,
    value,
    unit,
    source,
    retrieved,
    confidence,
  }));
}

function profileFigures(plan: Plan, handler: string, bundle: Bundle | undefined): Sourced[] {
  const profile = bundle === undefined ? undefined : plan.profiles[bundle.digest];
  if (bundle === undefined || profile === undefined) return [];
  const figure = (name: string, value: number, unit: string): Sourced => ({
    name: `${handler}: ${name}`,
    value,
    unit,
    source: `profile of the handler, ${profile.measuredOn}`,
    retrieved: profile.measuredOn,
    confidence: 'measured',
  });
  return [
    figure('evaluating the module', profile.evaluateMs, 'ms'),
    figure('extra CPU of an isolate’s first request', profile.firstRequestExtraMs, 'ms'),
    figure('bundle', bundle.sizeBytes, 'bytes'),
    figure('heap of one module instance', profile.moduleHeapBytes, 'bytes'),
  ];
}
