// Cloudflare Workers KV: colo cache, regional tier, central store; reads may be stale until copies end, writes go to the home.
import { labelHash, uniform } from '../random.ts';
import type { Answer } from '../runtime/types.ts';
import { US_PER_MS, US_PER_SECOND } from '../units.ts';
import { answerFromVersion, kvError, listAnswer, newVersionDetails } from './kv-answers.ts';
import { type Copy, Home, valueBytes, type Version } from './replication.ts';
import type { StoreBooks } from './books.ts';
import type {
  FollowedWrite,
  Observation,
  Store,
  StoreCall,
  StoreKind,
  StoreOptions,
  StoreStep,
  StoredEntry,
  WorldView,
} from './store.ts';
import { KvCopies } from './workers-kv-copies.ts';
import { KV_FIGURES as F, WORKERS_KV_OPTIONS, WORKERS_KV_TARIFF } from './workers-kv-figures.ts';

const STAGE = {
  start: 0,
  regional: 1,
  central: 2,
  fillRegional: 3,
  fillColo: 4,
  commit: 5,
  acknowledge: 6,
} as const;

const LABEL = { memory: labelHash('kv.memory'), colo: labelHash('kv.colo') };

/** What a call remembers between stages. */
interface CallState {
  version: Version | null;
  tier: string;
  ttlUs: number;
  answer: Answer | null;
  homeRequests: number;
  homeBytes: number;
}

function newState(tier: string, ttlUs: number): CallState {
  return { version: null, tier, ttlUs, answer: null, homeRequests: 0, homeBytes: 0 };
}

class WorkersKv implements Store {
  readonly #world: WorldView;
  readonly #options: StoreOptions;
  readonly #home: Home;
  readonly #copies: KvCopies;
  readonly #defaultTtlUs: number;
  readonly #refreshing = new Set<string>();

  constructor(options: StoreOptions) {
    this.#options = options;
    this.#world = options.world;
    this.#home = new Home(options.seed);
    this.#copies = new KvCopies(options, this.#home);
    const ttlMs = options.options['cacheTtlMs'] ?? F.defaultTtlS.value * 1000;
    this.#defaultTtlUs = Math.max(F.minimumTtlS.value * 1000, ttlMs) * US_PER_MS;
  }

  get books(): StoreBooks {
    return this.#home;
  }

  step(call: StoreCall): StoreStep {
    switch (call.stage) {
      case STAGE.start:
        return this.#start(call);
      case STAGE.regional:
        return this.#readRegional(call);
      case STAGE.central:
        return this.#readCentral(call);
      case STAGE.fillRegional:
        return this.#fillRegional(call);
      case STAGE.fillColo:
        return this.#fillColo(call);
      case STAGE.commit:
        return this.#commit(call);
      default:
        return this.#acknowledge(call);
    }
  }

  followed(): readonly FollowedWrite[] {
    return this.#copies.follower.writes();
  }

  contents(): readonly StoredEntry[] {
    return this.#home.contents(this.#world.nowUs());
  }

  #start(call: StoreCall): StoreStep {
    const { verb, site, options } = call.operation;
    const state = newState('', this.#defaultTtlUs);
    call.state = state;
    if (verb === 'get') {
      const ttlS = options['cacheTtl'];
      if (typeof ttlS === 'number') {
        if (ttlS < F.minimumTtlS.value)
          return this.#refuse(
            call,
            `Invalid cache_ttl of ${ttlS}. Cache TTL must be at least ${F.minimumTtlS.value}.`,
          );
        state.ttlUs = ttlS * US_PER_SECOND;
      }
      return this.#readColo(call, state);
    }
    const stage = verb === 'put' || verb === 'delete' ? STAGE.commit : STAGE.central;
    return { kind: 'hop', afterUs: this.#copies.wayHomeUs(site), stage };
  }

  /** The PoP's own copy, or the way to the regional tier. A reader with a shorter TTL than the copy's age asks anew. */
  #readColo(call: StoreCall, state: CallState): StoreStep {
    const { key, site, drawKey } = call.operation;
    const copy = this.#copies.coloCopy(site, key, state.ttlUs);
    if (copy === null) return { kind: 'hop', afterUs: this.#copies.wayToTierUs(site), stage: STAGE.regional };
    const { seed } = this.#world;
    const inMemory = uniform(seed, drawKey, LABEL.memory) < F.memoryShare.value;
    const coloMs =
      F.coloLowMs.value + (F.coloHighMs.value - F.coloLowMs.value) * uniform(seed, drawKey, LABEL.colo);
    state.version = copy.version;
    state.tier = inMemory ? 'memory' : 'colo';
    const step = this.#answerRead(
      call,
      state,
      Math.round((inMemory ? F.memoryMs.value : coloMs) * US_PER_MS),
    );
    const background = this.#backgroundRefresh(call, copy, state.ttlUs);
    return background === null || step.kind !== 'answer' ? step : { ...step, background };
  }

  /** Copies that are read shortly before they end are fetched anew without a reader waiting; one fetch per key and PoP at a time. */
  #backgroundRefresh(call: StoreCall, copy: Copy, ttlUs: number): StoreCall | null {
    const { operation } = call;
    if (copy.expiresUs - this.#world.nowUs() > F.refreshShare.value * ttlUs) return null;
    const id = `${operation.site} ${operation.key}`;
    if (this.#refreshing.has(id)) return null;
    this.#refreshing.add(id);
    const state = newState('background', ttlUs);
    return { operation: { ...operation, verb: 'refresh' }, stage: STAGE.regional, state };
  }

  #readRegional(call: StoreCall): StoreStep {
    const state = call.state as CallState;
    const { key, site, verb } = call.operation;
    // A background refresh is there to bring news, so it passes the regional copy by.
    const copy = verb === 'refresh' ? null : this.#copies.regionalCopy(site, key);
    if (copy === null) return { kind: 'hop', afterUs: this.#copies.tierToHomeUs(site), stage: STAGE.central };
    state.version = copy.version;
    state.tier = 'regional';
    const afterUs = this.#copies.wayToTierUs(site) + F.regionalMs.value * US_PER_MS;
    return { kind: 'hop', afterUs, stage: STAGE.fillColo };
  }

  #readCentral(call: StoreCall): StoreStep {
    const state = call.state as CallState;
    const { key, site, verb } = call.operation;
    const serviceUs = F.centralMs.value * US_PER_MS;
    state.homeRequests = 1;
    if (verb === 'list') {
      const { epochMs } = this.#options;
      state.answer = listAnswer(this.#home, call.operation, { nowUs: this.#world.nowUs(), epochMs });
      state.homeBytes =
        state.answer.ok && typeof state.answer.value === 'string' ? state.answer.value.length : 0;
      return { kind: 'hop', afterUs: serviceUs + this.#copies.wayHomeUs(site), stage: STAGE.acknowledge };
    }
    state.version = this.#home.latest(key);
    state.tier = state.tier === 'background' ? 'background' : 'central';
    state.homeBytes = valueBytes(state.version.value);
    return {
      kind: 'hop',
      afterUs: serviceUs + this.#copies.tierToHomeUs(site),
      stage: STAGE.fillRegional,
    };
  }

  #fillRegional(call: StoreCall): StoreStep {
    const { version } = call.state as CallState;
    const { key, site } = call.operation;
    if (version !== null) this.#copies.fillRegional(site, key, { version, ttlUs: this.#defaultTtlUs });
    return { kind: 'hop', afterUs: this.#copies.wayToTierUs(site), stage: STAGE.fillColo };
  }

  #fillColo(call: StoreCall): StoreStep {
    const state = call.state as CallState;
    const { site, key } = call.operation;
    const { version, ttlUs } = state;
    if (version !== null) this.#copies.fillColo(site, key, { version, ttlUs });
    if (call.operation.verb === 'refresh') {
      this.#refreshing.delete(`${call.operation.site} ${call.operation.key}`);
      return { kind: 'done', homeRequests: state.homeRequests, homeEgressBytes: state.homeBytes };
    }
    return this.#answerRead(call, state, 0);
  }

  #commit(call: StoreCall): StoreStep {
    const { key, site, body, verb } = call.operation;
    const state = call.state as CallState;
    const nowUs = this.#world.nowUs();
    const last = this.#home.latest(key);
    state.homeRequests = 1;
    if (nowUs - last.committedUs < US_PER_SECOND / F.writesPerSecondPerKey.value) {
      state.answer = kvError(429, 'KV PUT failed: 429 Too Many Requests');
      return { kind: 'hop', afterUs: this.#copies.wayHomeUs(site), stage: STAGE.acknowledge };
    }
    const details = newVersionDetails(call.operation, nowUs);
    state.version = this.#home.commit(key, verb === 'delete' ? null : body, details);
    this.#copies.prune(key);
    // Its message may overtake that of an earlier write and end old copies sooner.
    this.#copies.follower.copyChanged(key, null, { nowUs, version: state.version.number });
    state.answer = { ok: true, value: null };
    this.#copies.follower.offer(call.operation, {
      key,
      version: state.version.number,
      committedUs: nowUs,
    });
    const backUs = F.centralMs.value * US_PER_MS + this.#copies.wayHomeUs(site);
    // A write whose answer finds no way back stays committed.
    if (!Number.isFinite(backUs)) return this.#written(call, state, backUs);
    return { kind: 'hop', afterUs: backUs, stage: STAGE.acknowledge };
  }

  /** Back at the PoP: a write that was taken is put into this PoP's own cache, so that the writer's location sees it at once. */
  #acknowledge(call: StoreCall): StoreStep {
    const { key, site } = call.operation;
    const state = call.state as CallState;
    if (state.version !== null) {
      this.#copies.fillColo(site, key, { version: state.version, ttlUs: state.ttlUs });
    }
    return this.#written(call, state, 0);
  }

  #written(call: StoreCall, state: CallState, afterUs: number): StoreStep {
    const { verb } = call.operation;
    const answer = state.answer ?? { ok: true, value: null };
    const kind = verb === 'list' ? 'read' : answer.ok ? 'write' : 'rejectedWrite';
    return {
      kind: 'answer',
      afterUs,
      answer,
      observation: observed(call, { kind, tier: 'central', stalenessUs: 0 }),
    };
  }

  #answerRead(call: StoreCall, state: CallState, afterUs: number): StoreStep {
    const { key, issuedUs } = call.operation;
    const version = state.version ?? this.#home.latest(key);
    const stalenessUs = this.#home.stalenessUs(key, version.number, issuedUs);
    return {
      kind: 'answer',
      afterUs,
      answer: answerFromVersion(version, this.#world.nowUs()),
      observation: observed(call, { kind: 'read', tier: state.tier, stalenessUs }),
    };
  }

  #refuse(call: StoreCall, message: string): StoreStep {
    const observation = observed(call, { kind: 'unchanged', tier: 'refused', stalenessUs: 0 });
    return { kind: 'answer', afterUs: 0, answer: kvError(400, `KV GET failed: 400 ${message}`), observation };
  }
}

/** What a call turned out to be. */
function observed(
  { operation, state }: StoreCall,
  { kind, tier, stalenessUs }: Pick<Observation, 'kind' | 'tier' | 'stalenessUs'>,
): Observation {
  const { version, homeRequests, homeBytes } = state as CallState;
  return {
    kind,
    tier,
    stalenessUs,
    version: version?.number ?? 0,
    committedUs: version?.committedUs ?? Number.NEGATIVE_INFINITY,
    key: operation.key,
    homeRequests,
    homeEgressBytes: homeBytes,
  };
}

/** The row of the table. */
export const workersKv: StoreKind = {
  name: 'workers-kv',
  title: 'Cloudflare Workers KV',
  binding: 'kv',
  figures: Object.values(F),
  tariff: WORKERS_KV_TARIFF,
  options: WORKERS_KV_OPTIONS,
  create: (options) => new WorkersKv(options),
};
