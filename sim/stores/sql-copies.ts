// The copies of a SQL database: the primary, and replicas that run the same log later; each commit of the primary is one version of the whole database.
import { labelHash, uniform } from '../random.ts';
import { US_PER_MS } from '../units.ts';
import { Follower } from './followed.ts';
import { Home, pulledUs, ShippedLog } from './replication.ts';
import { type LogEntry, logText, type RanStatement, SqlCopy, type Statement } from './sql-copy.ts';
import type { Site, StoredEntry, StoreOperation, StoreOptions, WorldView } from './store.ts';

/** The log holds versions of one thing, the database. */
export const DATABASE = 'database';

const LABEL = { lag: labelHash('sql.lag'), pull: labelHash('sql.pull') };

/** What one transaction brought back. */
export interface Ran {
  readonly results: readonly RanStatement[];
  /** The version that it saw, or made. */
  readonly version: number;
}

/** Where the copies are, and how the log travels. */
export interface CopiesShape {
  readonly replicas: readonly string[];
  readonly travels: LogTravel;
  /** Makes the table of the runtime's own that a database has once its first statements have run. */
  readonly ownTable?: string;
}

/** Sent by the primary, on top of the way at most so long, drawn per version and place; or fetched by each copy every so often, at instants of its own. */
export type LogTravel =
  | { readonly kind: 'pushed'; readonly lagMs: number }
  | { readonly kind: 'pulled'; readonly everyMs: number };

/** The primary is copy 0, replicas follow. */
export class SqlCopies {
  readonly home = new Home([]);
  readonly follower: Follower;
  readonly #copies: readonly SqlCopy[];
  readonly #log: ShippedLog;
  readonly #options: StoreOptions;
  readonly #world: WorldView;
  readonly #travels: LogTravel;
  readonly #ownTable: string;

  constructor(options: StoreOptions, { replicas, travels, ownTable = '' }: CopiesShape) {
    this.#ownTable = ownTable;
    this.#options = options;
    this.#world = options.world;
    this.#travels = travels;
    this.#copies = [options.home, ...replicas.filter((region) => region !== options.home)].map((region) =>
      this.#newCopy(region),
    );
    this.#log = new ShippedLog(this.#copies.length);
    this.follower = new Follower('sql', options, (_key, version, site) => {
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

  /** When the primary committed a version; negative infinity for what was there at first. */
  committedUs(version: number): number {
    return this.home.versions(DATABASE)[version]?.committedUs ?? Number.NEGATIVE_INFINITY;
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

  /** The version that a copy has now. */
  versionAt(copy: number): number {
    if (copy === 0) return this.home.latest(DATABASE).number;
    return this.#log.versionAt(copy, this.#world.nowUs());
  }

  /** Lets a copy have a version from an instant on, however its log travels: what went through it comes back that way. */
  bring(copy: number, version: number, atUs: number): void {
    this.#log.bring(copy, version, atUs);
  }

  /** Runs statements as one transaction at a copy as it is now; what the primary changes becomes a version. Throws a `SqlProblem`. */
  run(number: number, statements: readonly Statement[], operation: StoreOperation): Ran {
    const version = this.versionAt(number);
    const copy = this.#copy(number);
    copy.at(version);
    const entry: LogEntry = { statements, nowMs: this.nowMs(), drawKey: operation.drawKey, firstDraw: 0 };
    const results = copy.perform(entry);
    if (number !== 0 || !results.some(({ changedDb }) => changedDb)) return { results, version };
    return { results, version: this.commit([entry], operation) };
  }

  /** Simulated milliseconds since 1970, as statements see them. */
  nowMs(): number {
    return this.#options.epochMs + Math.floor(this.#world.nowUs() / US_PER_MS);
  }

  /** A copy that shows a version: the one that is there, or where that has gone on, one made anew. */
  showing(number: number, version: number): SqlCopy {
    const copy = this.#copy(number);
    const shown = copy.applied > version ? this.#newCopy(copy.region) : copy;
    shown.at(version);
    return shown;
  }

  /** What the tables of the primary hold, one entry for each: its rows as JSON. */
  contents(): readonly StoredEntry[] {
    const copy = this.#copy(0);
    return copy
      .at(copy.applied)
      .tables()
      .map(({ name, rows }) => ({ key: name, value: JSON.stringify(rows, bytesAsNumbers), metaJson: '' }));
  }

  /** What the primary has just run becomes a version; returns its number. */
  commit(entries: readonly LogEntry[], operation: StoreOperation): number {
    const nowUs = this.#world.nowUs();
    const details = { metaJson: '', atUs: nowUs, expiresUs: Number.POSITIVE_INFINITY };
    const { number } = this.home.commit(DATABASE, logText(entries), details);
    this.#copy(0).committed(number);
    for (let copy = 1; copy < this.#copies.length; copy++)
      this.#log.ship(copy, this.#receivedUs(copy, number, nowUs));
    this.follower.offer(operation, { key: DATABASE, version: number, committedUs: nowUs });
    return number;
  }

  /** When a copy receives what the primary commits now. */
  #receivedUs(copy: number, version: number, nowUs: number): number {
    const { seed } = this.#world;
    const sentUs = this.#world.receivedUs(this.#options.home, this.region(copy));
    if (this.#travels.kind === 'pushed') {
      const lagUs = this.#travels.lagMs * US_PER_MS * uniform(seed, version, LABEL.lag, copy);
      return sentUs + Math.round(lagUs);
    }
    const everyUs = Math.round(this.#travels.everyMs * US_PER_MS);
    const phaseUs = Math.floor(everyUs * uniform(seed, 0, LABEL.pull, copy));
    const wayUs = this.wayHomeUs(copy);
    // While no cable leads there every question fails; the first one after that brings it.
    return Number.isFinite(wayUs)
      ? pulledUs(nowUs, { everyUs, phaseUs, wayUs })
      : pulledUs(sentUs, { everyUs, phaseUs, wayUs: 0 });
  }

  #arrivesUs(copy: number, version: number): number {
    if (copy !== 0) return this.#log.arrivesUs(copy, version);
    return this.committedUs(version);
  }

  #newCopy(region: string): SqlCopy {
    const shape = { region, ownTable: this.#ownTable, log: () => this.home.versions(DATABASE) };
    return new SqlCopy(shape, this.#options);
  }

  #copy(number: number): SqlCopy {
    const copy = this.#copies[number];
    if (copy === undefined) throw new RangeError(`no copy ${number}`);
    return copy;
  }
}

/** Blobs are shown as lists of numbers. */
export function bytesAsNumbers(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? [...value] : value;
}
