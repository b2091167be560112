// The copies of Workers KV: what each PoP and each regional tier holds, until when, and what that means for a followed write.
import { labelHash, uniform } from '../random.ts';
import { US_PER_SECOND } from '../units.ts';
import { Follower, type Visibility } from './followed.ts';
import { CopyTable } from './copy-table.ts';
import type { Copy, Home, Version } from './replication.ts';
import { type Site, type StoreOptions, UNDER_WAY_US, type WorldView } from './store.ts';
import { KV_FIGURES as F, REGIONAL_TIERS } from './workers-kv-figures.ts';

const LABEL_PURGE = labelHash('kv.purge');

/** Versions of a key that are kept in any case, since to look at every site at each write would cost more than they take; few, because the key of every user may have so many. */
const PRUNED_FROM = 4;

/** Colo and regional copies with the ways between PoPs, tiers and the home. */
export class KvCopies {
  readonly follower: Follower;
  readonly #world: WorldView;
  readonly #home: Home;
  readonly #homeRegion: string;
  readonly #colo: CopyTable[];
  readonly #regional: CopyTable[];
  readonly #tierOf: Int16Array;

  constructor(options: StoreOptions, home: Home) {
    const { world } = options;
    this.#world = world;
    this.#home = home;
    this.#homeRegion = options.home;
    const sites = world.sites.count;
    const keeps = (key: string): boolean => this.follower.follows(key);
    this.#colo = Array.from({ length: sites }, () => new CopyTable(keeps));
    this.#regional = REGIONAL_TIERS.map(() => new CopyTable(keeps));
    this.#tierOf = Int16Array.from({ length: sites }, (_, site) => nearestTier(world, site));
    this.follower = new Follower('kv', options, (key, version, site, nowUs) =>
      this.#visibility(key, version, { site, nowUs }),
    );
  }

  /** A PoP's copy of a key that is no older than `ttlUs` and has not ended. */
  coloCopy(site: Site, key: string, ttlUs: number): Copy | null {
    const nowUs = this.#world.nowUs();
    const copy = this.#colo[site]?.get(key);
    return copy === undefined || nowUs >= copy.expiresUs || nowUs - copy.filledUs >= ttlUs ? null : copy;
  }

  /** The copy of the site's regional tier that may still be served. */
  regionalCopy(site: Site, key: string): Copy | null {
    const tier = this.#tierOf[site] ?? 0;
    const copy = this.#regional[tier]?.get(key);
    return copy === undefined || this.#world.nowUs() >= this.#regionalEndUs(key, tier, copy) ? null : copy;
  }

  /** A PoP never replaces a copy by an older one that was longer under way. */
  fillColo(site: Site, key: string, fresh: { version: Version; ttlUs: number }): void {
    const nowUs = this.#world.nowUs();
    const copies = this.#colo[site];
    if (copies === undefined) return;
    const old = copies.get(key);
    if (old !== undefined && old.version.number > fresh.version.number && nowUs < old.expiresUs) return;
    copies.fill(key, nowUs, fresh);
    this.follower.copyChanged(key, site, { nowUs, version: fresh.version.number });
  }

  fillRegional(site: Site, key: string, fresh: { version: Version; ttlUs: number }): void {
    const nowUs = this.#world.nowUs();
    const copies = this.#regional[this.#tierOf[site] ?? 0];
    copies?.fill(key, nowUs, fresh);
    this.follower.copyChanged(key, null, { nowUs, version: fresh.version.number });
  }

  /** One way from a site to its regional tier. */
  wayToTierUs(site: Site): number {
    return this.#world.oneWayToRegionUs(site, tierRegion(this.#tierOf[site] ?? 0));
  }

  /** One way from a site's regional tier to the home. */
  tierToHomeUs(site: Site): number {
    return this.#world.regionToRegionUs(tierRegion(this.#tierOf[site] ?? 0), this.#homeRegion);
  }

  wayHomeUs(site: Site): number {
    return this.#world.oneWayToRegionUs(site, this.#homeRegion);
  }

  /** From which instant a read at a site would return a version or a newer one, as the copies stand now. */
  #visibility(key: string, number: number, at: { site: Site; nowUs: number }): Visibility {
    const { site, nowUs } = at;
    const local = this.#colo[site]?.get(key);
    const live = local !== undefined && nowUs < local.expiresUs;
    if (live && local.version.number >= number) return { visibleUs: nowUs, cached: true };
    const tier = this.#tierOf[site] ?? 0;
    const regional = this.#regional[tier]?.get(key);
    const localEndUs = local?.expiresUs ?? 0;
    if (regional === undefined) return { visibleUs: localEndUs, cached: live };
    // A read that leaves the PoP later than this finds the old regional copy gone, or replaced, when it arrives there.
    const regionalUs =
      regional.version.number >= number ? regional.filledUs : this.#regionalEndUs(key, tier, regional);
    return { visibleUs: Math.max(localEndUs, regionalUs - this.wayToTierUs(site)), cached: live };
  }

  /**
   * Forgets the versions of a key that no copy and no answer under way can show any more. Looked at only as the list has doubled: it costs
   * a look at every site.
   */
  prune(key: string): void {
    const versions = this.#home.versions(key);
    const { length } = versions;
    if (length < PRUNED_FROM || (length & (length - 1)) !== 0) return;
    const nowUs = this.#world.nowUs();
    const settled = versions.findLast(({ committedUs }) => committedUs <= nowUs - UNDER_WAY_US);
    let needed = settled?.number ?? 0;
    for (const copies of this.#colo) {
      const copy = copies.get(key);
      if (copy !== undefined && nowUs < copy.expiresUs) needed = Math.min(needed, copy.version.number);
    }
    for (const [tier, copies] of this.#regional.entries()) {
      const copy = copies.get(key);
      if (copy === undefined) continue;
      const endUs = this.#regionalEndUs(key, tier, copy);
      if (nowUs < endUs) needed = Math.min(needed, copy.version.number);
      else copy.expiresUs = endUs;
    }
    this.#home.forgetBefore(key, needed);
  }

  /** A regional copy ends with its TTL, or when the home's message that a newer version exists arrives. */
  #regionalEndUs(key: string, tier: number, copy: Copy): number {
    let endUs = copy.expiresUs;
    // Its successors are forgotten only when it has ended, and its end is kept in its expiry then.
    if (copy.version.number + 1 < (this.#home.versions(key)[0]?.number ?? 0)) return endUs;
    for (let n = copy.version.number + 1; ; n++) {
      const version = this.#home.version(key, n);
      if (version === undefined || version.committedUs >= endUs) break;
      const draw = uniform(this.#world.seed, n, labelHash(key) ^ LABEL_PURGE, tier);
      const delayS = F.purgeLowS.value + (F.purgeHighS.value - F.purgeLowS.value) * draw;
      endUs = Math.min(endUs, Math.round(version.committedUs + delayS * US_PER_SECOND));
    }
    return endUs;
  }
}

function tierRegion(tier: number): string {
  const region = REGIONAL_TIERS[tier];
  if (region === undefined) throw new RangeError(`no regional tier ${tier}`);
  return region;
}

function nearestTier(world: WorldView, site: Site): number {
  const ways = REGIONAL_TIERS.map((region) => world.oneWayToRegionUs(site, region));
  return ways.indexOf(Math.min(...ways));
}
