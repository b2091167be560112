// Follows a sample of writes to every PoP: when a read there would first return them, computed from cache state without making a read.
import { labelHash, uniform } from '../random.ts';
import type { FollowedWrite, Site, StoreOperation, StoreOptions } from './store.ts';

/** What the store says of one site now: from which instant a read would return `version` or newer, and whether an older copy is held. */
export interface Visibility {
  readonly visibleUs: number;
  readonly cached: boolean;
}

/** The question put to the store. */
export type VisibilityAt = (key: string, version: number, site: Site, nowUs: number) => Visibility;

interface Following extends FollowedWrite {
  readonly version: number;
  /** The last instant at which a site begins to see it. */
  seenEverywhereUs: number;
}

/** Of a store without copies: every read goes to the home, which shows a write from its commit on. */
export const AT_HOME: VisibilityAt = () => ({ visibleUs: 0, cached: false });

/** Keeps the visibility of followed writes true while copies come and go. */
export class Follower {
  readonly #options: Pick<StoreOptions, 'world' | 'followedWrites'>;
  readonly #label: number;
  readonly #sites: number;
  readonly #visibilityAt: VisibilityAt;
  readonly #byKey = new Map<string, Following[]>();
  readonly #all: Following[] = [];

  /** `kind` names the draws by which writes are chosen. */
  constructor(
    kind: string,
    options: Pick<StoreOptions, 'world' | 'followedWrites'>,
    visibilityAt: VisibilityAt,
  ) {
    this.#options = options;
    this.#label = labelHash(`${kind}.follow`);
    this.#sites = options.world.sites.origin;
    this.#visibilityAt = visibilityAt;
  }

  /** At the instant of a commit: follows the write when it is drawn and there is room for one more. */
  offer(
    operation: StoreOperation,
    { key, version, committedUs }: { key: string; version: number; committedUs: number },
  ): void {
    const { world, followedWrites } = this.#options;
    if (this.#all.length >= followedWrites) return;
    if (uniform(world.seed, operation.drawKey, this.#label) >= operation.followShare) return;
    const { site, issuedUs } = operation.asked ?? operation;
    const homeSite = operation.asked === undefined ? null : operation.site;
    this.#follow({ key, version, site, issuedUs, committedUs, homeSite });
  }

  #follow(write: Omit<Following, 'visibleUs' | 'cached' | 'seenEverywhereUs'>): void {
    const following: Following = {
      ...write,
      visibleUs: new Float64Array(this.#sites),
      cached: new Uint8Array(this.#sites),
      seenEverywhereUs: 0,
    };
    for (let site = 0; site < this.#sites; site++) {
      const now = this.#visibilityAt(write.key, write.version, site, write.committedUs);
      following.visibleUs[site] = Math.max(write.committedUs, now.visibleUs);
      following.cached[site] = now.cached ? 1 : 0;
    }
    following.seenEverywhereUs = latest(following.visibleUs);
    this.#all.push(following);
    const list = this.#byKey.get(write.key);
    if (list === undefined) this.#byKey.set(write.key, [following]);
    else list.push(following);
  }

  /**
   * A site (or, with null, a tier that many sites read through) got a copy of `version`, or the home that version itself: what was
   * foreseen there is foreseen anew. A write that every site sees already can only be hidden again by an older copy, so for others
   * it is left alone: looking at all sites for each of them took a tenth of the flagship's time.
   */
  copyChanged(
    key: string,
    site: Site | null,
    now: { readonly nowUs: number; readonly version: number },
  ): void {
    const list = this.#byKey.get(key);
    if (list === undefined) return;
    const { nowUs, version } = now;
    for (const following of list) {
      if (following.seenEverywhereUs <= nowUs && version >= following.version) continue;
      if (site === null) for (let s = 0; s < this.#sites; s++) this.#refresh(following, s, nowUs);
      else if (site < this.#sites) this.#refresh(following, site, nowUs);
      following.seenEverywhereUs = latest(following.visibleUs);
    }
  }

  /** Whether a write of a key is followed. */
  follows(key: string): boolean {
    return this.#byKey.has(key);
  }

  writes(): readonly FollowedWrite[] {
    return this.#all;
  }

  /** Once visible stays visible, unless an older copy that was still under way arrives after all. */
  #refresh(following: Following, site: Site, nowUs: number): void {
    const { key, version, committedUs, visibleUs } = following;
    const foreseenUs = Math.max(committedUs, this.#visibilityAt(key, version, site, nowUs).visibleUs);
    if (foreseenUs > nowUs || (visibleUs[site] ?? 0) > nowUs) visibleUs[site] = foreseenUs;
  }
}

function latest(instantsUs: Float64Array): number {
  let last = 0;
  for (const us of instantsUs) if (us > last) last = us;
  return last;
}
