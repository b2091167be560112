// What each user wrote to a store and read from it, key by key: tells reads that miss an own write or go back in time.

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

/** What is remembered of it. */
type Remembered = Pick<Answered, 'version' | 'site' | 'answeredUs'>;

/** The last writes of a key that a user made, and the last reads, the oldest first; null for none, since most users only read. */
interface Known {
  writes: Remembered[] | null;
  reads: Remembered[] | null;
}

/** Operations of one user on one key that may be under way at once and are still told apart. */
const OVERLAPPING = 4;

/** Nothing was wrong. */
export const NO_BREACH: SessionBreach = { missedOwn: false, elsewhere: false, wentBack: false };

/** The memory of one store's users; what nobody has written yet needs none. */
export class UserMemory {
  /** By key, then by user: a key that everybody reads is the one that takes room. */
  readonly #byKey = new Map<string, Map<number, Known>>();

  /** Remembers a write that was taken. */
  wrote(user: number, write: Answered): void {
    const known = this.#knownOf(user, write.key);
    remember((known.writes ??= []), write);
  }

  /** Remembers a read, and tells what was wrong with it. */
  read(user: number, read: Answered): SessionBreach {
    const known = this.#byKey.get(read.key)?.get(user);
    if (known === undefined) {
      // Nothing is older than the first version, so that it need not be remembered.
      if (read.version > 0) this.#knownOf(user, read.key).reads = [rememberedOf(read)];
      return NO_BREACH;
    }
    const missed = newerBefore(known.writes, read);
    const wentBack = newerBefore(known.reads, read) !== undefined;
    remember((known.reads ??= []), read);
    if (missed === undefined && !wentBack) return NO_BREACH;
    const missedOwn = missed !== undefined;
    return { missedOwn, elsewhere: missedOwn && missed.site !== read.site, wentBack };
  }

  #knownOf(user: number, key: string): Known {
    let users = this.#byKey.get(key);
    if (users === undefined) this.#byKey.set(key, (users = new Map()));
    let known = users.get(user);
    if (known === undefined) users.set(user, (known = { writes: null, reads: null }));
    return known;
  }
}

function rememberedOf({ version, site, answeredUs }: Answered): Remembered {
  return { version, site, answeredUs };
}

/** Keeps an operation; an older one is forgotten when it says no more than this one does. */
function remember(list: Remembered[], one: Answered): void {
  for (let i = list.length - 1; i >= 0; i--) {
    const old = list[i];
    if (old !== undefined && old.version <= one.version && old.answeredUs >= one.answeredUs)
      list.splice(i, 1);
  }
  // An older version that is answered later tells nothing that a newer one did not tell before.
  if (list.some(({ version, answeredUs }) => version >= one.version && answeredUs <= one.answeredUs)) return;
  list.push(rememberedOf(one));
  if (list.length > OVERLAPPING) list.shift();
}

/** The last operation that had been answered before a read set out, and was of a newer version than it showed. */
function newerBefore(earlier: readonly Remembered[] | null, read: Answered): Remembered | undefined {
  return earlier?.findLast(
    ({ version, answeredUs }) => version > read.version && answeredUs <= read.issuedUs,
  );
}
