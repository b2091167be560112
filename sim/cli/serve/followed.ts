// A request as the local page plays it: its phases in simulated time, and where on the map each of them happens.
import { PHASE_ORDER } from '../../../reports/html/charts/phases.ts';
import { armClass } from '../../../reports/html/colors.ts';
import { projectWorld } from '../../../reports/html/geo.ts';
import type { World } from '../../../reports/html/geo.ts';
import type { JourneyResult, PlaceResult } from '../../../reports/result.ts';
import { plainText } from '../../../reports/text.ts';
import { pops, regionById } from '../../../topology/catalog.ts';
import type { Arm, Plan } from '../../plan.ts';

/** What the page is told of one request in one arm; times are milliseconds since it began. */
export interface Followed {
  /** Number of the run; a page shows those of one run only. */
  readonly run: number;
  /** The same for all arms that served this request. */
  readonly key: string;
  readonly title: string;
  readonly arm: string;
  /** Class of the arm's colour. */
  readonly className: string;
  readonly site: string;
  readonly outcome: string;
  readonly ttfbMs: number;
  readonly totalMs: number;
  readonly phases: readonly FollowedPhase[];
  /** The user, the site that ends the connection, and the origin, in units of the map. */
  readonly way: readonly (readonly [x: number, y: number])[];
}

interface FollowedPhase {
  readonly kind: string;
  readonly title: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Part of the way on which it happens: 0 from the user to the site, 1 from there to the origin, -1 at the site. */
  readonly part: number;
}

const TO_SITE = new Set(['dns', 'connect', 'tls', 'uplink', 'downlink']);
const BEYOND = new Set(['store', 'subrequest']);
/** Below so many milliseconds a store's answer came from the site itself. */
const NEAR_MS = 10;

/** Where things stand on the map: PoPs by code, and the origin of an arm. */
interface Sites {
  readonly pops: ReadonlyMap<string, { readonly lat: number; readonly lon: number }>;
  readonly origin: Pick<PlaceResult, 'lat' | 'lon'>;
}

/** Makes a request ready for the page. */
export function followedOf(
  journey: JourneyResult,
  at: { run: number; arm: string; className: string; sites: Sites; world: World },
): Followed {
  const { sites, world } = at;
  const titles = new Map<string, string>(PHASE_ORDER.map(({ kind, title }) => [kind, title]));
  const spot = (place: { lat: number; lon: number }): readonly [number, number] => {
    const { x, y } = world.at(place);
    return [x, y];
  };
  const round = (ms: number): number => Math.round(ms * 10) / 10;
  const { user } = journey;
  return {
    run: at.run,
    key: `${journey.seed} ${journey.id}`,
    title: `${plainText(user.name, 40)}, ${plainText(user.country, 8)}: ${plainText(journey.method, 10)} ${plainText(journey.path, 60)}, ${(journey.startMs / 1000).toFixed(1)} s, seed ${journey.seed}`,
    arm: plainText(at.arm, 24),
    className: at.className,
    site: plainText(journey.pop, 24),
    outcome: plainText(journey.outcome, 24),
    ttfbMs: round(journey.ttfbMs),
    totalMs: round(journey.totalMs),
    phases: journey.phases.map(({ kind, startMs, endMs }) => ({
      kind,
      title: titles.get(kind) ?? kind,
      startMs: round(startMs),
      endMs: round(endMs),
      part: TO_SITE.has(kind) ? 0 : BEYOND.has(kind) && endMs - startMs >= NEAR_MS ? 1 : -1,
    })),
    way: [spot(user), spot(sites.pops.get(journey.pop) ?? sites.origin), spot(sites.origin)],
  };
}

/** Makes the requests of a run ready while it goes on. */
export function followedIn(plan: Plan, run: number): (arm: Arm, journey: JourneyResult) => Followed {
  const world = projectWorld();
  const { popNetwork, mainlandChina } = plan.network;
  const network = popNetwork as Parameters<typeof pops>[0];
  const byCode = new Map(pops(network, { mainlandChina }).map((pop) => [pop.code, pop]));
  return (arm, journey) =>
    followedOf(journey, {
      run,
      arm: arm.name,
      className: armClass(plan, arm),
      sites: { pops: byCode, origin: regionById(arm.region) },
      world,
    });
}
