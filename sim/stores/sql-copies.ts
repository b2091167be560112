// The copies of a SQL database: the primary, and replicas that run the same log later; each commit of the primary is one version of the whole database.
import { draw32, labelHash, uniform } from '../random.ts';
import { US_PER_MS } from '../units.ts';
import { Follower } from './followed.ts';
import { Home, ShippedLog } from './replication.ts';
import { SqlDatabase, type SqlResult, type SqlValue } from './sql-database.ts';
import type { Site, StoreOptions, StoreOperation, WorldView } from './store.ts';

/** The log holds versions of one thing, the database. */
export const DATABASE = 'database';

const LABEL = { sql: labelHash('sql'), lag: labelHash('sql.lag'), follow: labelHash('sql.follow') };

/** One statement with its parameters. */
export interface Statement {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

/** What the log says of a commit: enough to do the same again elsewhere. */
interface LogEntry {
  readonly statements: readonly Statement[];
  readonly nowMs: number;
  readonly drawKey: number;
}

/** What one transaction brought back. */
export interface Ran {
  readonly results: readonly (SqlResult & { readonly changedDb: boolean; readonly sizeBytes: number })[];
  /** The version that it saw, or made. */
  readonly version: number;
}

/** One copy: its database is made when it is first asked. */
interface Copy {
  readonly region: string;
  database: SqlDatabase | null;
  applied: number;
  busyUntilUs: number;
  /** What its functions see while a transaction runs. */
  clockMs: number;
  drawKey: number;
  drawn: number;
}

/** Where the copies are, and how the log travels: on top of the way at most so long, drawn per version and place. */
export interface CopiesShape {
  readonly replicas: readonly string[];
  readonly lagMs: number;
}

/** The primary is copy 0, replicas follow. */
export class SqlCopies {
  readonly home = new Home([]);
  readonly follower: Follower;
  readonly #copies: readonly Copy[];
  readonly #log: ShippedLog;
  readonly #options: StoreOptions;
  readonly #world: WorldView;
  readonly #lagMs: number;

  constructor(options: StoreOptions, { replicas, lagMs }: CopiesShape) {
    this.#options = options;
    this.#world = options.world;
    this.#lagMs = lagMs;
    this.#copies = [options.home, ...replicas.filter((region) => region !== options.home)].map(newCopy);
    this.#log = new ShippedLog(this.#copies.length);
    this.follower = new Follower(options.world.sites.origin, (_key, version, site) => {
      const copy = this.nearest(site);
      const visibleUs = this.#arrivesUs(copy, version) - this.wayUs(site, copy);
      return { visibleUs, cached: copy !== 0 };
    });
  }

  /** The copy that is nearest to a site by the way there. */
  nearest(site: Site): number {
    let best = 0;
    for (let copy = 1; copy < this.#copies.length; copy++)
      if (this.wayUs(site, copy) < this.wayUs(site, best)) best = copy;
    return best;
  }

  wayUs(site: Site, copy: number): number {
    return this.#world.oneWayToRegionUs(site, this.#copy(copy).region);
  }

  /** One way between a copy and the primary. */
  wayHomeUs(copy: number): number {
    return this.#world.regionToRegionUs(this.#copy(copy).region, this.#options.home);
  }

  region(copy: number): string {
    return this.#copy(copy).region;
  }

  /** When a copy has a version. */
  hasFromUs(copy: number, version: number): number {
    return this.#arrivesUs(copy, Math.min(version, this.home.latest(DATABASE).number));
  }

  /** Takes a place in the queue of a copy, which does one thing at a time; returns when the work is done. */
  queue(copy: number, workUs: number): number {
    const queued = this.#copy(copy);
    queued.busyUntilUs = Math.max(this.#world.nowUs(), queued.busyUntilUs) + Math.max(1, Math.round(workUs));
    return queued.busyUntilUs;
  }

  /** Runs statements as one transaction at a copy as it is now; what the primary changes becomes a version. Throws a `SqlProblem`. */
  run(number: number, statements: readonly Statement[], operation: StoreOperation): Ran {
    const copy = this.#copy(number);
    const nowUs = this.#world.nowUs();
    const version = number === 0 ? this.home.latest(DATABASE).number : this.#log.versionAt(number, nowUs);
    const database = this.#at(copy, version);
    const entry: LogEntry = {
      statements,
      nowMs: this.#options.epochMs + Math.floor(nowUs / US_PER_MS),
      drawKey: operation.drawKey,
    };
    const results = this.#perform(copy, database, entry);
    if (number !== 0 || !results.some(({ changedDb }) => changedDb)) return { results, version };
    return { results, version: this.#commit(copy, entry, operation) };
  }

  /** What the tables of the primary hold. */
  tables(): ReturnType<SqlDatabase['tables']> {
    const copy = this.#copy(0);
    return this.#at(copy, copy.applied).tables();
  }

  #commit(primary: Copy, entry: LogEntry, { drawKey, followShare, site, issuedUs }: StoreOperation): number {
    const nowUs = this.#world.nowUs();
    const details = { metaJson: '', atUs: nowUs, expiresUs: Number.POSITIVE_INFINITY };
    const { number } = this.home.commit(DATABASE, JSON.stringify(entry, bytesAsList), details);
    primary.applied = number;
    const { seed } = this.#world;
    for (let copy = 1; copy < this.#copies.length; copy++) {
      const lagUs = this.#lagMs * US_PER_MS * uniform(seed, number, LABEL.lag, copy);
      this.#log.ship(copy, nowUs + this.wayHomeUs(copy) + Math.round(lagUs));
    }
    const followed = uniform(seed, drawKey, LABEL.follow) < followShare;
    if (followed && this.follower.count() < this.#options.followedWrites)
      this.follower.follow({ key: DATABASE, version: number, site, issuedUs, committedUs: nowUs });
    return number;
  }

  #perform(copy: Copy, database: SqlDatabase, { statements, nowMs, drawKey }: LogEntry): Ran['results'] {
    copy.clockMs = nowMs;
    copy.drawKey = drawKey;
    copy.drawn = 0;
    return database.transaction(() =>
      statements.map(({ sql, params }) => {
        const before = { sizeBytes: database.sizeBytes, lastRowId: database.lastRowId };
        const result = database.run(sql, params);
        const { sizeBytes } = database;
        const changedDb =
          result.changes > 0 || result.lastRowId !== before.lastRowId || sizeBytes !== before.sizeBytes;
        return { ...result, changedDb, sizeBytes };
      }),
    );
  }

  /** The copy's database, caught up with the log to a version. */
  #at(copy: Copy, version: number): SqlDatabase {
    copy.database ??= this.#open(copy);
    const log = this.home.versions(DATABASE);
    while (copy.applied < version) {
      const entry = log[++copy.applied]?.value;
      if (typeof entry !== 'string') throw new Error(`no log entry ${copy.applied}`);
      this.#perform(copy, copy.database, JSON.parse(entry, listAsBytes) as LogEntry);
    }
    return copy.database;
  }

  /** A fresh database with what the scenario seeds. */
  #open(copy: Copy): SqlDatabase {
    const { seed } = this.#world;
    const database = new SqlDatabase({
      nowMs: () => copy.clockMs,
      draw32: () => draw32(seed, copy.drawKey, LABEL.sql, copy.drawn++),
    });
    copy.clockMs = this.#options.epochMs;
    database.transaction(() => {
      for (const { count, value } of this.#options.seed)
        for (let n = 0; n < count; n++) database.run(value.replaceAll('{n}', String(n)));
    });
    return database;
  }

  #arrivesUs(copy: number, version: number): number {
    if (copy !== 0) return this.#log.arrivesUs(copy, version);
    return this.home.versions(DATABASE)[version]?.committedUs ?? Number.NEGATIVE_INFINITY;
  }

  #copy(number: number): Copy {
    const copy = this.#copies[number];
    if (copy === undefined) throw new RangeError(`no copy ${number}`);
    return copy;
  }
}

function newCopy(region: string): Copy {
  return { region, database: null, applied: 0, busyUntilUs: 0, clockMs: 0, drawKey: 0, drawn: 0 };
}

function bytesAsList(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? { bytes: [...value] } : value;
}

function listAsBytes(_key: string, value: unknown): unknown {
  const bytes: unknown = typeof value === 'object' && value !== null && Reflect.get(value, 'bytes');
  return Array.isArray(bytes) ? Uint8Array.from(bytes) : value;
}
