// Upstash Redis Global: writes at the primary, reads at the nearest region, which learns of writes later; a sync token makes it wait for a client's own.
import { millions } from '../bill/by-million.ts';
import type { PriceSource } from '../bill/price.ts';
import type { TariffLine } from '../bill/tariff.ts';
import type { Figure } from '../platforms/platform.ts';
import { exponential, labelHash } from '../random.ts';
import type { Answer } from '../runtime/types.ts';
import { US_PER_MS } from '../units.ts';
import { Follower } from './followed.ts';
import { checkCommand, runCommand, writes } from './redis-commands.ts';
import {
  type RedisEntry,
  type RedisObject,
  RedisProblem,
  type RedisReply,
  RedisView,
} from './redis-objects.ts';
import { isLive, valueBytes, type Version } from './replication.ts';
import { ShippedKeys } from './shipped-keys.ts';
import type { StoreBooks } from './books.ts';
import type {
  FollowedWrite,
  Observation,
  Site,
  Store,
  StoreCall,
  StoreKind,
  StoreOperation,
  StoreOptions,
  StoreStep,
  StoredEntry,
  WorldView,
} from './store.ts';
import { upstashHttp } from './upstash-http.ts';

const DOCS = 'upstash/docs redis/features/globaldatabase.mdx (2026-08-12)';
const retrieved = '2026-11-21';

const FIGURES = {
  readMs: {
    name: 'Upstash: work of a read in its region',
    value: 0.5,
    unit: 'ms',
    source: `${DOCS}: p99 in the same region below 1 ms; the value is ours`,
    retrieved,
    confidence: 'assumed',
  },
  writeMs: {
    name: 'Upstash: work of a write at the primary',
    value: 2.5,
    unit: 'ms',
    source: `${DOCS}: p99 in the same region below 5 ms; the value is ours`,
    retrieved,
    confidence: 'assumed',
  },
  lagMs: {
    name: 'Upstash: mean lag of a read region, on top of the way there',
    value: 20,
    unit: 'ms',
    source: `${DOCS} says that writes are sent on asynchronously, and gives no figure`,
    retrieved,
    confidence: 'assumed',
  },
} as const satisfies Record<string, Figure>;

const LABEL_LAG = labelHash('upstash.lag');
const STAGE = { start: 0, arrived: 1 } as const;
const PRIMARY = 0;

/** What came of one command. */
export type RedisResult = { readonly result: RedisReply } | { readonly error: string };

/** What a request brings back: a result for each command, or the error that kept a transaction from beginning. */
export interface RedisAnswer {
  readonly results: readonly RedisResult[];
  readonly aborted: string | null;
  /** How much of the log the region had that answered. */
  readonly position: number;
}

interface CallState {
  readonly commands: readonly (readonly string[])[];
  readonly writing: boolean;
  copy: number;
  through: number;
}

class UpstashRedis implements Store {
  readonly #world: WorldView;
  readonly #options: StoreOptions;
  /** The primary, then the read regions. */
  readonly #regions: readonly string[];
  readonly #keys: ShippedKeys;
  readonly #follower: Follower;
  readonly #lagMs: number;

  constructor(options: StoreOptions) {
    this.#world = options.world;
    this.#options = options;
    this.#regions = [...new Set([options.home, ...(options.replicas ?? [])])];
    const seed = options.seed.map((entries) => ({ ...entries, value: JSON.stringify(entries.value) }));
    this.#keys = new ShippedKeys(seed, this.#regions.length);
    this.#lagMs = options.options['replicationLagMs'] ?? FIGURES.lagMs.value;
    this.#follower = new Follower('upstash', options, (key, version, site) => {
      const copy = this.#nearest(site);
      const visibleUs = this.#keys.showsFromUs(copy, key, version) - this.#wayUs(site, copy);
      return { visibleUs, cached: copy !== PRIMARY };
    });
  }

  get books(): StoreBooks {
    return this.#keys.home;
  }

  step(call: StoreCall): StoreStep {
    if (call.stage === STAGE.start) return this.#start(call);
    const state = call.state as CallState;
    const nowUs = this.#world.nowUs();
    if (state.copy !== PRIMARY && state.writing) {
      state.through = state.copy;
      state.copy = PRIMARY;
      return { kind: 'hop', afterUs: this.#wayHomeUs(state.through), stage: STAGE.arrived };
    }
    const { token } = call.operation.options;
    const wanted = typeof token === 'number' ? Math.min(token, this.#keys.position) : 0;
    const seenUs = state.copy === PRIMARY ? nowUs : this.#keys.hasFromUs(state.copy, wanted);
    if (seenUs > nowUs) return { kind: 'hop', afterUs: seenUs - nowUs, stage: STAGE.arrived };
    return this.#answer(call.operation, state);
  }

  endpointWayUs(site: Site): number {
    return this.#wayUs(site, this.#nearest(site));
  }

  followed(): readonly FollowedWrite[] {
    return this.#follower.writes();
  }

  contents(): readonly StoredEntry[] {
    return this.#keys.home.contents(this.#world.nowUs());
  }

  #start(call: StoreCall): StoreStep {
    const { options, site } = call.operation;
    const commands = options['commands'] as CallState['commands'];
    const copy = this.#nearest(site);
    const state: CallState = { commands, writing: commands.some(writes), copy, through: copy };
    call.state = state;
    return { kind: 'hop', afterUs: this.#wayUs(site, copy), stage: STAGE.arrived };
  }

  #answer(operation: StoreOperation, state: CallState): StoreStep {
    const { copy, through, commands, writing } = state;
    const { site, issuedUs } = operation;
    const seen = copy === PRIMARY ? this.#keys.position : this.#keys.positionAt(copy, this.#world.nowUs());
    const view = this.#viewOf(seen);
    const { results, aborted } = this.#run(view, operation, commands);
    const changes = aborted === null ? view.changes() : [];
    const [first] = changes;
    const key = first?.[0] ?? commands[0]?.[1] ?? '';
    const committed = this.#commit(changes, operation);
    const { number: version, committedUs } = committed ?? this.#keys.versionIn(seen, key);
    const position = changes.length > 0 ? this.#keys.position : seen;
    const value = JSON.stringify({ results, aborted, position } satisfies RedisAnswer);
    const backUs = through === copy ? 0 : this.#wayHomeUs(through);
    const workMs = writing ? FIGURES.writeMs.value : FIGURES.readMs.value;
    const atHome = copy === PRIMARY && site !== this.#world.sites.origin;
    const writers = commands.filter(writes).length;
    const observation: Observation = {
      kind: changes.length > 0 ? 'write' : 'read',
      key,
      version,
      committedUs,
      tier: copy === PRIMARY ? 'primary' : 'replica',
      stalenessUs: changes.length > 0 ? 0 : this.#keys.home.stalenessUs(key, version, issuedUs),
      homeRequests: atHome ? 1 : 0,
      homeEgressBytes: atHome ? valueBytes(value) : 0,
      billed: { commands: commands.length - writers + writers * this.#regions.length },
    };
    const answer: Answer = { ok: true, value };
    const afterUs = Math.round(workMs * US_PER_MS) + backUs + this.#wayUs(site, through);
    return { kind: 'answer', afterUs, answer, observation };
  }

  /** Runs the commands in turn; of a transaction none when one of them cannot be queued. */
  #run(
    view: RedisView,
    { options }: StoreOperation,
    commands: CallState['commands'],
  ): Pick<RedisAnswer, 'results' | 'aborted'> {
    if (options['transaction'] === true) {
      const unfit = commands.map(checkCommand).find((problem) => problem !== null);
      if (unfit !== undefined)
        return { results: [], aborted: `EXECABORT Transaction discarded because of: ${unfit}` };
    }
    const results = commands.map((command): RedisResult => {
      try {
        return { result: runCommand(view, command) };
      } catch (error) {
        if (error instanceof RedisProblem) return { error: error.message };
        throw error;
      }
    });
    return { results, aborted: null };
  }

  /** The database up to a position of the log. */
  #viewOf(position: number): RedisView {
    const { epochMs } = this.#options;
    const nowUs = this.#world.nowUs();
    const read = (key: string): RedisEntry | null => {
      const version = this.#keys.versionIn(position, key);
      if (!isLive(version, nowUs)) return null;
      const object = JSON.parse(String(version.value)) as RedisObject;
      return { object, expiresMs: epochMs + version.expiresUs / US_PER_MS };
    };
    return new RedisView(epochMs + Math.floor(nowUs / US_PER_MS), read, () => this.#keys.home.everyKey());
  }

  /** Commits what a transaction changed; regions receive it whole. Returns the version of its first key, null for no change. */
  #commit(changes: ReturnType<RedisView['changes']>, operation: StoreOperation): Version | null {
    const { seed } = this.#world;
    const nowUs = this.#world.nowUs();
    const before = this.#keys.position;
    const arrivesUs = (copy: number): number => {
      if (copy === PRIMARY) return nowUs;
      const lagMs = exponential(this.#lagMs, seed, before, LABEL_LAG, copy);
      const receivedUs = this.#world.receivedUs(this.#options.home, this.#region(copy));
      return receivedUs + Math.round(lagMs * US_PER_MS);
    };
    const versions = changes.map(([key, entry]) => {
      const value = entry === null ? null : JSON.stringify(entry.object);
      const expiresUs =
        entry === null ? Number.POSITIVE_INFINITY : (entry.expiresMs - this.#options.epochMs) * US_PER_MS;
      return { key, ...this.#keys.commit(key, { value, atUs: nowUs, arrivesUs }, expiresUs) };
    });
    const [first] = versions;
    if (first === undefined) return null;
    this.#follower.offer(operation, { key: first.key, version: first.number, committedUs: nowUs });
    return first;
  }

  #nearest(site: Site): number {
    let best = PRIMARY;
    for (let copy = 1; copy < this.#regions.length; copy++)
      if (this.#wayUs(site, copy) < this.#wayUs(site, best)) best = copy;
    return best;
  }

  #wayUs(site: Site, copy: number): number {
    return this.#world.oneWayToRegionUs(site, this.#region(copy));
  }

  #wayHomeUs(copy: number): number {
    return this.#world.regionToRegionUs(this.#region(copy), this.#options.home);
  }

  #region(copy: number): string {
    const region = this.#regions[copy];
    if (region === undefined) throw new RangeError(`no region ${copy}`);
    return region;
  }
}

const PRICES: PriceSource = {
  source: 'upstash/docs redis/features/globaldatabase.mdx (2026-08-12): 0.20 USD per 100,000 commands',
  confidence: 'documented',
};

// Every region that a write goes to counts as one more.
/** What it costs; storage itself is not billed, what a scenario seeds is small. */
const TARIFF: readonly TariffLine[] = [
  millions({ item: 'Redis commands', meter: 'ops.upstash-redis.commands', usd: 2, from: PRICES }),
];

/** The row of the table. */
export const upstashRedis: StoreKind = {
  name: 'upstash-redis',
  title: 'Upstash Redis Global',
  binding: 'url',
  figures: Object.values(FIGURES),
  tariff: TARIFF,
  options: {
    replicationLagMs: {
      meaning: 'Mean lag of a read region, on top of the way there',
      lowest: 0,
      highest: 3_600_000,
    },
  },
  hasReplicas: true,
  http: upstashHttp,
  create: (options) => new UpstashRedis(options),
};
