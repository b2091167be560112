// The one replication engine: a home with numbered versions per key, and copies elsewhere that learn of new versions by expiry or by push.
import type { SeedEntries } from '../plan.ts';
import type { CommitAccount, StoreBooks } from './books.ts';
import type { StoredEntry } from './store.ts';

/** A value as it was committed in the home; null means deleted or never written. */
export interface Version {
  readonly number: number;
  readonly value: string | Uint8Array | null;
  readonly metaJson: string;
  readonly committedUs: number;
  /** When the entry ends by itself; Infinity where it does not. */
  readonly expiresUs: number;
}

/** A copy of one version somewhere else. */
export interface Copy {
  version: Version;
  filledUs: number;
  /** From when on the copy may not be served any more. */
  expiresUs: number;
}

const BEFORE = { number: 0, committedUs: Number.NEGATIVE_INFINITY };

/**
 * The home of a store: every key's committed versions in order. Last write wins. Versions that nothing will ask for again are forgotten:
 * at once where only the newest is ever read, else when the store says so.
 */
export class Home implements StoreBooks {
  readonly #versions = new Map<string, Version[]>();
  readonly #seed: readonly SeedPattern[];
  readonly #keeps: 'all' | 'newest';
  #commits = 0;

  constructor(seed: readonly SeedEntries[], keeps: 'all' | 'newest' = 'all') {
    this.#seed = seed.map(seedPattern);
    this.#keeps = keeps;
  }

  /** The versions of a key that are still known, oldest first; number 0 is what the store held before the trial. */
  versions(key: string): readonly Version[] {
    return this.#list(key);
  }

  /** Version number `number` of a key; undefined where there is none yet. One that was forgotten is a fault of the store that asks. */
  version(key: string, number: number): Version | undefined {
    const list = this.#list(key);
    const index = number - (list[0]?.number ?? 0);
    if (index < 0) throw new Error(`version ${number} of ${key} is forgotten already`);
    return list[index];
  }

  /** Forgets the versions of a key before number `number`; the newest stays. */
  forgetBefore(key: string, number: number): void {
    const list = this.#versions.get(key);
    const first = list?.[0]?.number ?? number;
    if (list !== undefined && number > first) list.splice(0, Math.min(number - first, list.length - 1));
  }

  latest(key: string): Version {
    const list = this.#list(key);
    const last = list.at(-1);
    if (last === undefined) throw new Error(`no version of ${key}`);
    return last;
  }

  /** Commits a new version at an instant not before the last one. */
  commit(
    key: string,
    value: string | Uint8Array | null,
    details: { metaJson: string; atUs: number; expiresUs: number },
  ): Version {
    const list = this.#list(key);
    const last = list.at(-1);
    const version: Version = {
      number: (last?.number ?? -1) + 1,
      // The same text again, as of a user who saves what is saved already, is kept once.
      value: value === last?.value ? last.value : value,
      metaJson: details.metaJson,
      committedUs: details.atUs,
      expiresUs: details.expiresUs,
    };
    if (this.#keeps === 'newest') list.length = 0;
    list.push(version);
    this.#commits++;
    return version;
  }

  commits(): number {
    return this.#commits;
  }

  newest(key: string): number {
    return this.#versions.has(key) ? this.latest(key).number : 0;
  }

  account(atUs: number): CommitAccount {
    let [superseded, expired, visible] = [0, 0, 0];
    for (const key of this.#versions.keys()) {
      const { number, expiresUs } = this.latest(key);
      if (number === 0) continue;
      superseded += number - 1;
      if (atUs < expiresUs) visible++;
      else expired++;
    }
    return { committed: this.#commits, superseded, expired, visible };
  }

  /** How long before `atUs` a version newer than `number` had been committed; 0 when none had. */
  stalenessUs(key: string, number: number, atUs: number): number {
    const newer = this.version(key, number + 1);
    return newer === undefined ? 0 : Math.max(0, atUs - newer.committedUs);
  }

  /** Keys with a prefix that hold a value now, in order: those written and those seeded. */
  keys(prefix: string, atUs: number): string[] {
    return this.everyKey(prefix).filter((key) => isLive(this.latest(key), atUs));
  }

  /** Keys with a prefix that hold a value or once did, in order. */
  everyKey(prefix = ''): string[] {
    const found = new Set<string>();
    for (const pattern of this.#seed) {
      for (let n = 0; n < pattern.count; n++) {
        const key = pattern.keyOf(n);
        if (key.startsWith(prefix)) found.add(key);
      }
    }
    for (const key of this.#versions.keys()) if (key.startsWith(prefix)) found.add(key);
    return [...found].toSorted(byUtf8);
  }

  /** What every key holds now. */
  contents(atUs: number): StoredEntry[] {
    return this.keys('', atUs).map((key) => {
      const { value, metaJson } = this.latest(key);
      return { key, value: value ?? '', metaJson };
    });
  }

  #list(key: string): Version[] {
    let list = this.#versions.get(key);
    if (list === undefined) {
      list = [{ ...BEFORE, ...seededEntry(this.#seed, key) }];
      this.#versions.set(key, list);
    }
    return list;
  }
}

/** Order of texts by their UTF-8 bytes: that of code units, but surrogates come after all others. */
export function byUtf8(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  for (let i = 0; i < end; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x === y) continue;
    const [highX, highY] = [isSurrogate(x), isSurrogate(y)];
    return highX === highY ? x - y : highX ? 1 : -1;
  }
  return a.length - b.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xe000;
}

/** Whether a version shows a value at an instant. */
export function isLive(version: Version, atUs: number): boolean {
  return version.value !== null && atUs < version.expiresUs;
}

/** Bytes of a value as it travels; text counts as UTF-8. */
export function valueBytes(value: string | Uint8Array | null): number {
  if (value === null) return 0;
  return typeof value === 'string' ? Buffer.byteLength(value) : value.byteLength;
}

interface SeedPattern {
  readonly before: string;
  readonly after: string;
  readonly count: number;
  readonly value: string | Uint8Array;
  readonly metaJson: string;
  readonly expiresUs: number;
  readonly plain: boolean;
  keyOf(n: number): string;
}

function seedPattern(entries: SeedEntries): SeedPattern {
  const [before = '', after] = entries.key.split('{n}');
  const plain = after === undefined;
  return {
    before,
    after: after ?? '',
    count: plain ? 1 : entries.count,
    value: entries.isBase64 === true ? new Uint8Array(Buffer.from(entries.value, 'base64')) : entries.value,
    metaJson: entries.metaJson ?? '',
    expiresUs: entries.expiresUs ?? Number.POSITIVE_INFINITY,
    plain,
    keyOf: (n) => (plain ? before : `${before}${n}${after}`),
  };
}

/** What the seed says of a key, made when it is first asked for: a million entries cost nothing. */
function seededEntry(
  patterns: readonly SeedPattern[],
  key: string,
): Pick<Version, 'value' | 'metaJson' | 'expiresUs'> {
  for (const pattern of patterns) {
    const { before, after, count, value, metaJson, expiresUs, plain } = pattern;
    if (plain && key === before) return { value, metaJson, expiresUs };
    if (plain || !key.startsWith(before) || !key.endsWith(after)) continue;
    const middle = key.slice(before.length, key.length - after.length);
    const n = Number(middle);
    if (Number.isInteger(n) && n >= 0 && n < count && pattern.keyOf(n) === key)
      return {
        value: typeof value === 'string' ? value.replaceAll('{n}', middle) : value,
        metaJson,
        expiresUs,
      };
  }
  return { value: null, metaJson: '', expiresUs: Number.POSITIVE_INFINITY };
}

/**
 * When a place receives what was committed at an instant if it asks its home every so often, the first time at `phaseUs`: the question
 * has to travel there, and brings back what the home holds when it arrives.
 */
export function pulledUs(
  committedUs: number,
  { everyUs, phaseUs, wayUs }: { readonly everyUs: number; readonly phaseUs: number; readonly wayUs: number },
): number {
  const round = Math.max(0, Math.ceil((committedUs - wayUs - phaseUs) / everyUs));
  return phaseUs + round * everyUs + 2 * wayUs;
}

/** A log of versions as places away from the home receive it: every version in order, each so long after its commit. */
export class ShippedLog {
  /** By place and version, from the first one that is not forgotten: when it arrives; Infinity where no cable will lead there any more. */
  readonly #arrivals: number[][];
  #first = 0;

  constructor(places: number) {
    this.#arrivals = Array.from({ length: places }, () => [Number.NEGATIVE_INFINITY]);
  }

  /** Sends the next version to a place; it never overtakes an earlier one, and brings along what a cut cable kept back. */
  ship(place: number, arrivesUs: number): void {
    const arrivals = this.#of(place);
    const last = arrivals.findLast((us) => Number.isFinite(us)) ?? arrivesUs;
    arrivals.push(Math.max(last, arrivesUs));
  }

  /** Lets a place have a version, and all before it, from an instant on at the latest. */
  bring(place: number, version: number, atUs: number): void {
    const arrivals = this.#of(place);
    for (let n = version - this.#first; n >= 0 && (arrivals[n] ?? 0) > atUs; n--) arrivals[n] = atUs;
  }

  /** Forgets what came before a version that every place has. */
  forgetBefore(version: number): void {
    for (const arrivals of this.#arrivals) arrivals.splice(0, version - this.#first);
    this.#first = version;
  }

  /** The newest version that a place has at an instant. */
  versionAt(place: number, atUs: number): number {
    return (
      this.#first +
      Math.max(
        0,
        this.#of(place).findLastIndex((us) => us <= atUs),
      )
    );
  }

  /** When a place has a version or a newer one; Infinity when nothing that brings it is under way. */
  arrivesUs(place: number, version: number): number {
    const arrivals = this.#of(place);
    if (version < this.#first) return Number.NEGATIVE_INFINITY;
    for (let n = version - this.#first; n < arrivals.length; n++) {
      const us = arrivals[n] ?? Number.POSITIVE_INFINITY;
      if (us < Number.POSITIVE_INFINITY) return us;
    }
    return Number.POSITIVE_INFINITY;
  }

  #of(place: number): number[] {
    const arrivals = this.#arrivals[place];
    if (arrivals === undefined) throw new RangeError(`no place ${place}`);
    return arrivals;
  }
}
