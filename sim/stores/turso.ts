// Turso: libSQL with its primary in one region, and embedded replicas on servers elsewhere, which fetch what is new every so often and after writes of their own.
import { millions } from '../bill/by-million.ts';
import type { PriceSource } from '../bill/price.ts';
import type { TariffLine } from '../bill/tariff.ts';
import type { Figure } from '../platforms/platform.ts';
import type { Answer } from '../runtime/types.ts';
import { US_PER_MS } from '../units.ts';
import { HranaBreach, type HranaRequest } from './hrana.ts';
import { HranaTurn } from './hrana-turn.ts';
import { HranaStreams, type StreamRefusal } from './hrana-streams.ts';
import { needsOf } from './hrana-needs.ts';
import { DATABASE, SqlCopies } from './sql-copies.ts';
import type { StoreBooks } from './books.ts';
import type {
  FollowedWrite,
  Observation,
  Site,
  Store,
  StoreCall,
  StoreKind,
  StoreOptions,
  StoreStep,
  StoredEntry,
  WorldView,
} from './store.ts';
import { tursoHttp } from './turso-http.ts';

const DOCS = 'docs.turso.tech/features/embedded-replicas (2026)';
const retrieved = '2026-11-22';

const FIGURES = {
  readMs: {
    name: 'Turso: work of a request that reads, at the primary',
    value: 1,
    unit: 'ms',
    source: 'none published; a small indexed query',
    retrieved,
    confidence: 'assumed',
  },
  replicaReadMs: {
    name: 'Turso: work of a request that reads, at an embedded replica',
    value: 0.02,
    unit: 'ms',
    source: `${DOCS}: reads are local and take microseconds; the value is ours`,
    retrieved,
    confidence: 'assumed',
  },
  writeMs: {
    name: 'Turso: work of a request that writes, commit included',
    value: 5,
    unit: 'ms',
    source: 'none published; one writes at a time',
    retrieved,
    confidence: 'assumed',
  },
  syncS: {
    name: 'Turso: an embedded replica fetches what is new every',
    value: 60,
    unit: 's',
    source: `${DOCS}: as often as the client’s syncInterval says, a minute in its example`,
    retrieved,
    confidence: 'assumed',
  },
} as const satisfies Record<string, Figure>;

const STAGE = { start: 0, arrived: 1, done: 2 } as const;
const PRIMARY = 0;
/** How long a writer waits before it asks again whether the database is free: the steps of SQLite's own busy handler. */
const RETRY_MS = [1, 2, 5, 10, 15, 20, 25, 25, 25, 50, 50, 100] as const;
const LAST_RETRY_MS = 100;

/** What a request asks, as its options carry it. */
export interface TursoRequest {
  readonly baton: string | null;
  readonly requests: readonly HranaRequest[];
}

/** What comes back for a request as JSON. */
export type TursoAnswer =
  | { readonly baton: string | null; readonly results: readonly object[] }
  | StreamRefusal;

interface CallState {
  copy: number;
  /** The replica that passes the request on to the primary; the copy itself when it answers. */
  through: number;
  /** Whether it has to have the database for itself. */
  readonly locks: boolean;
  retries: number;
}

class Turso implements Store {
  readonly #world: WorldView;
  readonly #copies: SqlCopies;
  readonly #streams: HranaStreams;

  constructor(options: StoreOptions) {
    this.#world = options.world;
    const everyMs = options.options['syncIntervalMs'] ?? FIGURES.syncS.value * 1000;
    this.#copies = new SqlCopies(options, {
      replicas: [...new Set(options.replicas)],
      travels: { kind: 'pulled', everyMs },
    });
    this.#streams = new HranaStreams(options.world);
  }

  get books(): StoreBooks {
    return this.#copies.home;
  }

  step(call: StoreCall): StoreStep {
    if (call.stage === STAGE.start) return this.#start(call);
    const state = call.state as CallState;
    return call.stage === STAGE.arrived ? this.#arrived(call, state) : this.#done(call, state);
  }

  endpointWayUs(site: Site): number {
    return this.#copies.wayUs(site, this.#copies.nearest(site));
  }

  followed(): readonly FollowedWrite[] {
    return this.#copies.follower.writes();
  }

  contents(): readonly StoredEntry[] {
    return this.#copies.contents();
  }

  /** To the nearest copy; what writes, and what belongs to a transaction of the primary, goes on from there. */
  #start(call: StoreCall): StoreStep {
    const { options, site } = call.operation;
    const { baton, requests } = options as unknown as TursoRequest;
    const through = this.#copies.nearest(site);
    const open = this.#streams.peek(baton);
    const { writes, leavesOpen } = needsOf(requests, open);
    const began = open?.transaction === null ? undefined : open?.copy;
    const copy = began ?? (writes || leavesOpen ? PRIMARY : through);
    const state: CallState = { copy, through, locks: writes && copy === PRIMARY, retries: 0 };
    call.state = state;
    const afterUs = this.#copies.wayUs(site, through) + this.#betweenUs(state);
    return { kind: 'hop', afterUs, stage: STAGE.arrived };
  }

  /** Writers take turns, readers do not wait. */
  #arrived(call: StoreCall, state: CallState): StoreStep {
    const { copy, locks } = state;
    if (!locks) {
      const workMs = copy === PRIMARY ? FIGURES.readMs.value : FIGURES.replicaReadMs.value;
      return { kind: 'hop', afterUs: Math.round(workMs * US_PER_MS), stage: STAGE.done };
    }
    const doneUs = this.#copies.queue(copy, FIGURES.writeMs.value * US_PER_MS);
    return { kind: 'hop', afterUs: doneUs - this.#world.nowUs(), stage: STAGE.done };
  }

  #done(call: StoreCall, state: CallState): StoreStep {
    const { operation } = call;
    const { copy, through, locks } = state;
    const { baton, requests } = operation.options as unknown as TursoRequest;
    const stream = this.#streams.take(baton, copy);
    if ('status' in stream) return this.#answered(call, state, stream, null);
    if (locks && !this.#streams.lock(stream)) {
      const waitMs = RETRY_MS[state.retries++] ?? LAST_RETRY_MS;
      return { kind: 'hop', afterUs: waitMs * US_PER_MS, stage: STAGE.done };
    }
    const workMs = locks ? FIGURES.writeMs.value : FIGURES.readMs.value;
    const turn = new HranaTurn(stream, this.#copies, operation, workMs / Math.max(1, requests.length));
    try {
      const results = turn.run(requests);
      if (turn.changed && through !== PRIMARY)
        this.#copies.bring(through, turn.version, this.#world.nowUs() + this.#betweenUs(state));
      const next = this.#streams.release(stream, turn.closed);
      return this.#answered(call, state, { baton: next, results }, turn);
    } catch (error) {
      if (!(error instanceof HranaBreach)) throw error;
      this.#streams.release(stream, true);
      return this.#answered(call, state, { status: 400, text: error.message }, turn);
    }
  }

  #answered(call: StoreCall, state: CallState, said: TursoAnswer, turn: HranaTurn | null): StoreStep {
    const { site, issuedUs } = call.operation;
    const { copy, through } = state;
    const value = JSON.stringify(said);
    const version = turn?.version ?? this.#copies.versionAt(copy);
    const changed = turn?.changed ?? false;
    const atHome = copy === PRIMARY && site !== this.#world.sites.origin;
    const observation: Observation = {
      kind: changed ? 'write' : 'read',
      key: DATABASE,
      version,
      committedUs: this.#copies.committedUs(version),
      tier: copy === PRIMARY ? 'primary' : 'replica',
      stalenessUs: changed ? 0 : this.#copies.home.stalenessUs(DATABASE, version, issuedUs),
      homeRequests: atHome ? 1 : 0,
      homeEgressBytes: atHome ? value.length : 0,
      billed: { rowsRead: turn?.rowsRead ?? 0, rowsWritten: turn?.rowsWritten ?? 0 },
    };
    const answer: Answer = { ok: true, value };
    const afterUs = this.#betweenUs(state) + this.#copies.wayUs(site, through);
    return { kind: 'answer', afterUs, answer, observation };
  }

  /** One way between the replica that passes a request on and the primary; none where the copy reached answers itself. */
  #betweenUs({ copy, through }: CallState): number {
    return copy === through ? 0 : this.#copies.wayHomeUs(through);
  }
}

const PRICES: PriceSource = {
  source:
    'turso.tech/pricing: rows read beyond the plan at second hand (api-evangelist/turso, 2026-06-12); the rest, and what the plan Developer includes, from general knowledge',
  confidence: 'assumed',
};

// What syncs of embedded replicas transfer is not billed here: syncs carry pages, and how many a write changes is not simulated.
/** What it costs; storage itself is not billed, what a scenario seeds is small. */
const TARIFF: readonly TariffLine[] = [
  millions({
    item: 'Turso rows read',
    meter: 'ops.turso.rowsRead',
    usd: 0.001,
    included: 2500,
    from: PRICES,
  }),
  millions({
    item: 'Turso rows written',
    meter: 'ops.turso.rowsWritten',
    usd: 1,
    included: 25,
    from: PRICES,
  }),
];

/** The row of the table. */
export const turso: StoreKind = {
  name: 'turso',
  title: 'Turso (libSQL)',
  binding: 'url',
  figures: Object.values(FIGURES),
  tariff: TARIFF,
  options: {
    syncIntervalMs: {
      meaning: 'How often an embedded replica fetches what is new',
      lowest: 10,
      highest: 86_400_000,
    },
  },
  hasReplicas: true,
  http: tursoHttp,
  create: (options) => new Turso(options),
};
