// Laws that every store keeps in every run: no answer outruns light, and every committed write is accounted for. A breach is a fault of this program.
import { lightUsOver } from '../entities/light.ts';
import { siteDistanceKm } from '../entities/site-distance.ts';
import { SimError } from '../errors.ts';
import type { CommitAccount } from '../stores/books.ts';
import type { Observation, Site, StoreOperation } from '../stores/store.ts';
import { US_PER_MS, US_PER_SECOND } from '../units.ts';
import type { ArmStore } from '../arm-stores.ts';
import type { PendingCall, World } from '../world.ts';

/** A version cannot have come farther since its commit than light does in a vacuum. */
export function keepsLight(
  world: World,
  store: ArmStore,
  operation: StoreOperation,
  { observation, answeredUs }: { readonly observation: Observation; readonly answeredUs: number },
): void {
  const leastUs = store.lightUs[operation.site] ?? 0;
  if (answeredUs - observation.committedUs >= leastUs) return;
  const { key, version, committedUs } = observation;
  throw broken(world, store, {
    key,
    site: operation.site,
    what: `an answer at ${seconds(answeredUs)} shows version ${version}, which was committed in ${store.plan.home} at ${seconds(committedUs)}, although light needs ${(leastUs / US_PER_MS).toFixed(3)} ms for the way`,
  });
}

/** No answer of an object comes back faster than light. */
export function keepsLightBetween(
  world: World,
  store: ArmStore,
  ends: { readonly from: Site; readonly to: Site },
  wayUs: number,
): void {
  if (ends.from === ends.to) return;
  const leastUs = lightUsOver(siteDistanceKm(world.geography, world.arm, ends));
  if (wayUs >= leastUs) return;
  throw broken(world, store, {
    key: '',
    site: ends.to,
    what: `an answer that left its object at ${seconds(world.kernel.nowUs())} takes ${(wayUs / US_PER_MS).toFixed(3)} ms, although light needs ${(leastUs / US_PER_MS).toFixed(3)} ms for the way`,
  });
}

/** A write that was taken has committed something, and nothing else has; the books still know it. */
export function keepsAccount(
  world: World,
  { store, call, commits }: PendingCall,
  observation: Observation,
): void {
  const { books } = store.store;
  if (books === undefined) return;
  const { kind, key, version } = observation;
  const { site } = call.operation;
  if (kind === 'write' ? commits <= 0 : commits !== 0)
    throw broken(world, store, {
      key,
      site,
      what: `an operation that was answered as ${kind} at ${seconds(world.kernel.nowUs())} has committed ${commits} versions`,
    });
  if (kind !== 'write') return;
  const known = store.taken.get(key);
  if (known !== undefined && known.committedUs < observation.committedUs && version <= known.version)
    throw broken(world, store, {
      key,
      site,
      what: `version ${version} was committed at ${seconds(observation.committedUs)}, after version ${known.version} at ${seconds(known.committedUs)}`,
    });
  if (known === undefined || version > known.version)
    store.taken.set(key, { version, site, committedUs: observation.committedUs });
}

/** At the end of a trial: what became of every version that each store committed, by the name of its binding. */
export function closeBooks(world: World): void {
  for (const store of [...world.stores.values(), world.cacheApi]) {
    const { books } = store.store;
    if (books === undefined) continue;
    for (const [key, { version, site, committedUs }] of store.taken)
      if (books.newest(key) < version)
        throw broken(world, store, {
          key,
          site,
          what: `version ${version}, committed at ${seconds(committedUs)}, is gone at ${seconds(world.kernel.nowUs())}: the newest is ${books.newest(key)}`,
        });
    const account = books.account(world.kernel.nowUs());
    const { committed, superseded, expired, visible } = account;
    if (superseded + expired + visible !== committed)
      throw broken(world, store, {
        key: '',
        site: null,
        what: `of ${committed} versions that were committed, ${superseded} are superseded, ${expired} expired and ${visible} visible`,
      });
    if (books.commits() !== store.commits.answered + store.commits.unanswered + underWay(world, store))
      throw broken(world, store, {
        key: '',
        site: null,
        what: `${books.commits()} versions were committed, but operations account for ${store.commits.answered} that were answered, ${store.commits.unanswered} whose answer got lost, and ${underWay(world, store)} under way`,
      });
    reportAccount(world, store, account);
  }
}

/** Versions that operations have committed whose answers are still on their way. */
function underWay({ calls }: World, store: ArmStore): number {
  let sum = 0;
  for (const pending of calls) if (pending.store === store) sum += pending.commits;
  return sum;
}

/** Whatever is not simply visible can be read off the result; so can commits of which the writer never heard. */
function reportAccount(world: World, { meter, commits }: ArmStore, account: CommitAccount): void {
  meter.closed({ ...account, unanswered: commits.unanswered });
}

interface Breach {
  readonly key: string;
  readonly site: Site | null;
  readonly what: string;
}

/** Keys are named by their class, so that the same fault reads the same for every user. */
function broken({ arm, seed, geography }: World, store: ArmStore, { key, site, what }: Breach): SimError {
  const { binding, kind } = store.plan;
  const keys = key === '' ? 'all keys' : `keys like "${key.replaceAll(/\d+/g, '{n}').slice(0, 80)}"`;
  const where = site === null ? '' : ` at ${geography.pops[site]?.code ?? arm.region}`;
  return new SimError(
    'E_INVARIANT',
    `The store ${binding} (${kind}) of arm ${arm.name} broke a law with ${keys}${where}: ${what}.`,
    { hint: `This is a fault of antipode, not of your scenario. To replay it: --seed ${seed} --seeds 1` },
  );
}

function seconds(us: number): string {
  return `${(us / US_PER_SECOND).toFixed(6)} s`;
}
