// Runs a store alone, on a real map but without users or handlers: operations at chosen sites and instants, in virtual time.
import { distanceKm } from '../../topology/distance.ts';
import { pops, regionById } from '../../topology/catalog.ts';
import { SiteCaches } from '../../sim/entities/http-cache.ts';
import { createRttModel } from '../../topology/rtt.ts';
import type { SeedEntries } from '../../sim/plan.ts';
import type { Answer } from '../../sim/runtime/types.ts';
import { storeKinds } from '../../sim/stores/index.ts';
import type {
  FollowedWrite,
  Observation,
  Store,
  StoreCall,
  StoreStep,
  WorldView,
} from '../../sim/stores/store.ts';

const HOME = 'aws:us-east-1';
/** PoPs near and far from the home and from the regional tiers; the origin region is the site after the last. */
const CODES = ['IAD', 'LHR', 'CDG', 'SIN', 'JNB', 'AKL'] as const;
/** The sites by name; `REGION` is the origin's own region. */
export const SITE = { IAD: 0, LHR: 1, CDG: 2, SIN: 3, JNB: 4, AKL: 5, REGION: 6 } as const;
/** Every PoP of the bench. */
export const POPS = [0, 1, 2, 3, 4, 5] as const;

const model = createRttModel({});
const sites = CODES.map((code) => {
  const pop = pops('cloudflare', { mainlandChina: false }).find((one) => one.code === code);
  if (pop === undefined) throw new Error(`no PoP ${code}`);
  return pop;
});
const ways = new Map<string, number>();

/** One way between a place of the bench and a region, in microseconds. */
function wayUs(from: number | string, region: string): number {
  const place = typeof from === 'string' ? regionById(from) : (sites[from] ?? regionById(HOME));
  const key = `${place.id} ${region}`;
  const known = ways.get(key);
  if (known !== undefined) return known;
  const rttMs = place.id === region ? 0 : model.rttMs(place, regionById(region), 'backbone').ms;
  const us = Math.ceil((rttMs * 1000) / 2);
  ways.set(key, us);
  return us;
}

/** Microseconds that light in a vacuum takes between a PoP and the home: nothing can be faster. */
export function lightUs(site: number): number {
  const pop = sites[site];
  return pop === undefined ? 0 : (distanceKm(pop, regionById(HOME)) / 299_792.458) * 1e6;
}

/** One operation that has been answered. */
export interface Done {
  readonly verb: string;
  readonly site: number;
  readonly key: string;
  readonly issuedUs: number;
  readonly answeredUs: number;
  readonly answer: Answer;
  readonly observation: Observation;
}

/** An operation to come; times in milliseconds. */
export interface Planned {
  readonly atMs: number;
  readonly verb: 'get' | 'put' | 'delete' | 'list' | 'query' | 'limit' | 'command';
  readonly site: number;
  readonly key?: string;
  readonly value?: string | Uint8Array;
  readonly options?: Readonly<Record<string, unknown>>;
}

interface BenchOptions {
  readonly kind?: string;
  /** Changes the store that was made: for stores that are broken on purpose. */
  readonly alter?: (store: Store) => Store;
  readonly seed?: readonly SeedEntries[];
  readonly randomSeed?: number;
  readonly options?: Readonly<Record<string, number>>;
  readonly replicas?: readonly string[];
  readonly followed?: number;
}

interface Due {
  readonly atUs: number;
  readonly order: number;
  run(): void;
}

/** A store with a clock and a queue of its own. */
class StoreBench implements WorldView {
  readonly store: Store;
  readonly seed: number;
  readonly sites = { count: CODES.length + 1, origin: CODES.length };
  readonly done: Done[] = [];
  readonly #follow: number;
  readonly #due: Due[] = [];
  #nowUs = 0;
  #order = 0;

  constructor(options: BenchOptions) {
    this.seed = options.randomSeed ?? 1;
    this.#follow = options.followed ?? 0;
    const kind = storeKinds[options.kind ?? 'workers-kv'];
    if (kind === undefined) throw new Error(`no store ${options.kind}`);
    const { alter = (store) => store } = options;
    this.store = alter(
      kind.create({
        world: this,
        home: HOME,
        seed: options.seed ?? [],
        options: options.options ?? {},
        replicas: options.replicas ?? [],
        epochMs: 0,
        caches: new SiteCaches(),
        followedWrites: this.#follow,
      }),
    );
  }

  nowUs(): number {
    return this.#nowUs;
  }

  oneWayToRegionUs(site: number, region: string): number {
    return wayUs(site, region);
  }

  regionToRegionUs(from: string, to: string): number {
    return wayUs(from, to);
  }

  receivedUs(from: string, to: number | string): number {
    return this.#nowUs + wayUs(to, from);
  }

  /** `number` tells the operation's draws from those of all others. */
  plan(planned: Planned, number: number): void {
    const { atMs, verb, site, key = '', value, options = {} } = planned;
    const issuedUs = Math.round(atMs * 1000);
    const operation = {
      verb,
      key,
      options,
      body: value ?? null,
      site,
      issuedUs,
      drawKey: number,
      followShare: this.#follow > 0 ? 1 : 0,
    };
    // What is under way goes before what begins at the same instant.
    this.#at(issuedUs, () => this.#proceed({ operation, stage: 0, state: null }, true), 1e9);
  }

  run(): void {
    for (let due = this.#next(); due !== undefined; due = this.#next()) {
      this.#nowUs = due.atUs;
      due.run();
    }
  }

  #proceed(call: StoreCall, foreground: boolean): void {
    const step: StoreStep = this.store.step(call);
    if (step.kind === 'hop') {
      call.stage = step.stage;
      this.#at(this.#nowUs + Math.round(step.afterUs), () => this.#proceed(call, foreground));
      return;
    }
    if (step.kind === 'done') return;
    const { background } = step;
    if (background !== undefined) this.#proceed(background, false);
    if (!foreground) return;
    const { verb, site, key, issuedUs } = call.operation;
    const { answer, observation } = step;
    const answeredUs = this.#nowUs + step.afterUs;
    this.done.push({ verb, site, key, issuedUs, answeredUs, answer, observation });
  }

  #at(atUs: number, run: () => void, late = 0): void {
    this.#due.push({ atUs, order: late + this.#order++, run });
  }

  #next(): Due | undefined {
    let first = 0;
    this.#due.forEach((due, i) => {
      const best = this.#due[first];
      if (best !== undefined && (due.atUs < best.atUs || (due.atUs === best.atUs && due.order < best.order)))
        first = i;
    });
    return this.#due.splice(first, 1)[0];
  }
}

/** What came of a series of operations. */
export interface Played {
  /** In the order of the plan. */
  readonly done: readonly Done[];
  readonly followed: readonly FollowedWrite[];
}

/** Plays operations against a fresh store. */
export function play(planned: readonly Planned[], options: BenchOptions = {}): Played {
  const bench = new StoreBench(options);
  planned.forEach((one, number) => bench.plan(one, number));
  bench.run();
  const done = bench.done.toSorted((a, b) => a.issuedUs - b.issuedUs);
  return { done, followed: bench.store.followed() };
}

/** The text of an answer's value, null where there is none; throws what the store threw. */
export function valueOf(done: Done | undefined): string | null {
  if (done === undefined) throw new Error('no such operation');
  const { answer } = done;
  if (!answer.ok) throw new Error(`${answer.name}: ${answer.message}`);
  return answer.value === null || typeof answer.value === 'string'
    ? answer.value
    : new TextDecoder().decode(answer.value);
}
