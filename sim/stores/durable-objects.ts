// Storage of Durable Objects: one home per object beside its code, answered at once; a write is durable when its followers have it.
import { bookmarkOf } from './bookmarks.ts';
import { draw32, labelHash, uniform } from '../random.ts';
import type { Answer } from '../runtime/types.ts';
import { US_PER_MS } from '../units.ts';
import {
  DURABLE_OBJECT_OPTIONS,
  OBJECT_FIGURES as F,
  DURABLE_OBJECTS_TARIFF,
} from './durable-objects-figures.ts';
import { addAccounts, type StoreBooks } from './books.ts';
import { AT_HOME, Follower } from './followed.ts';
import { fitsWithin } from './kept-size.ts';
import { ObjectData } from './object-data.ts';
import type { SqlValue } from './sql-values.ts';
import { SqlProblem } from './sql-errors.ts';
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

const LABEL = labelHash('durable-objects.commit');
const LABEL_SQL = labelHash('durable-objects.sql');

/** What an operation came to: its answer, and what it did to a key. */
interface Outcome {
  readonly answer: Answer;
  readonly kind: Observation['kind'];
  readonly version: number;
  /** Of a read of a key: when its version was committed. */
  readonly committedUs?: number;
  /** Rows that it is billed for. */
  readonly billed?: Readonly<Record<string, number>>;
}

/** Keys are rows of a table of the object's own. */
const ROW_READ = { rowsRead: 1 };
const ROW_WRITTEN = { rowsWritten: 1 };

class DurableObjects implements Store {
  readonly #world: WorldView;
  readonly #epochMs: number;
  readonly #objects = new Map<string, ObjectData>();
  readonly #follower: Follower;
  #commits = 0;
  /** Of all objects together; a key is an object's id and a key of its storage. */
  readonly books: StoreBooks = {
    commits: () => this.#commits,
    newest: (name) => {
      const { object, key } = keyOf(name);
      return this.#dataOf(object).books.newest(key);
    },
    account: (atUs) => addAccounts([...this.#objects.values()].map(({ books }) => books.account(atUs))),
  };

  constructor(options: StoreOptions) {
    this.#world = options.world;
    this.#epochMs = options.epochMs;
    this.#follower = new Follower('durable-objects', options, AT_HOME);
  }

  /** Every operation is answered in its first step; `afterUs` says from when on it is durable. */
  step({ operation }: StoreCall): StoreStep {
    const { books } = this.#dataOf(keyOf(operation.key).object);
    const before = books.commits();
    const { answer, kind, version, committedUs, billed = {} } = this.#perform(operation);
    this.#commits += books.commits() - before;
    const { key, drawKey } = operation;
    const share = uniform(this.#world.seed, drawKey, LABEL);
    const commitMs = F.commitLowMs.value + (F.commitHighMs.value - F.commitLowMs.value) * share;
    const nowUs = this.#world.nowUs();
    const afterUs = kind === 'write' ? Math.round(commitMs * US_PER_MS) : 0;
    // Others are told of a write once it is durable.
    if (kind === 'write' && version > 0)
      this.#follower.offer(operation, { key, version, committedUs: nowUs + afterUs });
    return {
      kind: 'answer',
      afterUs,
      answer,
      observation: {
        kind,
        key,
        version,
        committedUs: kind === 'write' ? nowUs : (committedUs ?? Number.NEGATIVE_INFINITY),
        tier: 'object',
        stalenessUs: 0,
        homeRequests: 0,
        homeEgressBytes: 0,
        billed,
      },
    };
  }

  followed(): readonly FollowedWrite[] {
    return this.#follower.writes();
  }

  contents(): readonly StoredEntry[] {
    return [...this.#objects].flatMap(([id, data]) => [
      ...data.contents().map(([key, value]) => ({ key: `${id} ${key}`, value, metaJson: '' })),
      ...data.tables().map(({ name, rows }) => {
        const shown = rows.map((row) =>
          Object.fromEntries(Object.entries(row).map(([column, value]) => [column, cellOf(value)])),
        );
        return { key: `${id} ${name}`, value: JSON.stringify(shown), metaJson: TABLE_META };
      }),
    ]);
  }

  #perform(operation: StoreOperation): Outcome {
    const { verb, body } = operation;
    const { object, key } = keyOf(operation.key);
    const data = this.#dataOf(object);
    const nowUs = this.#world.nowUs();
    switch (verb) {
      case 'get': {
        const { value, version, committedUs } = data.get(key);
        return { answer: { ok: true, value }, kind: 'read', version, committedUs, billed: ROW_READ };
      }
      case 'put': {
        const text = String(body);
        if (!fitsWithin(text, F.valueBytes.value - Buffer.byteLength(key))) return tooLarge;
        const version = data.write(key, text, nowUs);
        return { answer: DONE, kind: 'write', version, billed: ROW_WRITTEN };
      }
      case 'delete': {
        const had = data.get(key).value !== null;
        const version = had ? data.write(key, null, nowUs) : data.get(key).version;
        const answer: Answer = { ok: true, value: had ? '1' : '0' };
        return { answer, kind: had ? 'write' : 'read', version, billed: ROW_WRITTEN };
      }
      case 'list': {
        const entries = data.list(operation.options);
        const billed = { rowsRead: Math.max(1, entries.length) };
        return { answer: { ok: true, value: JSON.stringify(entries) }, kind: 'read', version: 0, billed };
      }
      case 'sql':
        return runSql(data, operation.options);
      case 'bookmark': {
        const writes = data.books.commits() + data.sqlVersion;
        return { answer: { ok: true, value: bookmarkOf(writes) }, kind: 'read', version: 0 };
      }
      case 'sqlSize':
        return { answer: { ok: true, value: String(data.sqlBytes) }, kind: 'read', version: 0 };
      case 'deleteAll':
        data.clear(nowUs);
        return { answer: DONE, kind: 'write', version: 0 };
      default:
        return this.#transact(data, verb, nowUs);
    }
  }

  /** `begin`, `commit` and `rollback`; transactions may stand within one another. An `alarm` is only made durable. */
  #transact(data: ObjectData, verb: string, nowUs: number): Outcome {
    if (verb === 'begin') data.begin();
    else if (verb === 'commit') data.commit(nowUs);
    else if (verb === 'rollback') data.rollback();
    else if (verb !== 'alarm') throw new Error(`a Durable Object's storage knows no ${verb}`);
    if (verb === 'alarm') return { answer: DONE, kind: 'write', version: 0, billed: ROW_WRITTEN };
    return { answer: DONE, kind: verb === 'commit' ? 'write' : 'read', version: 0 };
  }

  #dataOf(object: string): ObjectData {
    let data = this.#objects.get(object);
    if (data === undefined) {
      const { seed } = this.#world;
      const owner = labelHash(object);
      let draws = 0;
      data = new ObjectData({
        nowMs: () => this.#epochMs + Math.floor(this.#world.nowUs() / US_PER_MS),
        draw32: () => draw32(seed, owner, LABEL_SQL, draws++),
      });
      this.#objects.set(object, data);
    }
    return data;
  }
}

/** Tells a table from a key among the contents. */
export const TABLE_META = '{"table":true}';

/** A cell as it crosses the realm's wall; numbers that JSON has not go as texts. */
type Cell = string | number | null | { readonly bytes: string } | { readonly number: string };

/** One text of SQL; its rows cross as JSON, bytes in base64. */
function runSql(data: ObjectData, options: StoreOperation['options']): Outcome {
  const parameters = (options['params'] as Cell[]).map(valueOf);
  try {
    const { columns, rows, rowsRead, rowsWritten } = data.run(String(options['query']), parameters);
    const shown = rows.map((row) => row.map(cellOf));
    const value = JSON.stringify({ columns, rows: shown, rowsRead, rowsWritten });
    return {
      answer: { ok: true, value },
      kind: rowsWritten > 0 ? 'write' : 'read',
      version: data.sqlVersion,
      billed: { rowsRead, rowsWritten },
    };
  } catch (error) {
    if (!(error instanceof SqlProblem)) throw error;
    return {
      answer: { ok: false, name: 'Error', message: error.message },
      kind: 'rejectedWrite',
      version: 0,
    };
  }
}

function cellOf(value: SqlValue): Cell {
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('base64url') };
  if (typeof value === 'number' && !Number.isFinite(value)) return { number: String(value) };
  return Object.is(value, -0) ? { number: '-0' } : value;
}

function valueOf(cell: Cell): SqlValue {
  if (typeof cell !== 'object' || cell === null) return cell;
  return 'number' in cell ? Number(cell.number) : new Uint8Array(Buffer.from(cell.bytes, 'base64url'));
}

const DONE: Answer = { ok: true, value: null };

const tooLarge: Outcome = {
  answer: {
    ok: false,
    name: 'Error',
    message: 'string or blob too big: SQLITE_TOOBIG',
  },
  kind: 'rejectedWrite',
  version: 0,
};

/** A key is the object's id and the key of its storage, with a space between. */
function keyOf(key: string): { object: string; key: string } {
  const space = key.indexOf(' ');
  return space < 0 ? { object: key, key: '' } : { object: key.slice(0, space), key: key.slice(space + 1) };
}

/** The row of the table. */
export const durableObjects: StoreKind = {
  name: 'durable-objects',
  title: 'Cloudflare Durable Objects',
  binding: 'object',
  figures: Object.values(F),
  tariff: DURABLE_OBJECTS_TARIFF,
  options: DURABLE_OBJECT_OPTIONS,
  create: (options) => new DurableObjects(options),
};
