// A key-value database in the origin's own region, behind the same binding: strongly consistent, near the origin, far from everyone else.
import { millions } from '../bill/by-million.ts';
import type { PriceSource } from '../bill/price.ts';
import type { TariffLine } from '../bill/tariff.ts';
import type { Figure } from '../platforms/platform.ts';
import { labelHash, uniform } from '../random.ts';
import { US_PER_MS } from '../units.ts';
import { AT_HOME, Follower } from './followed.ts';
import { answerFromVersion, listAnswer, newVersionDetails } from './kv-answers.ts';
import { Home, valueBytes } from './replication.ts';
import type { StoreBooks } from './books.ts';
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

const SOURCE =
  'upstash.com/docs global database (2026-08-12): same region, p99 of a read below 1 ms, of a write below 5 ms';
const retrieved = '2026-11-21';

const FIGURES = {
  readHighMs: {
    name: 'Regional database: read, most',
    value: 1,
    unit: 'ms',
    source: SOURCE,
    retrieved,
    confidence: 'documented',
  },
  writeHighMs: {
    name: 'Regional database: write, most',
    value: 5,
    unit: 'ms',
    source: SOURCE,
    retrieved,
    confidence: 'documented',
  },
} as const satisfies Record<string, Figure>;

const LABEL = labelHash('regional-kv');
const STAGE = { start: 0, home: 1, written: 2 } as const;
/** The shortest read or write, as a share of the longest (assumed). */
const SHORTEST = 0.3;

class RegionalKv implements Store {
  readonly #world: WorldView;
  readonly #region: string;
  readonly #home: Home;
  readonly #epochMs: number;
  readonly #follower: Follower;

  constructor(options: StoreOptions) {
    this.#world = options.world;
    this.#region = options.home;
    this.#home = new Home(options.seed, 'newest');
    this.#epochMs = options.epochMs;
    this.#follower = new Follower('regional-kv', options, AT_HOME);
  }

  get books(): StoreBooks {
    return this.#home;
  }

  step(call: StoreCall): StoreStep {
    const { operation } = call;
    const wayUs = this.#world.oneWayToRegionUs(operation.site, this.#region);
    if (call.stage === STAGE.start) return { kind: 'hop', afterUs: wayUs, stage: STAGE.home };
    const write = operation.verb === 'put' || operation.verb === 'delete';
    const mostUs = (write ? FIGURES.writeHighMs : FIGURES.readHighMs).value * US_PER_MS;
    const draw = uniform(this.#world.seed, operation.drawKey, LABEL);
    const serviceUs = Math.round(mostUs * (SHORTEST + (1 - SHORTEST) * draw));
    // Every write commits equally late, so that writes stay in order; who reads meanwhile sees what was there before.
    const commitUs = write ? Math.round(mostUs * SHORTEST) : 0;
    if (write && call.stage === STAGE.home) return { kind: 'hop', afterUs: commitUs, stage: STAGE.written };
    const nowUs = this.#world.nowUs();
    if (write) {
      const value = operation.verb === 'delete' ? null : operation.body;
      const { number } = this.#home.commit(operation.key, value, newVersionDetails(operation, nowUs));
      this.#follower.offer(operation, { key: operation.key, version: number, committedUs: nowUs });
    }
    const version = this.#home.latest(operation.key);
    const answer = write
      ? ({ ok: true, value: null } as const)
      : operation.verb === 'list'
        ? listAnswer(this.#home, operation, { nowUs, epochMs: this.#epochMs })
        : answerFromVersion(version, nowUs);
    const inRegion = operation.site === this.#world.sites.origin;
    return {
      kind: 'answer',
      afterUs: serviceUs - commitUs + wayUs,
      answer,
      observation: {
        kind: write ? 'write' : 'read',
        key: operation.key,
        version: version.number,
        committedUs: version.committedUs,
        tier: 'region',
        stalenessUs: 0,
        homeRequests: inRegion ? 0 : 1,
        homeEgressBytes: inRegion || write ? 0 : valueBytes(version.value),
      },
    };
  }

  followed(): readonly FollowedWrite[] {
    return this.#follower.writes();
  }

  contents(): readonly StoredEntry[] {
    return this.#home.contents(this.#world.nowUs());
  }
}

const PRICES: PriceSource = {
  source: 'upstash/docs redis/features/globaldatabase.mdx (2026-08-12): 0.20 USD per 100,000 commands',
  confidence: 'documented',
};

/** What it costs; storage itself is not billed, what a scenario seeds is small. */
const TARIFF: readonly TariffLine[] = [
  millions({ item: 'database reads', meter: 'ops.regional-kv.get', usd: 2, from: PRICES }),
  millions({ item: 'database writes', meter: 'ops.regional-kv.put', usd: 2, from: PRICES }),
  millions({ item: 'database deletes', meter: 'ops.regional-kv.delete', usd: 2, from: PRICES }),
  millions({ item: 'database lists', meter: 'ops.regional-kv.list', usd: 2, from: PRICES }),
];

/** The row of the table. */
export const regionalKv: StoreKind = {
  name: 'regional-kv',
  title: 'Key-value database in one region',
  binding: 'kv',
  figures: Object.values(FIGURES),
  tariff: TARIFF,
  options: {},
  create: (options) => new RegionalKv(options),
};
