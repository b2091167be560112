// A SQL database behind the D1 API: writes and plain reads go to the primary, reads of a session to the nearest copy that is new enough.
import type { Answer } from '../runtime/types.ts';
import { bookmarkOf, versionOf } from './bookmarks.ts';
import { US_PER_MS } from '../units.ts';
import { bytesAsNumbers, type CopiesShape, DATABASE, SqlCopies } from './sql-copies.ts';
import type { RanStatement, Statement } from './sql-copy.ts';
import type { SqlValue } from './sql-values.ts';
import { SqlProblem } from './sql-errors.ts';
import { onlyReads } from './sql-text.ts';
import type { StoreBooks } from './books.ts';
import type {
  FollowedWrite,
  Observation,
  Store,
  StoreCall,
  StoreOptions,
  StoreStep,
  StoredEntry,
  WorldView,
} from './store.ts';

const STAGE = { start: 0, arrived: 1, done: 2 } as const;

/** What a session asks: its bookmark or constraint; null outside sessions. */
type Session = string | null;

/** A call between stages. */
interface CallState {
  readonly statements: readonly Statement[];
  readonly session: Session;
  readonly reads: boolean;
  copy: number;
  /** The replica that a write was sent on from; 0 for none. */
  through: number;
  workUs: number;
}

/** What differs between kinds of SQL databases. */
export interface SqlStoreShape extends CopiesShape {
  readonly readMs: number;
  readonly writeMs: number;
  /** What `meta` says of the copy that answered, beside the common members; a duration in place of the time that the work took. */
  served(copy: {
    readonly region: string;
    readonly primary: boolean;
    readonly tookMs: number;
  }): Readonly<Record<string, unknown>>;
}

/** The store of both kinds. */
export class SqlStore implements Store {
  readonly #world: WorldView;
  readonly #shape: SqlStoreShape;
  readonly #copies: SqlCopies;

  constructor(options: StoreOptions, shape: SqlStoreShape) {
    this.#world = options.world;
    this.#shape = shape;
    this.#copies = new SqlCopies(options, shape);
  }

  get books(): StoreBooks {
    return this.#copies.home;
  }

  step(call: StoreCall): StoreStep {
    if (call.stage === STAGE.start) return this.#start(call);
    if (call.stage === STAGE.arrived) return this.#arrived(call);
    return this.#done(call);
  }

  followed(): readonly FollowedWrite[] {
    return this.#copies.follower.writes();
  }

  contents(): readonly StoredEntry[] {
    return this.#copies.contents();
  }

  #start(call: StoreCall): StoreStep {
    const { options, site } = call.operation;
    const statements = (options['statements'] ?? []) as readonly {
      sql: string;
      params?: readonly unknown[];
    }[];
    const session = (options['session'] ?? null) as Session;
    const asked = statements.filter(({ sql }) => sql.replaceAll(/^\s+--.*/gm, '').trim() !== '');
    const state: CallState = {
      statements: asked.map(({ sql, params = [] }) => ({ sql, params: params.map(parameterOf) })),
      session,
      reads: asked.every(({ sql }) => onlyReads(sql)),
      copy: session === null || session === 'first-primary' ? 0 : this.#copies.nearest(site),
      through: 0,
      workUs: 0,
    };
    call.state = state;
    return { kind: 'hop', afterUs: this.#copies.wayUs(site, state.copy), stage: STAGE.arrived };
  }

  /** A replica sends writes on, and waits until it has what the session has seen; then the work takes its turn. */
  #arrived(call: StoreCall): StoreStep {
    const state = call.state as CallState;
    const nowUs = this.#world.nowUs();
    if (state.copy !== 0 && !state.reads) {
      state.through = state.copy;
      state.copy = 0;
      return { kind: 'hop', afterUs: this.#copies.wayHomeUs(state.through), stage: STAGE.arrived };
    }
    const seenUs =
      state.copy === 0 ? nowUs : this.#copies.hasFromUs(state.copy, versionOf(state.session ?? ''));
    if (seenUs > nowUs) return { kind: 'hop', afterUs: seenUs - nowUs, stage: STAGE.arrived };
    const { readMs, writeMs } = this.#shape;
    state.workUs = Math.round((state.reads ? readMs : writeMs) * US_PER_MS);
    const doneUs = this.#copies.queue(state.copy, state.workUs);
    return { kind: 'hop', afterUs: doneUs - nowUs, stage: STAGE.done };
  }

  #done(call: StoreCall): StoreStep {
    const state = call.state as CallState;
    const { operation } = call;
    const { site, issuedUs } = operation;
    const { copy, through } = state;
    const { value, version, changed, billed } = this.#answer(call, state);
    const wayUs =
      through === 0
        ? this.#copies.wayUs(site, copy)
        : this.#copies.wayHomeUs(through) + this.#copies.wayUs(site, through);
    const atHome = copy === 0 && site !== this.#world.sites.origin;
    const observation: Observation = {
      kind: changed ? 'write' : 'read',
      key: DATABASE,
      version,
      committedUs: this.#copies.committedUs(version),
      tier: copy === 0 ? 'primary' : 'replica',
      stalenessUs: changed ? 0 : this.#copies.home.stalenessUs(DATABASE, version, issuedUs),
      homeRequests: atHome ? 1 : 0,
      homeEgressBytes: atHome ? value.length : 0,
      billed,
    };
    const metaJson = JSON.stringify({ bookmark: bookmarkOf(version) });
    const answer: Answer = { ok: true, value, metaJson };
    return { kind: 'answer', afterUs: wayUs, answer, observation };
  }

  /** What comes back as JSON: a result for each statement, or the error that undid them all. */
  #answer(call: StoreCall, state: CallState): SqlAnswer {
    if (state.statements.length === 0) return this.#failed(state, 'No SQL statements detected.');
    try {
      const ran = this.#copies.run(state.copy, state.statements, call.operation);
      const results = ran.results.map((result) => this.#resultOf(result, state));
      const changed = ran.results.some(({ changedDb }) => changedDb);
      const sum = (rows: 'rowsRead' | 'rowsWritten'): number =>
        ran.results.reduce((all, result) => all + result[rows], 0);
      const billed = { rowsRead: sum('rowsRead'), rowsWritten: sum('rowsWritten') };
      return { value: JSON.stringify(results, bytesAsNumbers), version: ran.version, changed, billed };
    } catch (error) {
      if (!(error instanceof SqlProblem)) throw error;
      return this.#failed(state, error.message);
    }
  }

  #failed(state: CallState, error: string): SqlAnswer {
    const version = this.#copies.run(state.copy, [], NOBODY).version;
    return { value: JSON.stringify({ error }), version, changed: false, billed: {} };
  }

  #resultOf(result: RanStatement, { copy, workUs, statements }: CallState): object {
    const tookMs = workUs / US_PER_MS / statements.length;
    const served = this.#shape.served({ region: this.#copies.region(copy), primary: copy === 0, tookMs });
    return {
      columns: result.columns,
      rows: result.rows,
      meta: {
        ...served,
        duration: served['duration'] ?? tookMs,
        changes: result.changes,
        last_row_id: result.lastRowId,
        changed_db: result.changedDb,
        size_after: result.sizeBytes,
        rows_read: result.rowsRead,
        rows_written: result.rowsWritten,
      },
    };
  }
}

/** What a query brings back, and the rows that it is billed for. */
interface SqlAnswer {
  readonly value: string;
  readonly version: number;
  readonly changed: boolean;
  readonly billed: Readonly<Record<string, number>>;
}

/** Asks nothing: only which version a copy has. */
const NOBODY = {
  verb: 'query',
  key: '',
  options: {},
  body: null,
  site: 0,
  issuedUs: 0,
  drawKey: 0,
  followShare: 0,
};

/** Parameters come as JSON; lists of numbers are bytes. */
function parameterOf(value: unknown): SqlValue {
  if (Array.isArray(value)) return Uint8Array.from(value as number[]);
  if (typeof value === 'boolean') return Number(value);
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}
