// What the local page shows of a result so far: a map for each arm, the first bytes at a glance, and single requests to follow.
import { ranges } from '../../../reports/html/charts/ranges.ts';
import { describe, waterfall } from '../../../reports/html/charts/waterfall.ts';
import { worldMap } from '../../../reports/html/charts/world-map.ts';
import { armClass, armsInOrder } from '../../../reports/html/colors.ts';
import { projectWorld } from '../../../reports/html/geo.ts';
import { mapData } from '../../../reports/html/section-maps.ts';
import { formatCount } from '../../../reports/format.ts';
import type { RunResult } from '../../../reports/result.ts';
import { escapeHtml, plainText } from '../../../reports/text.ts';

/** Finished HTML by the id of the element that it fills. */
export interface LiveView {
  readonly maps: string;
  readonly glance: string;
  readonly follow: string;
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
  return { maps: maps.join(''), glance: ranges(rows), follow: followed(result) };
}

/** The sampled requests, each as every arm served it. */
function followed(result: RunResult): string {
  const ids = [...new Set(result.arms.flatMap((arm) => arm.journeys.sample.map((one) => one.id)))];
  const items = ids.map((id) => {
    const journeys = result.arms.flatMap((arm) => {
      const journey = arm.journeys.sample.find((one) => one.id === id);
      return journey === undefined
        ? []
        : [{ ...journey, class: `${plainText(arm.name, 24)}: ${journey.class}` }];
    });
    const [first] = journeys;
    if (first === undefined) return '';
    const title = `${plainText(first.user.name, 40)}, ${plainText(first.user.country, 8)}: ${plainText(first.method, 10)} ${plainText(first.path, 60)}`;
    const label = `Phases of request ${id} in each arm: ${journeys.map((one) => describe(one)).join('; ')}`;
    return `<details data-id="${id}"><summary>${escapeHtml(title)}</summary>${waterfall(journeys, { label })}</details>`;
  });
  return items.join('');
}
