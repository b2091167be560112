// Keys that are committed in one home and shipped, in the order of their commits, to places that read their own copy.
import type { SeedEntries } from '../plan.ts';
import { Home, ShippedLog, type Version } from './replication.ts';

/** What a commit says beside its key. */
interface Commit {
  readonly value: string | Uint8Array | null;
  readonly atUs: number;
  /** When a place has it; Infinity where no cable leads there. */
  readonly arrivesUs: (place: number) => number;
}

/** Commits that are kept in any case: below that, forgetting saves nothing. */
const PRUNED_FROM = 256;

/** A home, and places that receive its log; a position counts the commits of all keys, 0 is what the store held at first. */
export class ShippedKeys {
  readonly home: Home;
  readonly #log: ShippedLog;
  readonly #places: number;
  /** By key: the position of each of its versions that the home still knows. */
  readonly #positions = new Map<string, number[]>();
  /** By position, from `first` on: when it was committed. */
  readonly #committedUs = [Number.NEGATIVE_INFINITY];
  #first = 0;
  #pruneAt = PRUNED_FROM;

  constructor(seed: readonly SeedEntries[], places: number) {
    this.home = new Home(seed);
    this.#log = new ShippedLog(places);
    this.#places = places;
  }

  /** The position of the newest commit. */
  get position(): number {
    return this.#first + this.#committedUs.length - 1;
  }

  /** The oldest position that some place may still show. */
  get first(): number {
    return this.#first;
  }

  commit(key: string, { value, atUs, arrivesUs }: Commit, expiresUs = Number.POSITIVE_INFINITY): Version {
    const version = this.home.commit(key, value, { metaJson: '', atUs, expiresUs });
    this.#committedUs.push(atUs);
    const positions = this.#positions.get(key) ?? [0];
    positions.push(this.position);
    this.#positions.set(key, positions);
    for (let place = 0; place < this.#places; place++) this.#log.ship(place, arrivesUs(place));
    if (this.#committedUs.length >= this.#pruneAt) this.prune(atUs);
    return version;
  }

  /** Forgets what every place has left behind at an instant. */
  prune(atUs: number): void {
    let first = this.position;
    for (let place = 0; place < this.#places; place++) first = Math.min(first, this.positionAt(place, atUs));
    this.#log.forgetBefore(first);
    this.#committedUs.splice(0, first - this.#first);
    this.#first = first;
    for (const [key, positions] of this.#positions) {
      const before = positions.findLastIndex((at) => at <= first);
      if (before <= 0) continue;
      positions.splice(0, before);
      this.home.forgetBefore(key, (this.home.versions(key)[0]?.number ?? 0) + before);
    }
    // As long as little can be forgotten, looking for it is put off.
    this.#pruneAt = Math.max(PRUNED_FROM, 2 * this.#committedUs.length);
  }

  /** The newest version of a key that a place has at an instant. */
  versionAt(place: number, key: string, atUs: number): Version {
    return this.versionIn(this.positionAt(place, atUs), key);
  }

  /** The version of a key that the log shows up to a position. */
  versionIn(position: number, key: string): Version {
    const positions = this.#positions.get(key);
    if (positions === undefined) return this.home.latest(key);
    const version =
      this.home.versions(key)[
        Math.max(
          0,
          positions.findLastIndex((at) => at <= position),
        )
      ];
    if (version === undefined) throw new Error(`no version of ${key}`);
    return version;
  }

  /** How much of the log a place has at an instant. */
  positionAt(place: number, atUs: number): number {
    return this.#log.versionAt(place, atUs);
  }

  /** When a place has the log up to a position; Infinity when nothing that brings it is under way. */
  hasFromUs(place: number, position: number): number {
    return position <= this.#first ? Number.NEGATIVE_INFINITY : this.#log.arrivesUs(place, position);
  }

  /** When a place shows a version of a key. */
  showsFromUs(place: number, key: string, version: number): number {
    const index = version - (this.home.versions(key)[0]?.number ?? 0);
    return this.hasFromUs(place, this.#positions.get(key)?.[index] ?? 0);
  }

  /** How long before an instant something newer than a position had been committed. */
  stalenessUs(position: number, atUs: number): number {
    return Math.max(0, atUs - (this.#committedUs[position + 1 - this.#first] ?? Number.POSITIVE_INFINITY));
  }

  /** When a position was committed; negative infinity for what was there at first. */
  committedUs(position: number): number {
    return this.#committedUs[position - this.#first] ?? Number.NEGATIVE_INFINITY;
  }
}
