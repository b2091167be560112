// What the local page shows of a result so far: a map for each arm, the first bytes at a glance, and the requests that it kept.
import { ranges } from '../../../reports/html/charts/ranges.ts';
import { worldMap } from '../../../reports/html/charts/world-map.ts';
import { armClass, armsInOrder } from '../../../reports/html/colors.ts';
import { projectWorld } from '../../../reports/html/geo.ts';
import { mapData } from '../../../reports/html/section-maps.ts';
import { formatCount } from '../../../reports/format.ts';
import type { RunResult } from '../../../reports/result.ts';
import { escapeHtml, plainText } from '../../../reports/text.ts';
import { followedOf } from './followed.ts';
import type { Followed } from './followed.ts';

/** Finished HTML by the id of the element that it fills. */
export interface LiveView {
  readonly maps: string;
  readonly glance: string;
}

/** The view of a result, be it whole or partial. */
export function liveView(result: RunResult): LiveView {
  const world = projectWorld();
  const maps = armsInOrder(result).map((arm) => {
    const requests = formatCount(arm.counters['requests'] ?? 0);
    return `<figure><figcaption><h3>${escapeHtml(arm.name, 24)}: ${requests} requests</h3></figcaption>${worldMap(world, mapData(result, arm, world))}</figure>`;
  });
  const rows = result.arms.map((arm) => ({
    name: plainText(arm.name, 24),
    className: armClass(result, arm),
    p50: arm.summary['ttfb.p50'] ?? null,
    p95: arm.summary['ttfb.p95'] ?? null,
    p99: arm.summary['ttfb.p99'] ?? null,
  }));
  return { maps: maps.join(''), glance: ranges(rows) };
}

/** The requests that a saved result kept, ready to be followed. */
export function keptRequests(result: RunResult): Followed[] {
  const world = projectWorld();
  return result.arms.flatMap((arm) => {
    const sites = { pops: new Map(arm.pops.map((pop) => [pop.code, pop])), origin: arm.region };
    const at = { run: 1, arm: arm.name, className: armClass(result, arm), sites, world };
    return arm.journeys.sample.map((journey) => followedOf(journey, at));
  });
}
