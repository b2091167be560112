// What each user wrote to a store and read from it, key by key: tells reads that miss an own write or go back in time.
import { UNDER_WAY_US } from '../stores/store.ts';

/** An operation that a user had the answer of, or will have. */
interface Answered {
  readonly key: string;
  readonly version: number;
  readonly site: number;
  readonly issuedUs: number;
  readonly answeredUs: number;
}

/** What a read did to the promises of a session (Terry et al. 1994). */
export interface SessionBreach {
  /** It did not show the user's own write, which had been answered before the read set out. */
  readonly missedOwn: boolean;
  /** That write was made at another site. */
  readonly elsewhere: boolean;
  /** It showed an older version than a read that had been answered before it set out. */
  readonly wentBack: boolean;
}

/** An operation that is remembered, and the one that was remembered before it. */
interface Remembered extends Pick<Answered, 'version' | 'site' | 'answeredUs'> {
  before: Remembered | null;
}

/** What one user did to one key: the last writes and the last reads, the newest first. */
interface Known {
  readonly user: number;
  writes: Remembered | null;
  reads: Remembered | null;
}

/** Besides the newest one: operations of one user on one key that may be under way at once and are still told apart. */
const OVERLAPPING = 4;

/** Nothing was wrong. */
export const NO_BREACH: SessionBreach = { missedOwn: false, elsewhere: false, wentBack: false };

/** The memory of one store's users; what nobody has written yet needs none. */
export class UserMemory {
  /** By key, then by user: a key that everybody reads is the one that takes room, and most others have one user, for whom a table would take more than what is known. */
  readonly #byKey = new Map<string, Known | Map<number, Known>>();

  /** Remembers a write that was taken. */
  wrote(user: number, write: Answered): void {
    const known = this.#knownOf(user, write.key);
    known.writes = remembering(known.writes, write);
  }

  /** Remembers a read, and tells what was wrong with it. */
  read(user: number, read: Answered): SessionBreach {
    const known = this.#known(user, read.key);
    if (known === undefined) {
      // Nothing is older than the first version, so that it need not be remembered.
      if (read.version > 0) this.#knownOf(user, read.key).reads = remembering(null, read);
      return NO_BREACH;
    }
    const missed = newerBefore(known.writes, read);
    const wentBack = newerBefore(known.reads, read) !== null;
    known.reads = remembering(known.reads, read);
    if (missed === null && !wentBack) return NO_BREACH;
    const missedOwn = missed !== null;
    return { missedOwn, elsewhere: missedOwn && missed.site !== read.site, wentBack };
  }

  #known(user: number, key: string): Known | undefined {
    const users = this.#byKey.get(key);
    if (users instanceof Map) return users.get(user);
    return users?.user === user ? users : undefined;
  }

  #knownOf(user: number, key: string): Known {
    const users = this.#byKey.get(key);
    const known = this.#known(user, key) ?? { user, writes: null, reads: null };
    if (users === undefined) this.#byKey.set(key, known);
    else if (users instanceof Map) users.set(user, known);
    else if (users !== known)
      this.#byKey.set(
        key,
        new Map([
          [users.user, users],
          [user, known],
        ]),
      );
    return known;
  }
}

/** Remembers one more operation, and forgets those that can tell nothing that a newer one does not tell. */
function remembering(newest: Remembered | null, one: Answered): Remembered | null {
  const { version, site, answeredUs, issuedUs } = one;
  // What set out earlier than this is no longer under way.
  const settledUs = issuedUs - UNDER_WAY_US;
  let kept: Remembered | null = null;
  let last: Remembered | null = null;
  let count = 0;
  let isNews = true;
  let settledVersion = -1;
  for (let old = newest; old !== null; old = old.before) {
    // It was answered later than this one and showed nothing newer; or one that all to come will have had the answer of is newer than it.
    if ((old.version <= version && old.answeredUs >= answeredUs) || old.version <= settledVersion) continue;
    // An older version that is answered later tells nothing that a newer one did not tell before.
    if (old.version >= version && old.answeredUs <= answeredUs) isNews = false;
    if (old.answeredUs <= settledUs) settledVersion = old.version;
    if (last === null) kept = old;
    else last.before = old;
    last = old;
    if (++count === OVERLAPPING) break;
  }
  if (last !== null) last.before = null;
  return isNews ? { version, site, answeredUs, before: kept } : kept;
}

/** The last operation that had been answered before a read set out, and was of a newer version than it showed. */
function newerBefore(newest: Remembered | null, read: Answered): Remembered | null {
  let one = newest;
  while (one !== null && !(one.version > read.version && one.answeredUs <= read.issuedUs)) one = one.before;
  return one;
}
