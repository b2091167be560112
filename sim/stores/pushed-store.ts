// A small store that is written in one region and pushed whole to every site, where reads find it: configuration, redirects, flags.
import { labelHash, uniform } from '../random.ts';
import type { Answer } from '../runtime/types.ts';
import { US_PER_MS } from '../units.ts';
import { Follower } from './followed.ts';
import { isLive, valueBytes, type Version } from './replication.ts';
import { ShippedKeys } from './shipped-keys.ts';
import type { StoreBooks } from './books.ts';
import type {
  FollowedWrite,
  Observation,
  Site,
  Store,
  StoreCall,
  StoreOperation,
  StoreOptions,
  StoreStep,
  StoredEntry,
  WorldView,
} from './store.ts';

/** How one kind of pushed store differs from another; times in milliseconds. */
export interface PushedShape {
  readonly readMs: number;
  readonly writeMs: number;
  /** From the commit to a site: drawn evenly between the two for each write and site, and never less than the way there. */
  readonly pushLowMs: number;
  readonly pushHighMs: number;
  /** Why a change cannot be made after which the store would have so many bytes; null when it can. */
  refusal(change: Change, sizeBytes: number): string | null;
}

/** One change of a write: a value, or null for a deletion. */
export interface Change {
  readonly key: string;
  readonly value: string | null;
}

/** What is known of the whole store at a position of its log. */
export interface Summary {
  readonly itemCount: number;
  readonly sizeBytes: number;
  /** When the newest change was committed, in milliseconds since 1970; when the run began for none. */
  readonly changedMs: number;
  /** How many changes were committed: what entity tags are made of. */
  readonly position: number;
}

type Size = Pick<Summary, 'itemCount' | 'sizeBytes'>;

const LABEL = { push: labelHash('pushed.push') };
const STAGE = { start: 0, home: 1, back: 2 } as const;

/** Reads of one key; whatever else is read is read of the whole store. */
const OF_ONE_KEY: readonly string[] = ['get', 'exists'];
/** Asked of the home itself, as its management interface is. */
const AT_HOME = 'home:';
/** The key under which reads of the whole store are counted. */
const WHOLE = '*';

/** The store of every such kind. Verbs: `get`, `exists`, `summary`, `all`, the same with `home:` before them, and `put`, `delete`, `change`. */
export class PushedStore implements Store {
  readonly #world: WorldView;
  readonly #options: StoreOptions;
  readonly #shape: PushedShape;
  readonly #keys: ShippedKeys;
  readonly #follower: Follower;
  /** By position: what the store held then. */
  readonly #sizes = new Map<number, Size>();
  /** Positions whose sizes have been forgotten, so many. */
  #forgotten = 0;

  constructor(options: StoreOptions, shape: PushedShape) {
    this.#world = options.world;
    this.#options = options;
    this.#shape = shape;
    this.#keys = new ShippedKeys(options.seed, options.world.sites.count);
    this.#follower = new Follower('pushed', options, (key, version, site) => ({
      visibleUs: this.#keys.showsFromUs(site, key, version),
      cached: true,
    }));
  }

  get books(): StoreBooks {
    return this.#keys.home;
  }

  step(call: StoreCall): StoreStep {
    const { site, verb } = call.operation;
    const wayUs = this.#wayFromHomeUs(site);
    if (!goesHome(verb)) return this.#read(call.operation, this.#shape.readMs, 0);
    if (call.stage === STAGE.start) return { kind: 'hop', afterUs: wayUs, stage: STAGE.home };
    return isWrite(verb)
      ? this.#write(call.operation, wayUs)
      : this.#read(call.operation, this.#shape.readMs, wayUs);
  }

  endpointWayUs(site: Site, verb: string): number {
    return goesHome(verb) ? this.#wayFromHomeUs(site) : 0;
  }

  followed(): readonly FollowedWrite[] {
    return this.#follower.writes();
  }

  contents(): readonly StoredEntry[] {
    return this.#keys.home.contents(this.#world.nowUs());
  }

  /** Reads what the site has, or with `home:` what the home has. */
  #read(operation: StoreOperation, workMs: number, backUs: number): StoreStep {
    const { site, key, issuedUs } = operation;
    const atHome = operation.verb.startsWith(AT_HOME);
    const verb = atHome ? operation.verb.slice(AT_HOME.length) : operation.verb;
    const nowUs = this.#world.nowUs();
    const position = atHome ? this.#keys.position : this.#keys.positionAt(site, nowUs);
    const ofOne = OF_ONE_KEY.includes(verb);
    const version = ofOne ? this.#keys.versionIn(position, key) : null;
    const answer = version === null ? this.#wholeAnswer(verb, position) : oneAnswer(verb, version, nowUs);
    const stalenessUs =
      version === null
        ? this.#keys.stalenessUs(position, issuedUs)
        : this.#keys.home.stalenessUs(key, version.number, issuedUs);
    const remote = atHome && site !== this.#world.sites.origin;
    return {
      kind: 'answer',
      afterUs: Math.round(workMs * US_PER_MS) + backUs,
      answer,
      observation: {
        kind: 'read',
        key: ofOne ? key : WHOLE,
        version: version?.number ?? position,
        committedUs: version?.committedUs ?? this.#keys.committedUs(position),
        tier: atHome ? 'central' : 'colo',
        stalenessUs,
        homeRequests: remote ? 1 : 0,
        homeEgressBytes: remote && answer.ok ? valueBytes(answer.value) : 0,
      },
    };
  }

  /** The summary of the store at a position, or every entry that it had. */
  #wholeAnswer(verb: string, position: number): Answer {
    const whole = verb === 'all' ? this.#entriesAt(position) : this.#summaryAt(position);
    return { ok: true, value: JSON.stringify(whole) };
  }

  #entriesAt(position: number): Record<string, string> {
    const { home } = this.#keys;
    const nowUs = this.#world.nowUs();
    return Object.fromEntries(
      home.everyKey().flatMap((key): [string, string][] => {
        const version = this.#keys.versionIn(position, key);
        return isLive(version, nowUs) ? [[key, String(version.value)]] : [];
      }),
    );
  }

  #summaryAt(position: number): Summary {
    const changedUs = Math.max(0, this.#keys.committedUs(position));
    const changedMs = this.#options.epochMs + Math.floor(changedUs / US_PER_MS);
    return { ...this.#sizeAt(position), changedMs, position };
  }

  #sizeAt(position: number): Size {
    if (position === 0 && !this.#sizes.has(0)) this.#sizes.set(0, sizeOf(Object.entries(this.#entriesAt(0))));
    const size = this.#sizes.get(position);
    if (size === undefined) throw new RangeError(`no position ${position}`);
    return size;
  }

  /** All changes of a write together, or none where one of them does not fit or the caller saw another state. */
  #write(operation: StoreOperation, backUs: number): StoreStep {
    const { site } = operation;
    const changes = changesOf(operation);
    const { position } = this.#keys;
    const { ifPosition } = operation.options;
    const afterUs = Math.round(this.#shape.writeMs * US_PER_MS) + backUs;
    const observation: Observation = {
      kind: 'rejectedWrite',
      key: changes[0]?.key ?? WHOLE,
      version: 0,
      committedUs: Number.NEGATIVE_INFINITY,
      tier: 'central',
      stalenessUs: 0,
      homeRequests: site === this.#world.sites.origin ? 0 : 1,
      homeEgressBytes: 0,
    };
    const refusal =
      typeof ifPosition === 'number' && ifPosition !== position ? CONFLICT : this.#refusal(changes);
    if (refusal !== null)
      return { kind: 'answer', afterUs, answer: { ok: false, name: 'Error', message: refusal }, observation };
    // Changes of one write are pushed together, so that no site shows some of them without the others.
    const versions = changes.map((change) => this.#commit(change, operation, position));
    const answer: Answer = { ok: true, value: JSON.stringify(this.#summaryAt(this.#keys.position)) };
    const [first] = versions;
    if (first === undefined)
      return { kind: 'answer', afterUs, answer, observation: { ...observation, kind: 'unchanged' } };
    const { number: version, committedUs } = first;
    return {
      kind: 'answer',
      afterUs,
      answer,
      observation: { ...observation, kind: 'write', version, committedUs },
    };
  }

  #refusal(changes: readonly Change[]): string | null {
    let size = this.#sizeAt(this.#keys.position);
    for (const change of changes) {
      size = this.#sizeAfter(change, size);
      const refusal = this.#shape.refusal(change, size.sizeBytes);
      if (refusal !== null) return refusal;
    }
    return null;
  }

  #sizeAfter({ key, value }: Change, { itemCount, sizeBytes }: Size): Size {
    const old = this.#keys.home.latest(key).value;
    const without = old === null ? 0 : entryBytes(key, old);
    const added = value === null ? 0 : entryBytes(key, value);
    return {
      itemCount: itemCount + Number(value !== null) - Number(old !== null),
      sizeBytes: sizeBytes - without + added,
    };
  }

  #commit(change: Change, operation: StoreOperation, before: number): Version {
    const { key, value } = change;
    const nowUs = this.#world.nowUs();
    const { seed } = this.#world;
    const size = this.#sizeAfter(change, this.#sizeAt(this.#keys.position));
    const { pushLowMs, pushHighMs } = this.#shape;
    const version = this.#keys.commit(key, {
      value,
      atUs: nowUs,
      arrivesUs: (place) => {
        const pushMs = pushLowMs + (pushHighMs - pushLowMs) * uniform(seed, before, LABEL.push, place);
        const receivedUs = this.#world.receivedUs(this.#options.home, place);
        return Math.max(receivedUs, nowUs + Math.round(pushMs * US_PER_MS));
      },
    });
    this.#sizes.set(this.#keys.position, size);
    for (; this.#forgotten < this.#keys.first; this.#forgotten++) this.#sizes.delete(this.#forgotten);
    this.#follower.offer(operation, { key, version: version.number, committedUs: nowUs });
    return version;
  }

  #wayFromHomeUs(place: Site): number {
    return this.#world.oneWayToRegionUs(place, this.#options.home);
  }
}

/** What a write is refused with whose caller saw another state of the store. */
export const CONFLICT = 'The store has changed since.';

/** Bytes that an entry takes of what a store may hold. */
function entryBytes(key: string, value: string | Uint8Array): number {
  return Buffer.byteLength(key) + valueBytes(value);
}

function sizeOf(entries: readonly (readonly [string, string])[]): Size {
  const sizeBytes = entries.reduce((sum, [key, value]) => sum + entryBytes(key, value), 0);
  return { itemCount: entries.length, sizeBytes };
}

function goesHome(verb: string): boolean {
  return isWrite(verb) || verb.startsWith(AT_HOME);
}

function isWrite(verb: string): boolean {
  return verb === 'put' || verb === 'delete' || verb === 'change';
}

function changesOf({ verb, key, body, options }: StoreOperation): readonly Change[] {
  if (verb === 'change') return options['changes'] as readonly Change[];
  return [{ key, value: verb === 'put' ? String(body) : null }];
}

function oneAnswer(verb: string, version: Version, nowUs: number): Answer {
  const value = isLive(version, nowUs) ? version.value : null;
  return { ok: true, value: verb === 'exists' ? String(value !== null) : value };
}
