// Finds the way of a session's next request: the policy's choice, the entry after a move, and the path to it as the cables stand.
import type { Session } from './entities/sessions.ts';
import { REGION, UNREACHABLE, type Way } from './entities/way.ts';
import { nextDayUs, routingDraws } from './routing/draws.ts';
import type { World } from './world.ts';

/** The way of the n-th request of a session, if it left now; worked out once for as long as it holds. */
export function wayOf(world: World, session: Session, n: number): Way {
  const known = session.way;
  const roamed = n >= session.roamsAt && world.plan.network.pinnedTo === null;
  if (known !== null && known.roamed === roamed && world.kernel.nowUs() < known.untilUs) return known;
  const way = findWay(world, session, roamed);
  session.way = way;
  return way;
}

function findWay(world: World, session: Session, roamed: boolean): Way {
  const { geography, kernel, arm, writer } = world;
  const nowUs = kernel.nowUs();
  const epoch = geography.epochIndexAt(nowUs);
  const pop = entryOf(world, session, roamed);
  const place = geography.places[session.place];
  if (place === undefined) throw new Error(`user place ${session.place} is not in the world`);
  const pathUs = pathUsTo(world, session, pop);
  const colo = geography.pops[pop]?.code ?? arm.region;
  return {
    pop,
    roamed,
    untilUs: Math.min(nextDayUs(nowUs), geography.epochs[epoch + 1]?.fromUs ?? Number.POSITIVE_INFINITY),
    pathUs,
    cfJson: writer.cfJson({ place, colo }),
    source: Number.isFinite(pathUs)
      ? world.recorder.tally(
          `paths.${geography.sourceOf(epoch, session.place, { pop, region: arm.region })}`,
        )
      : null,
  };
}

/** Where a request enters: the region, or the PoP of the policy's choice; after a move the nearest other one. */
function entryOf(world: World, session: Session, roamed: boolean): number {
  const { geography, platform, seed } = world;
  if (platform.connectsAt === 'region') return REGION;
  const nowUs = world.kernel.nowUs();
  const paths = geography.paths(geography.epochIndexAt(nowUs), session.place);
  const pop = world.policy(paths, routingDraws(seed, session.user, nowUs));
  if (pop < 0) return UNREACHABLE;
  return roamed ? (paths.byDistance.find((other) => other !== pop) ?? pop) : pop;
}

function pathUsTo({ geography, kernel, arm }: World, { place }: Session, pop: number): number {
  if (pop === UNREACHABLE) return Number.POSITIVE_INFINITY;
  const epoch = geography.epochIndexAt(kernel.nowUs());
  if (pop === REGION) return geography.userToRegionUs(epoch, place, arm.region);
  return geography.paths(epoch, place).rttUs[pop] ?? Number.POSITIVE_INFINITY;
}
