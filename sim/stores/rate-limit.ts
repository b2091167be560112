// The rate-limit binding: each site counts for itself, key by key, in fixed windows of 10 or 60 seconds; nobody waits for other sites.
import type { Figure } from '../platforms/platform.ts';
import { US_PER_MS, US_PER_SECOND } from '../units.ts';
import type {
  FollowedWrite,
  Store,
  StoreCall,
  StoreKind,
  StoreOptions,
  StoreStep,
  StoredEntry,
  WorldView,
} from './store.ts';

const DOCS = 'developers.cloudflare.com/workers/runtime-apis/bindings/rate-limit (2026)';
const retrieved = '2026-11-21';

const FIGURES = {
  limit: {
    name: 'Rate limit: calls of a key in a period',
    value: 100,
    unit: 'calls',
    source: 'no default; an ordinary choice',
    retrieved,
    confidence: 'assumed',
  },
  periodSeconds: {
    name: 'Rate limit: period, 10 or 60 s',
    value: 60,
    unit: 's',
    source: DOCS,
    retrieved,
    confidence: 'documented',
  },
  limitMs: {
    name: 'Rate limit: work of a call',
    value: 0.1,
    unit: 'ms',
    source: `none published; counters are kept on the machine (${DOCS})`,
    retrieved,
    confidence: 'assumed',
  },
} as const satisfies Record<string, Figure>;

/** The periods that the service knows. */
export const RATE_LIMIT_PERIODS_S: readonly number[] = [10, 60];

/** The calls of one window at one site, by key. */
interface Window {
  readonly startUs: number;
  readonly counts: Map<string, number>;
}

/** Counters by site. Where the service's own copies at one site differ for a moment, this one is exact: a limit lets through what it says at each site. */
class RateLimit implements Store {
  readonly #world: WorldView;
  readonly #options: StoreOptions;
  /** By site and period in seconds. */
  readonly #windows = new Map<string, Window>();

  constructor(options: StoreOptions) {
    this.#world = options.world;
    this.#options = options;
  }

  step({ operation }: StoreCall): StoreStep {
    const { key, site, options } = operation;
    const allowed = this.#allows(key, site, options);
    return {
      kind: 'answer',
      afterUs: FIGURES.limitMs.value * US_PER_MS,
      answer: { ok: true, value: String(allowed) },
      observation: {
        kind: 'read',
        key,
        version: 0,
        committedUs: Number.NEGATIVE_INFINITY,
        tier: allowed ? 'allowed' : 'refused',
        stalenessUs: 0,
        homeRequests: 0,
        homeEgressBytes: 0,
      },
    };
  }

  followed(): readonly FollowedWrite[] {
    return [];
  }

  contents(): readonly StoredEntry[] {
    return [];
  }

  #allows(key: string, site: number, asked: Readonly<Record<string, unknown>>): boolean {
    const { options, epochMs } = this.#options;
    const limit = Number(asked['limit'] ?? options['limit'] ?? FIGURES.limit.value);
    const periodS = Number(asked['period'] ?? options['periodSeconds'] ?? FIGURES.periodSeconds.value);
    const periodUs = periodS * US_PER_SECOND;
    const nowUs = epochMs * US_PER_MS + this.#world.nowUs();
    const startUs = nowUs - (nowUs % periodUs);
    const place = `${site} ${periodS}`;
    let window = this.#windows.get(place);
    if (window?.startUs !== startUs) this.#windows.set(place, (window = { startUs, counts: new Map() }));
    const before = window.counts.get(key) ?? 0;
    if (before >= limit) return false;
    window.counts.set(key, before + 1);
    return true;
  }
}

/** The row of the table. */
export const rateLimit: StoreKind = {
  name: 'rate-limit',
  title: 'Rate-limit binding of Workers',
  binding: 'ratelimit',
  options: {
    limit: { meaning: 'Calls of a key that succeed in a period, at one PoP', lowest: 0, highest: 1e9 },
    periodSeconds: { meaning: 'Length of a period, 10 or 60', lowest: 10, highest: 60 },
  },
  figures: Object.values(FIGURES),
  // The rate-limiting binding is part of Workers.
  tariff: [],
  create: (options) => new RateLimit(options),
};
