// The functions of SQLite that look at the clock or draw at random, given the simulated clock and seeded draws instead.
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite';

/** What a connection reads in place of the machine's clock and randomness. */
export interface SqlWorld {
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
  /** The next 32 random bits, as an unsigned integer. */
  readonly draw32: () => number;
}

/** Largest blob of `randomblob`, as SQLite limits any value. */
const MAX_BLOB_BYTES = 1_000_000_000;

/** Functions with a time value, and which argument it is; without any they mean now. */
const TIME_ARGUMENT: Readonly<Record<string, number>> = {
  date: 0,
  time: 0,
  datetime: 0,
  julianday: 0,
  unixepoch: 0,
  strftime: 1,
};

const CURRENT: Readonly<Record<string, string>> = {
  current_timestamp: 'datetime',
  current_date: 'date',
  current_time: 'time',
};

/** Replaces the functions on one connection. Times are worked out by SQLite itself, on a connection that keeps its own. */
export function replaceFunctions(database: DatabaseSync, world: SqlWorld): void {
  const original = new Originals();
  database.function('random', () => {
    const high = BigInt(world.draw32());
    return BigInt.asIntN(64, (high << 32n) | BigInt(world.draw32()));
  });
  database.function('randomblob', (size) => drawnBlob(world, Number(size)));
  // Within one statement SQLite's clock stands still, so these may count as deterministic, as its own do.
  const options = { deterministic: true, varargs: true };
  for (const [name, place] of Object.entries(TIME_ARGUMENT))
    database.function(name, options, (...given: SQLInputValue[]) =>
      original.call(name, withClock(given, place, world)),
    );
  for (const [name, full] of Object.entries(CURRENT))
    database.function(name, { deterministic: true }, () => original.call(full, [clockText(world)]));
  database.function('timediff', { deterministic: true }, (a: SQLInputValue, b: SQLInputValue) =>
    original.call('timediff', [isNow(a) ? clockText(world) : a, isNow(b) ? clockText(world) : b]),
  );
}

/** SQLite's own functions, on a connection that is opened when one is first needed. */
class Originals {
  #database: DatabaseSync | null = null;

  call(name: string, given: readonly SQLInputValue[]): SQLInputValue {
    this.#database ??= new DatabaseSync(':memory:');
    const marks = given.map(() => '?').join(',');
    const statement = this.#database.prepare(`SELECT ${name}(${marks}) AS value`);
    statement.setReadBigInts(true);
    const value: SQLOutputValue = statement.get(...given)?.['value'] ?? null;
    return value;
  }
}

/** The arguments with the simulated time in place of now, and without the machine's time zone: that of the platform is UTC. */
function withClock(given: readonly SQLInputValue[], place: number, world: SqlWorld): SQLInputValue[] {
  const value = given[place];
  const modifiers = given
    .slice(place + 1)
    .filter((one) => typeof one !== 'string' || !/^(localtime|utc)$/i.test(one.trim()));
  const before = given.slice(0, place);
  if (value === undefined) return [...before, clockText(world)];
  // `datetime('subsec')` is short for `datetime('now', 'subsec')`.
  if (typeof value === 'string' && /^subsec(ond)?$/i.test(value))
    return [...before, clockText(world), value, ...modifiers];
  return [...before, isNow(value) ? clockText(world) : value, ...modifiers];
}

function isNow(value: SQLInputValue): boolean {
  return typeof value === 'string' && value.toLowerCase() === 'now';
}

function clockText({ nowMs }: SqlWorld): string {
  return new Date(nowMs()).toISOString().slice(0, 23).replace('T', ' ');
}

/** At least one byte, as `randomblob` gives. */
function drawnBlob(world: SqlWorld, size: number): Uint8Array {
  const length = Math.min(MAX_BLOB_BYTES, Math.max(1, Math.trunc(size) || 1));
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at += 4) {
    const bits = world.draw32();
    for (let i = 0; i < 4 && at + i < length; i++) bytes[at + i] = (bits >>> (8 * i)) & 255;
  }
  return bytes;
}
