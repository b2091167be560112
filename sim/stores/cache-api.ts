// The Cache API of one site: `match`, `put` and `delete` reach no further than the PoP where the code runs, and share its HTTP cache.
import {
  type CachedResponse,
  freshnessUs,
  headerOf,
  type SiteCaches,
  withoutHeaders,
} from '../entities/http-cache.ts';
import type { Figure } from '../platforms/platform.ts';
import type { Answer } from '../runtime/types.ts';
import { US_PER_MS, US_PER_SECOND } from '../units.ts';
import { conditional } from './cache-conditions.ts';
import { valueBytes } from './replication.ts';
import type {
  FollowedWrite,
  Observation,
  Store,
  StoreCall,
  StoreKind,
  StoreOperation,
  StoreOptions,
  StoreStep,
  StoredEntry,
  WorldView,
} from './store.ts';

const FIGURES = {
  operationMs: {
    name: 'Cache API: match, put or delete',
    value: 1,
    unit: 'ms',
    source: 'none published; a look-up inside the data centre',
    retrieved: '2026-11-21',
    confidence: 'assumed',
  },
} as const satisfies Record<string, Figure>;

/** Headers that belong to one connection, and those that the cache writes anew. */
const NOT_KEPT = [
  'content-length',
  'connection',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'date',
  'age',
];

/** What the Cache API never keeps, as workerd's does not. */
const NO_CONTENT = 204;

/** A response as `put` hands it over. */
interface PutResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly string[];
  /** Whether the length of the body was known before it was sent. */
  readonly sized: boolean;
}

class CacheApi implements Store {
  readonly #world: WorldView;
  readonly #caches: SiteCaches;
  readonly #epochMs: number;

  constructor(options: StoreOptions) {
    this.#world = options.world;
    this.#caches = options.caches;
    this.#epochMs = options.epochMs;
  }

  step({ operation }: StoreCall): StoreStep {
    const { verb, key } = operation;
    const { answer, tier } = this.#perform(operation);
    const observation: Observation = {
      kind: verb === 'match' ? 'read' : 'write',
      key: keyOf(key).url,
      version: 0,
      committedUs: Number.NEGATIVE_INFINITY,
      tier,
      stalenessUs: 0,
      homeRequests: 0,
      homeEgressBytes: 0,
    };
    return { kind: 'answer', afterUs: FIGURES.operationMs.value * US_PER_MS, answer, observation };
  }

  followed(): readonly FollowedWrite[] {
    return [];
  }

  contents(): readonly StoredEntry[] {
    return [];
  }

  #perform(operation: StoreOperation): { answer: Answer; tier: string } {
    const { cache: name, url } = keyOf(operation.key);
    const cache = this.#caches.at(operation.site, name);
    const nowUs = this.#world.nowUs();
    if (operation.verb === 'match') {
      const entry = cache.match(url, nowUs, null);
      if (entry === null) return { answer: { ok: true, value: null }, tier: 'miss' };
      return { answer: this.#matched(operation, entry, nowUs), tier: 'hit' };
    }
    if (operation.verb === 'delete') {
      const deleted = cache.delete(url, nowUs);
      return { answer: { ok: true, value: String(deleted) }, tier: deleted ? 'deleted' : 'absent' };
    }
    const entry = this.#entryOf(operation, nowUs);
    if (entry !== null) cache.put(url, entry, null);
    // What may not be kept is dropped without a word: the cache promises nothing (workerd ignores the service's 413).
    return { answer: { ok: true, value: null }, tier: entry === null ? 'refused' : 'stored' };
  }

  /** The entry of a put, or null when the response forbids keeping it. `private=Set-Cookie` lets the rest of it be kept. */
  #entryOf(operation: StoreOperation, nowUs: number): CachedResponse | null {
    const { status, headers: given, sized } = operation.options['response'] as PutResponse;
    const control = headerOf(given, 'cache-control') ?? '';
    const kept = /private=set-cookie;?/i.test(control)
      ? [...withoutHeaders(given, ['set-cookie', 'cache-control']), 'cache-control', withoutCookie(control)]
      : [...given];
    const asked = operation.options['headers'] as readonly string[];
    const nowMs = this.#epochMs + nowUs / US_PER_MS;
    const freshUs = freshnessUs({
      method: 'GET',
      status,
      authorized: headerOf(asked, 'authorization') !== null,
      headers: kept,
      nowMs,
    });
    if (freshUs === null || status === NO_CONTENT) return null;
    return {
      status,
      // A cache keeps no other words than those of the status itself.
      statusText: '',
      headers: [
        ...withoutHeaders(kept, NOT_KEPT),
        ...(sized ? ['content-length', String(valueBytes(operation.body))] : []),
        'date',
        new Date(Math.floor(nowMs)).toUTCString(),
        'age',
        headerOf(kept, 'age') ?? '0',
      ],
      // Of a response without a body an empty one is kept.
      body: operation.body ?? '',
      bytes: valueBytes(operation.body),
      storedUs: nowUs,
      freshUntilUs: nowUs + freshUs,
    };
  }

  #matched(operation: StoreOperation, entry: CachedResponse, nowUs: number): Answer {
    const storedAge = Number(headerOf(entry.headers, 'age') ?? '0');
    const ageS = storedAge + Math.floor((nowUs - entry.storedUs) / US_PER_SECOND);
    const headers = [
      ...withoutHeaders(entry.headers, ['age', 'cf-cache-status']),
      'age',
      String(ageS),
      'cf-cache-status',
      'HIT',
    ];
    const asked = operation.options['headers'] as readonly string[];
    const { status, statusText, body, headers: sent } = conditional(asked, { ...entry, headers });
    return { ok: true, value: body, metaJson: JSON.stringify({ status, statusText, headers: sent }) };
  }
}

/** A key is the cache's name and the URL, with a space between. */
function keyOf(key: string): { cache: string; url: string } {
  const space = key.indexOf(' ');
  return { cache: key.slice(0, space), url: key.slice(space + 1) };
}

function withoutCookie(control: string): string {
  return control
    .toLowerCase()
    .replace(/private=set-cookie;?/, '')
    .trim();
}

/** The row of the table. */
export const cacheApi: StoreKind = {
  name: 'cache-api',
  title: 'Cache API of the PoP',
  binding: 'cache',
  options: {},
  figures: Object.values(FIGURES),
  tariff: [],
  create: (options) => new CacheApi(options),
};
