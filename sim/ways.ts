// Finds the way of a session's next request: the policy's choice, the entry after a move, and the path to it as the cables stand.
import type { Session } from './entities/sessions.ts';
import { NOWHERE, REGION, UNREACHABLE, type Way } from './entities/way.ts';
import { nextDayUs, UserDraws } from './routing/draws.ts';
import type { World } from './world.ts';

/** The way of the n-th request of a session, if it left now. */
export function wayOf(world: World, session: Session, n: number): Way {
  const nowUs = world.kernel.nowUs();
  const era = eraAt(world, nowUs);
  if (session.way !== null && n !== session.roamsAt && era === session.wayEra) return session.way;
  const { geography } = world;
  const epoch = geography.epochIndexAt(nowUs);
  const way = wayTo(world, { epoch, place: session.place, pop: entryOf(world, session, n, nowUs) });
  session.way = way;
  session.wayEra = era;
  return way;
}

/** Counts the times after which every way may be another: days, by which routes are drawn, and epochs of the cables. The first is number 1. */
function eraAt({ wayEra, geography }: World, nowUs: number): number {
  if (nowUs >= wayEra.untilUs) {
    const nextEpoch = geography.epochs[geography.epochIndexAt(nowUs) + 1];
    wayEra.untilUs = Math.min(nextDayUs(nowUs), nextEpoch?.fromUs ?? Number.POSITIVE_INFINITY);
    wayEra.number++;
  }
  return wayEra.number;
}

/**
 * Where the last connection of a session leads. That of a session which was under way before time zero is worked out here, as it stood at time
 * zero: hundreds of sessions are under way then, from half as many places, and the first event need not wait for all their ways.
 */
export function connectedPop(world: World, session: Session): number {
  if (session.connectedPop === NOWHERE) session.connectedPop = entryOf(world, session, session.next - 1, 0);
  return session.connectedPop;
}

/** Where a request enters: the region, or the PoP of the policy's choice; after a move the nearest other one, unless everybody is pinned to one. */
function entryOf(world: World, session: Session, n: number, atUs: number): number {
  const { geography, platform, plan, seed } = world;
  if (platform.connectsAt === 'region') return REGION;
  const paths = geography.paths(geography.epochIndexAt(atUs), session.place);
  const pop = world.policy(paths, new UserDraws(seed, session.user, atUs));
  if (pop < 0) return UNREACHABLE;
  if (n < session.roamsAt || plan.network.pinnedTo !== null) return pop;
  return paths.byDistance.find((other) => other !== pop) ?? pop;
}

/** What is known of a way; kept for all who take it. From a large city ways lead to a hundred PoPs, so each is found by its number. */
function wayTo(
  world: World,
  at: { readonly epoch: number; readonly place: number; readonly pop: number },
): Way {
  const { epoch, place, pop } = at;
  const { places, pops } = world.geography;
  const number = (epoch * places.length + place) * (pops.length - UNREACHABLE) + pop - UNREACHABLE;
  let way = world.ways.get(number);
  if (way === undefined) world.ways.set(number, (way = describeWay(world, at)));
  return way;
}

function describeWay(
  world: World,
  { epoch, place: index, pop }: { readonly epoch: number; readonly place: number; readonly pop: number },
): Way {
  const { geography, arm, writer, recorder } = world;
  const place = geography.places[index];
  if (place === undefined) throw new Error(`user place ${index} is not in the world`);
  const pathUs =
    pop === UNREACHABLE
      ? Number.POSITIVE_INFINITY
      : pop === REGION
        ? geography.userToRegionUs(epoch, index, arm.region)
        : (geography.paths(epoch, index).rttUs[pop] ?? Number.POSITIVE_INFINITY);
  const { region } = arm;
  return {
    pop,
    pathUs,
    cfJson: writer.cfJson({ place, colo: geography.pops[pop]?.code ?? region }),
    source: Number.isFinite(pathUs)
      ? recorder.tally(`paths.${geography.sourceOf(epoch, index, { pop, region })}`)
      : null,
  };
}
