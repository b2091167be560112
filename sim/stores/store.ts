// What every store promises the engine: it says step by step where an operation goes and how long it takes; the engine keeps the time.
import type { TariffLine } from '../bill/tariff.ts';
import type { OptionTable } from '../option-table.ts';
import type { Answer } from '../runtime/types.ts';
import type { StoreBooks } from './books.ts';
import type { SiteCaches } from '../entities/http-cache.ts';
import type { QueuePlan, SeedEntries, Sourced } from '../plan.ts';
import { US_PER_SECOND } from '../units.ts';

/** Where an operation is issued: a PoP by its index, or the origin region. */
export type Site = number;
/** The origin region, as the site that follows the last PoP. */
export interface Sites {
  readonly count: number;
  readonly origin: Site;
}

/** No operation is under way for so long: copies outlive news by seconds, and ways take less than one. What is older than that is settled. Assumed: a bound of the model, of which nobody publishes a figure; a longer one would only remember more. */
export const UNDER_WAY_US = 60 * US_PER_SECOND;

/** The read-only view of the world that a store may use. */
export interface WorldView {
  readonly seed: number;
  readonly sites: Sites;
  /** One-way time over the backbone between a site and a region, in microseconds, as the cables stand now. */
  oneWayToRegionUs(site: Site, region: string): number;
  regionToRegionUs(from: string, to: string): number;
  /** When a site, or a region, receives what a region sends now: at once, or as soon as a cable leads there again; Infinity for never. */
  receivedUs(from: string, to: Site | string): number;
  nowUs(): number;
}

/** An operation as it reaches a store. */
export interface StoreOperation {
  /** `get`, `put`, `delete`, `list`, …: the verb without the store's prefix. */
  readonly verb: string;
  readonly key: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly body: string | Uint8Array | null;
  readonly site: Site;
  readonly issuedUs: number;
  /** Unique in the trial and the same in every arm where the same request does the same things; draws hang on it. */
  readonly drawKey: number;
  /** Share of writes like this one that are followed to every PoP. */
  readonly followShare: number;
  /** For code that runs beside its data: where and when the call was issued that led to this. */
  readonly asked?: { readonly site: Site; readonly issuedUs: number };
}

/** What one read or write turned out to be; the record counts it. */
export interface Observation {
  /** `unchanged`: neither showed a key nor changed one, such as a refused read, or a put whose condition was not met. */
  readonly kind: 'read' | 'write' | 'rejectedWrite' | 'unchanged';
  readonly key: string;
  /** Number of the version read or written; 0 is what the store held before the first request, or nothing. */
  readonly version: number;
  /** When that version was committed; negative infinity for what the store held at first, or nothing. */
  readonly committedUs: number;
  /** Which tier answered: memory, colo, regional, central. */
  readonly tier: string;
  /** For a read: how long before it was issued a newer version had been committed; 0 when current. */
  readonly stalenessUs: number;
  /** Whether the operation reached the store's home, and the bytes that left it there. */
  readonly homeRequests: number;
  readonly homeEgressBytes: number;
  /** What it is billed for beside itself, by the names of `ops` meters: `rowsRead`. */
  readonly billed?: Readonly<Record<string, number>>;
}

/** Where an operation goes next. */
export type StoreStep =
  /** Ask again at the next stage after so long. */
  | { readonly kind: 'hop'; readonly afterUs: number; readonly stage: number }
  /** The handler gets this after so long; `background` work goes on by itself from now. */
  | {
      readonly kind: 'answer';
      readonly afterUs: number;
      readonly answer: Answer;
      readonly observation: Observation;
      readonly background?: StoreCall;
    }
  /** Background work is done, with what it cost the store's home. */
  | { readonly kind: 'done'; readonly homeRequests: number; readonly homeEgressBytes: number };

/** An operation under way: the store keeps what it needs between stages in its own `state`. */
export interface StoreCall {
  readonly operation: StoreOperation;
  stage: number;
  state: unknown;
}

/** One write followed to every PoP. */
export interface FollowedWrite {
  /** The PoP that it was committed at; null where that is the region of the store's home. */
  readonly homeSite: Site | null;
  readonly key: string;
  readonly site: Site;
  readonly issuedUs: number;
  readonly committedUs: number;
  /** By PoP: the instant from which a read there returns this version or a newer one. */
  readonly visibleUs: Float64Array;
  /** By PoP: 1 where a copy was held when the write was committed. */
  readonly cached: Uint8Array;
}

/** A data store as one arm of one trial sees it. */
export interface Store {
  /** Takes an operation; `call.stage` is 0 the first time and the stage of the last hop later. */
  step(call: StoreCall): StoreStep;
  /** The writes that were followed, complete once the trial has ended. */
  followed(): readonly FollowedWrite[];
  /** What became of its commits; absent where nothing is committed in a home. */
  readonly books?: StoreBooks;
  /** What its home holds now. */
  contents(): readonly StoredEntry[];
  /** Of a store that is reached by `fetch`: one way to where connections of a site for a verb end; 0 where the site itself answers. */
  endpointWayUs?(site: Site, verb: string): number;
}

/** An entry as it is shown. */
export interface StoredEntry {
  readonly key: string;
  readonly value: string | Uint8Array;
  /** Metadata as JSON; empty for none. */
  readonly metaJson: string;
}

/** A row of the table of stores. */
export interface StoreKind {
  readonly name: string;
  readonly title: string;
  /** The kind of binding that handlers see; `url`: a text with the address to which its client sends requests. */
  readonly binding: 'kv' | 'cache' | 'd1' | 'r2' | 'queue' | 'object' | 'kvs' | 'ratelimit' | 'url';
  readonly figures: readonly Sourced[];
  /** What it costs, by meters named `ops.<kind>.<verb>`; empty where it is part of the platform. */
  readonly tariff: readonly TariffLine[];
  /** What a scenario may change. */
  readonly options: OptionTable;
  /** How it is reached by `fetch`; absent where it is not. */
  readonly http?: StoreHttp;
  /** Whether a scenario may name further regions that hold copies. */
  readonly hasReplicas?: true;
  /** Why it cannot hold what a scenario seeds; null when it can. */
  readonly seedRefusal?: (seed: readonly SeedEntries[]) => string | null;
  create(options: StoreOptions): Store;
}

/** The HTTP interface of a store: requests to its host become operations, answers become responses. */
export interface StoreHttp {
  /** The address of the store that has this binding, whole enough for its client to connect with. */
  urlOf(binding: string): string;
  /** The address of an interface for changes, where that is another. */
  readonly furtherUrlOf?: (binding: string) => string;
  /** What a request asks for, or the response that needs no store. */
  operationOf(request: StoreRequest): HttpWanted | StoreResponse;
  responseOf(answer: Answer, request: StoreRequest): StoreResponse;
}

/** A request as a store's host gets it. */
export interface StoreRequest {
  readonly method: string;
  readonly url: URL;
  readonly header: (name: string) => string | null;
  readonly body: string;
}

/** What a request asks of a store. */
export interface HttpWanted extends Pick<StoreOperation, 'verb' | 'key' | 'options' | 'body'> {
  readonly kind: 'operation';
}

/** What a store's host answers. */
export interface StoreResponse {
  readonly kind: 'response';
  readonly status: number;
  /** Flat: name, value, name, value. */
  readonly headers: readonly string[];
  readonly body: string;
}

/** What a store is made from. */
export interface StoreOptions {
  readonly world: WorldView;
  readonly home: string;
  readonly seed: readonly SeedEntries[];
  readonly options: Readonly<Record<string, number>>;
  /** Regions that hold copies, besides the home. */
  readonly replicas?: readonly string[] | undefined;
  readonly queue?: QueuePlan | undefined;
  /** Milliseconds since 1970 at simulated time zero. */
  readonly epochMs: number;
  /** The HTTP caches of all sites. */
  readonly caches: SiteCaches;
  /** How many writes to follow to every PoP at most. */
  readonly followedWrites: number;
}
