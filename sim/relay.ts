// Where an arm's code runs for a request, and how far that is from the PoP that ended the connection.
import type { RunsAt } from './entities/handler-call.ts';
import type { Journey } from './entities/journey-state.ts';
import { labelHash, uniform } from './random.ts';
import type { World } from './world.ts';

const LABEL_PLACEMENT = labelHash('placement');

/** Smart Placement leaves one request in a hundred where it came in, for comparison (docs repo @098c118f). */
const STAYS_RATIO = 0.01;

/** Where the code of a journey runs: in its PoP, in a hub, in a PoP near the region, or in the region itself. */
export function runPlace(world: World, journey: Journey): RunsAt {
  const { platform, geography, arm, kernel } = world;
  if (platform.runsAt === 'region') return { site: geography.pops.length, region: arm.region };
  const epoch = geography.epochIndexAt(kernel.nowUs());
  if (platform.runsAt === 'hub')
    return { site: geography.hubs(epoch)[journey.pop] ?? journey.pop, region: null };
  const moved =
    platform.smartPlacement?.value === 1 && uniform(world.seed, journey.id, LABEL_PLACEMENT) >= STAYS_RATIO;
  return { site: moved ? geography.popNearRegion(epoch, arm.region) : journey.pop, region: null };
}

/** Whether the PoP that ended the connection only relays this request. */
export function isRelayed(world: World, journey: Journey): boolean {
  return world.platform.connectsAt === 'pop' && journey.runsAt.site !== journey.pop;
}

/** One way between the PoP and the site where the code runs, as the cables stand now; Infinity when there is none. */
export function relayUs(world: World, journey: Journey): number {
  const { geography, kernel } = world;
  const epoch = geography.epochIndexAt(kernel.nowUs());
  const { site, region } = journey.runsAt;
  const rttUs =
    region === null
      ? geography.popToPopUs(epoch, journey.pop, site)
      : geography.popToRegionUs(epoch, region)[journey.pop];
  return Math.ceil((rttUs ?? Number.POSITIVE_INFINITY) / 2);
}
