// Cloudflare R2: objects in one region, strongly consistent for everyone; every operation goes there and back.
import { millions } from '../bill/by-million.ts';
import type { PriceSource } from '../bill/price.ts';
import type { TariffLine } from '../bill/tariff.ts';
import type { Figure } from '../platforms/platform.ts';
import type { Answer } from '../runtime/types.ts';
import { US_PER_MS } from '../units.ts';
import { AT_HOME, Follower } from './followed.ts';
import { listObjects } from './r2-list.ts';
import {
  type AskedRange,
  type Conditions,
  hashOf,
  meets,
  type ObjectDetails,
  type ObjectRecord,
  reachOf,
  recordOf,
} from './r2-objects.ts';
import { R2Refusal, R2Uploads } from './r2-uploads.ts';
import { Home, isLive, valueBytes, type Version } from './replication.ts';
import type { StoreBooks } from './books.ts';
import type {
  FollowedWrite,
  Store,
  StoreCall,
  StoreKind,
  StoreOperation,
  StoreOptions,
  StoreStep,
  StoredEntry,
  WorldView,
} from './store.ts';

const retrieved = '2026-11-21';
const SOURCE = 'none published; an object store inside its region';

const FIGURES = {
  readMs: {
    name: 'R2: work of a read',
    value: 15,
    unit: 'ms',
    source: SOURCE,
    retrieved,
    confidence: 'assumed',
  },
  writeMs: {
    name: 'R2: work of a write',
    value: 40,
    unit: 'ms',
    source: SOURCE,
    retrieved,
    confidence: 'assumed',
  },
} as const satisfies Record<string, Figure>;

const STAGE = { start: 0, home: 1 } as const;
const WRITES = [
  'put',
  'delete',
  'createMultipartUpload',
  'uploadPart',
  'completeMultipartUpload',
  'abortMultipartUpload',
];

/** What an operation brought, and which version it saw or made; null for none. */
interface Outcome {
  readonly answer: Answer;
  readonly version: Version | null;
  readonly bytes: number;
  /** Whether it is a write that changed an object. */
  readonly changed: boolean;
}

class R2 implements Store {
  readonly #world: WorldView;
  readonly #options: StoreOptions;
  readonly #home: Home;
  readonly #uploads = new R2Uploads();
  readonly #follower: Follower;
  /** Records are worked out once: a tag is a digest of the whole object. */
  readonly #records = new WeakMap<Version, ObjectRecord>();

  constructor(options: StoreOptions) {
    this.#options = options;
    this.#world = options.world;
    this.#home = new Home(options.seed, 'newest');
    this.#follower = new Follower('r2', options, AT_HOME);
  }

  get books(): StoreBooks {
    return this.#home;
  }

  step(call: StoreCall): StoreStep {
    const { operation } = call;
    const { verb, site, key } = operation;
    const wayUs = this.#world.oneWayToRegionUs(site, this.#options.home);
    if (call.stage === STAGE.start) return { kind: 'hop', afterUs: wayUs, stage: STAGE.home };
    const writes = WRITES.includes(verb);
    const serviceUs = (writes ? FIGURES.writeMs : FIGURES.readMs).value * US_PER_MS;
    const { answer, version, bytes, changed } = this.#outcome(operation);
    const atHome = site !== this.#world.sites.origin;
    const kind = !writes ? 'read' : changed ? 'write' : answer.ok ? 'unchanged' : 'rejectedWrite';
    return {
      kind: 'answer',
      afterUs: serviceUs + wayUs,
      answer,
      observation: {
        kind,
        key,
        version: version?.number ?? 0,
        committedUs: version?.committedUs ?? Number.NEGATIVE_INFINITY,
        tier: 'region',
        stalenessUs: 0,
        homeRequests: atHome ? 1 : 0,
        homeEgressBytes: atHome ? bytes : 0,
      },
    };
  }

  followed(): readonly FollowedWrite[] {
    return this.#follower.writes();
  }

  contents(): readonly StoredEntry[] {
    return this.#home.contents(this.#world.nowUs());
  }

  #outcome(operation: StoreOperation): Outcome {
    try {
      return this.#perform(operation);
    } catch (error) {
      if (!(error instanceof R2Refusal)) throw error;
      const message = `${operation.verb}: ${error.message}`;
      return { answer: { ok: false, name: 'Error', message }, version: null, bytes: 0, changed: false };
    }
  }

  #perform(operation: StoreOperation): Outcome {
    const { verb, key, options } = operation;
    const uploadId = String(options['uploadId'] ?? '');
    switch (verb) {
      case 'head':
        return this.#read(key, {}, false);
      case 'get':
        return this.#read(key, options, true);
      case 'put':
        return this.#put(operation);
      case 'delete':
        return this.#delete(operation);
      case 'list':
        return done(
          listObjects(
            options,
            this.#home.keys(String(options['prefix'] ?? ''), this.#world.nowUs()),
            (name) => this.#record(name),
          ),
        );
      case 'createMultipartUpload':
        return done(this.#uploads.begin(key, options));
      case 'uploadPart': {
        const number = Number(options['partNumber']);
        return done(this.#uploads.put(key, uploadId, number, bytesOf(operation.body)));
      }
      case 'completeMultipartUpload': {
        const parts = options['parts'] as Parameters<R2Uploads['complete']>[2];
        const { body, details } = this.#uploads.complete(key, uploadId, parts);
        return this.#told(key, this.#commit(operation, body, JSON.stringify(details)));
      }
      default:
        this.#uploads.abort(key, uploadId);
        return done(null);
    }
  }

  #read(key: string, options: StoreOperation['options'], withBody: boolean): Outcome {
    const version = this.#home.latest(key);
    const record = this.#record(key);
    if (record === null) return { ...done(null), version };
    const conditions = (options['onlyIf'] ?? {}) as Conditions;
    const asked = (options['range'] ?? {}) as AskedRange;
    const whole = { offset: 0, length: record.size };
    const met = meets(conditions, record);
    const range = (met ? reachOf(asked, record.size) : whole) ?? (options['lenient'] === true ? whole : null);
    if (range === null) throw new R2Refusal('The requested range is not satisfiable', 10039);
    const shown = withBody && met;
    const body = shown ? part(version.value, range, record.size) : null;
    const metaJson = JSON.stringify({ ...record, range, shown });
    return { answer: { ok: true, value: body, metaJson }, version, bytes: valueBytes(body), changed: false };
  }

  #put(operation: StoreOperation): Outcome {
    const { key, options, body } = operation;
    const conditions = options['onlyIf'] as Conditions | undefined;
    const { httpMetadata, customMetadata, checksums = {} } = options as ObjectDetails;
    for (const [algorithm, given] of Object.entries(checksums)) {
      const actual = hashOf(algorithm, body ?? '');
      const name = algorithm === 'md5' ? 'MD5' : algorithm.replace('sha', 'SHA-');
      if (actual !== given)
        throw new R2Refusal(
          `The ${name} checksum you specified did not match what we received.\nYou provided a ${name} checksum with value: ${given}\nActual ${name} was: ${actual}`,
          10037,
        );
    }
    if (conditions !== undefined && !meets(conditions, this.#record(key))) return done(null);
    const details: ObjectDetails = {
      httpMetadata: httpMetadata ?? {},
      customMetadata: customMetadata ?? {},
      checksums,
    };
    return this.#told(key, this.#commit(operation, body ?? '', JSON.stringify(details)));
  }

  /** Each key that is deleted is a write; what is told is the version of the first. */
  #delete(operation: StoreOperation): Outcome {
    const keys = operation.options['keys'] as readonly string[];
    const versions = keys.map((key) => this.#commit({ ...operation, key }, null, ''));
    return { ...done(null), version: versions[0] ?? null, changed: versions.length > 0 };
  }

  #commit(operation: StoreOperation, value: string | Uint8Array | null, metaJson: string): Version {
    const { key } = operation;
    const atUs = this.#world.nowUs();
    const version = this.#home.commit(key, value, { metaJson, atUs, expiresUs: Number.POSITIVE_INFINITY });
    this.#follower.offer(operation, { key, version: version.number, committedUs: atUs });
    return version;
  }

  #told(key: string, version: Version): Outcome {
    const metaJson = JSON.stringify(this.#record(key));
    return { answer: { ok: true, value: null, metaJson }, version, bytes: 0, changed: true };
  }

  /** What is told of the object under a key now; null when there is none. */
  #record(key: string): ObjectRecord | null {
    const version = this.#home.latest(key);
    if (!isLive(version, this.#world.nowUs())) return null;
    const known = this.#records.get(version) ?? recordOf(key, version, this.#options.epochMs);
    this.#records.set(version, known);
    return known;
  }
}

function done(value: string | null): Outcome {
  return { answer: { ok: true, value }, version: null, bytes: valueBytes(value), changed: false };
}

function bytesOf(body: string | Uint8Array | null): Uint8Array {
  return body instanceof Uint8Array ? body : new TextEncoder().encode(body ?? '');
}

function part(
  value: string | Uint8Array | null,
  { offset, length }: { offset: number; length: number },
  size: number,
): string | Uint8Array | null {
  if (length === size) return value;
  return bytesOf(value).slice(offset, offset + length);
}

const PRICES: PriceSource = {
  source: 'developers.cloudflare.com/workers/platform/pricing (docs repo @07acbb66, 2026)',
  confidence: 'documented',
};

// Deleting and giving up an upload are free.
/** What it costs; storage itself is not billed, what a scenario seeds is small. */
const TARIFF: readonly TariffLine[] = [
  {
    ...millions({ item: 'R2 class A operations', meter: 'ops.r2.put', usd: 4.5, included: 1, from: PRICES }),
    further: ['list', 'createMultipartUpload', 'uploadPart', 'completeMultipartUpload'].map(
      (verb) => `ops.r2.${verb}`,
    ),
  },
  {
    ...millions({
      item: 'R2 class B operations',
      meter: 'ops.r2.get',
      usd: 0.36,
      included: 10,
      from: PRICES,
    }),
    further: ['ops.r2.head'],
  },
];

/** The row of the table. */
export const r2: StoreKind = {
  name: 'r2',
  title: 'Cloudflare R2',
  binding: 'r2',
  figures: Object.values(FIGURES),
  tariff: TARIFF,
  options: {},
  create: (options) => new R2(options),
};
