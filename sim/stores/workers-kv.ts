// Cloudflare Workers KV: colo cache, regional tier, central store; reads may be stale until copies end, writes go to the home.
import { labelHash, uniform } from '../random.ts';
import type { Answer } from '../runtime/types.ts';
import { US_PER_MS, US_PER_SECOND } from '../units.ts';
import { Follower, type Visibility } from './followed.ts';
import { answerFromVersion, kvError, listAnswer, newVersionDetails } from './kv-answers.ts';
import { type Copy, Home, valueBytes, type Version } from './replication.ts';
import type {
  FollowedWrite,
  Observation,
  Site,
  Store,
  StoreCall,
  StoreKind,
  StoreOptions,
  StoreStep,
  WorldView,
} from './store.ts';
import { KV_FIGURES as F, REGIONAL_TIERS } from './workers-kv-figures.ts';

const STAGE = {
  start: 0,
  regional: 1,
  central: 2,
  fillRegional: 3,
  fillColo: 4,
  commit: 5,
  acknowledge: 6,
} as const;

const LABEL = {
  memory: labelHash('kv.memory'),
  colo: labelHash('kv.colo'),
  purge: labelHash('kv.purge'),
  follow: labelHash('kv.follow'),
} as const;

/** What a call remembers between stages. */
interface CallState {
  version: Version | null;
  tier: string;
  ttlUs: number;
  answer: Answer | null;
  homeRequests: number;
  homeBytes: number;
}

class WorkersKv implements Store {
  readonly #world: WorldView;
  readonly #options: StoreOptions;
  readonly #home: Home;
  readonly #colo: Map<string, Copy>[];
  readonly #regional: Map<string, Copy>[];
  readonly #tierOf: Int16Array;
  readonly #tierWayUs: Float64Array;
  readonly #follower: Follower;
  readonly #defaultTtlUs: number;
  readonly #refreshing = new Set<string>();

  constructor(options: StoreOptions) {
    this.#options = options;
    this.#world = options.world;
    this.#home = new Home(options.seed);
    const sites = this.#world.sites.count;
    this.#colo = Array.from({ length: sites }, () => new Map<string, Copy>());
    this.#regional = REGIONAL_TIERS.map(() => new Map<string, Copy>());
    this.#tierOf = new Int16Array(sites);
    this.#tierWayUs = new Float64Array(sites).fill(Number.POSITIVE_INFINITY);
    for (let site = 0; site < sites; site++) this.#chooseTier(site);
    this.#defaultTtlUs =
      Math.max(F.minimumTtlS.value, options.options['cacheTtlS'] ?? F.defaultTtlS.value) * US_PER_SECOND;
    this.#follower = new Follower(this.#world.sites.origin, (key, version, site, nowUs) =>
      this.#visibility(key, version, site, nowUs),
    );
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
    return this.#follower.writes();
  }

  #chooseTier(site: Site): void {
    REGIONAL_TIERS.forEach((region, tier) => {
      const way = this.#world.oneWayToRegionUs(site, region);
      if (way < (this.#tierWayUs[site] ?? 0)) {
        this.#tierWayUs[site] = way;
        this.#tierOf[site] = tier;
      }
    });
  }

  #start(call: StoreCall): StoreStep {
    const { verb, site, options } = call.operation;
    const state: CallState = {
      version: null,
      tier: '',
      ttlUs: this.#defaultTtlUs,
      answer: null,
      homeRequests: 0,
      homeBytes: 0,
    };
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
    return { kind: 'hop', afterUs: this.#wayHomeUs(site), stage };
  }

  /** The PoP's own copy, or the way to the regional tier. A reader with a shorter TTL than the copy's age asks anew. */
  #readColo(call: StoreCall, state: CallState): StoreStep {
    const { key, site, drawKey } = call.operation;
    const nowUs = this.#world.nowUs();
    const copy = this.#colo[site]?.get(key);
    if (copy === undefined || nowUs >= copy.expiresUs || nowUs - copy.filledUs >= state.ttlUs) {
      return { kind: 'hop', afterUs: this.#tierWayUs[site] ?? 0, stage: STAGE.regional };
    }
    const seed = this.#world.seed;
    const inMemory = uniform(seed, drawKey, LABEL.memory) < F.memoryShare.value;
    const lowMs = F.coloLowMs.value;
    const coloMs = lowMs + (F.coloHighMs.value - lowMs) * uniform(seed, drawKey, LABEL.colo);
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
    const remaining = copy.expiresUs - this.#world.nowUs();
    const id = `${operation.site} ${operation.key}`;
    if (remaining > F.refreshShare.value * ttlUs || this.#refreshing.has(id)) return null;
    this.#refreshing.add(id);
    const state: CallState = {
      version: null,
      tier: 'background',
      ttlUs,
      answer: null,
      homeRequests: 0,
      homeBytes: 0,
    };
    return { operation: { ...operation, verb: 'refresh' }, stage: STAGE.regional, state };
  }

  #readRegional(call: StoreCall): StoreStep {
    const state = call.state as CallState;
    const { key, site, verb } = call.operation;
    const tier = this.#tierOf[site] ?? 0;
    const copy = this.#regional[tier]?.get(key);
    // A background refresh is there to bring news, so it passes the regional copy by.
    if (
      verb !== 'refresh' &&
      copy !== undefined &&
      this.#world.nowUs() < this.#regionalEndUs(key, tier, copy)
    ) {
      state.version = copy.version;
      state.tier = 'regional';
      return {
        kind: 'hop',
        afterUs: (this.#tierWayUs[site] ?? 0) + F.regionalMs.value * US_PER_MS,
        stage: STAGE.fillColo,
      };
    }
    return { kind: 'hop', afterUs: this.#tierToHomeUs(tier), stage: STAGE.central };
  }

  #readCentral(call: StoreCall): StoreStep {
    const state = call.state as CallState;
    const { key, site, verb } = call.operation;
    const serviceUs = F.centralMs.value * US_PER_MS;
    state.homeRequests = 1;
    if (verb === 'list') {
      state.answer = listAnswer(this.#home, call.operation, this.#world.nowUs());
      state.homeBytes =
        state.answer.ok && typeof state.answer.value === 'string' ? state.answer.value.length : 0;
      return { kind: 'hop', afterUs: serviceUs + this.#wayHomeUs(site), stage: STAGE.acknowledge };
    }
    state.version = this.#home.latest(key);
    state.tier = state.tier === 'background' ? 'background' : 'central';
    state.homeBytes = valueBytes(state.version.value);
    return {
      kind: 'hop',
      afterUs: serviceUs + this.#tierToHomeUs(this.#tierOf[site] ?? 0),
      stage: STAGE.fillRegional,
    };
  }

  #fillRegional(call: StoreCall): StoreStep {
    const state = call.state as CallState;
    const { key, site } = call.operation;
    const tier = this.#tierOf[site] ?? 0;
    const nowUs = this.#world.nowUs();
    if (state.version !== null) {
      this.#regional[tier]?.set(key, {
        version: state.version,
        filledUs: nowUs,
        expiresUs: nowUs + this.#defaultTtlUs,
      });
      this.#follower.copyChanged(key, null, state.version.number, nowUs);
    }
    return { kind: 'hop', afterUs: this.#tierWayUs[site] ?? 0, stage: STAGE.fillColo };
  }

  #fillColo(call: StoreCall): StoreStep {
    const state = call.state as CallState;
    if (state.version !== null)
      this.#fill(call.operation.site, call.operation.key, state.version, state.ttlUs);
    if (call.operation.verb === 'refresh') {
      this.#refreshing.delete(`${call.operation.site} ${call.operation.key}`);
      return { kind: 'done', homeRequests: state.homeRequests, homeEgressBytes: state.homeBytes };
    }
    return this.#answerRead(call, state, 0);
  }

  /** A PoP never replaces a copy by an older one that was longer under way. */
  #fill(site: Site, key: string, version: Version, ttlUs: number): void {
    const nowUs = this.#world.nowUs();
    const copies = this.#colo[site];
    const old = copies?.get(key);
    if (old !== undefined && old.version.number > version.number && nowUs < old.expiresUs) return;
    copies?.set(key, { version, filledUs: nowUs, expiresUs: nowUs + ttlUs });
    this.#follower.copyChanged(key, site, version.number, nowUs);
  }

  #commit(call: StoreCall): StoreStep {
    const { key, site, body, verb, issuedUs, drawKey } = call.operation;
    const state = call.state as CallState;
    const nowUs = this.#world.nowUs();
    const last = this.#home.latest(key);
    state.homeRequests = 1;
    if (nowUs - last.committedUs < US_PER_SECOND / F.writesPerSecondPerKey.value) {
      state.answer = kvError(429, 'KV PUT failed: 429 Too Many Requests');
      return { kind: 'hop', afterUs: this.#wayHomeUs(site), stage: STAGE.acknowledge };
    }
    const details = newVersionDetails(call.operation, nowUs);
    state.version = this.#home.commit(key, verb === 'delete' ? null : body, details);
    state.answer = { ok: true, value: null };
    const followed = uniform(this.#world.seed, drawKey, LABEL.follow) < call.operation.followShare;
    if (followed && this.#follower.count() < this.#options.followedWrites) {
      this.#follower.follow({ key, version: state.version.number, site, issuedUs, committedUs: nowUs });
    }
    return {
      kind: 'hop',
      afterUs: F.centralMs.value * US_PER_MS + this.#wayHomeUs(site),
      stage: STAGE.acknowledge,
    };
  }

  /** Back at the PoP: a write that was taken is put into this PoP's own cache, so that the writer's location sees it at once. */
  #acknowledge(call: StoreCall): StoreStep {
    const { key, site, verb } = call.operation;
    const state = call.state as CallState;
    const answer = state.answer ?? { ok: true, value: null };
    if (state.version !== null) this.#fill(site, key, state.version, state.ttlUs);
    const kind = verb === 'list' ? 'read' : answer.ok ? 'write' : 'rejectedWrite';
    const version = state.version?.number ?? 0;
    return {
      kind: 'answer',
      afterUs: 0,
      answer,
      observation: this.#observation(call, state, { kind, version, tier: 'central', stalenessUs: 0 }),
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
      observation: this.#observation(call, state, {
        kind: 'read',
        version: version.number,
        tier: state.tier,
        stalenessUs,
      }),
    };
  }

  #observation(
    call: StoreCall,
    state: CallState,
    rest: Pick<Observation, 'kind' | 'version' | 'tier' | 'stalenessUs'>,
  ): Observation {
    return {
      ...rest,
      key: call.operation.key,
      homeRequests: state.homeRequests,
      homeEgressBytes: state.homeBytes,
    };
  }

  #refuse(call: StoreCall, message: string): StoreStep {
    const state = call.state as CallState;
    const observation = this.#observation(call, state, {
      kind: 'read',
      version: 0,
      tier: 'refused',
      stalenessUs: 0,
    });
    return { kind: 'answer', afterUs: 0, answer: kvError(400, `KV GET failed: 400 ${message}`), observation };
  }

  /** From which instant a read at a site would return a version or a newer one, as the copies stand now. */
  #visibility(key: string, number: number, site: Site, nowUs: number): Visibility {
    const local = this.#colo[site]?.get(key);
    const holdsOld = local !== undefined && nowUs < local.expiresUs && local.version.number < number;
    if (local !== undefined && nowUs < local.expiresUs && !holdsOld)
      return { visibleUs: nowUs, cached: true };
    const tier = this.#tierOf[site] ?? 0;
    const regional = this.#regional[tier]?.get(key);
    let visibleUs = holdsOld ? local.expiresUs : nowUs;
    if (regional !== undefined && regional.version.number < number) {
      visibleUs = Math.max(
        visibleUs,
        this.#regionalEndUs(key, tier, regional) - (this.#tierWayUs[site] ?? 0),
      );
    }
    return { visibleUs, cached: holdsOld };
  }

  /** A regional copy ends with its TTL, or when the home's message that a newer version exists arrives. */
  #regionalEndUs(key: string, tier: number, copy: Copy): number {
    let endUs = copy.expiresUs;
    const versions = this.#home.versions(key);
    for (let n = copy.version.number + 1; n < versions.length; n++) {
      const version = versions[n];
      if (version === undefined || version.committedUs >= endUs) break;
      const draw = uniform(this.#world.seed, n, labelHash(key) ^ LABEL.purge, tier);
      const delayS = F.purgeLowS.value + (F.purgeHighS.value - F.purgeLowS.value) * draw;
      endUs = Math.min(endUs, Math.round(version.committedUs + delayS * US_PER_SECOND));
    }
    return endUs;
  }

  #wayHomeUs(site: Site): number {
    return this.#world.oneWayToRegionUs(site, this.#options.home);
  }

  #tierToHomeUs(tier: number): number {
    return this.#world.regionToRegionUs(REGIONAL_TIERS[tier] ?? '', this.#options.home);
  }
}

/** The row of the table. */
export const workersKv: StoreKind = {
  name: 'workers-kv',
  title: 'Cloudflare Workers KV',
  binding: 'kv',
  figures: Object.values(F),
  create: (options) => new WorkersKv(options),
};
