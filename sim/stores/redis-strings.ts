// Redis commands on texts and counters.
import type { RedisCommand } from './redis-commands.ts';
import {
  anyNumber,
  RedisProblem,
  type RedisReply,
  type RedisView,
  syntaxError,
  textAt,
  wholeNumber,
} from './redis-objects.ts';

const NEVER = Number.POSITIVE_INFINITY;

/** What the options of SET say. */
interface SetOptions {
  expiresMs: number | undefined;
  only: 'NX' | 'XX' | null;
  returnsOld: boolean;
}

function setOptions(view: RedisView, words: readonly string[]): SetOptions {
  const options: SetOptions = { expiresMs: NEVER, only: null, returnsOld: false };
  for (let i = 0; i < words.length; i++) {
    const word = (words[i] ?? '').toUpperCase();
    if (word === 'NX' || word === 'XX') options.only = word;
    else if (word === 'GET') options.returnsOld = true;
    else if (word === 'KEEPTTL') options.expiresMs = undefined;
    else options.expiresMs = expiryOf(view, word, words[++i]);
  }
  return options;
}

/** The instant that EX, PX, EXAT or PXAT names. */
function expiryOf({ nowMs }: RedisView, word: string, text: string | undefined): number {
  const value = wholeNumber(text);
  if (value <= 0) throw new RedisProblem(`ERR invalid expire time in 'set' command`);
  if (word === 'EX') return nowMs + 1000 * value;
  if (word === 'PX') return nowMs + value;
  if (word === 'EXAT') return 1000 * value;
  if (word === 'PXAT') return value;
  throw syntaxError();
}

function set(view: RedisView, [key = '', value = '', ...words]: readonly string[]): RedisReply {
  const { expiresMs, only, returnsOld } = setOptions(view, words);
  const old = returnsOld ? textAt(view, key) : null;
  const exists = view.get(key) !== null;
  if (only !== null && exists !== (only === 'XX')) return old;
  view.put(key, value, expiresMs);
  return returnsOld ? old : 'OK';
}

function increase(view: RedisView, key: string, by: number): number {
  const value = wholeNumber(textAt(view, key) ?? '0') + by;
  if (!Number.isSafeInteger(value)) throw new RedisProblem('ERR increment or decrement would overflow');
  view.put(key, String(value));
  return value;
}

function setMany(view: RedisView, args: readonly string[], onlyNew: boolean): number {
  if (args.length % 2 !== 0) throw new RedisProblem(`ERR wrong number of arguments for 'mset' command`);
  const keys = args.filter((_, i) => i % 2 === 0);
  if (onlyNew && keys.some((key) => view.get(key) !== null)) return 0;
  keys.forEach((key, i) => view.put(key, args[2 * i + 1] ?? '', NEVER));
  return 1;
}

/** A command of a key and a number of seconds or milliseconds, then the value. */
function setFor(word: 'EX' | 'PX'): RedisCommand {
  return {
    fewest: 3,
    writes: true,
    run: (view, [key = '', time = '', value = '']) => set(view, [key, value, word, time]),
  };
}

/** By name. */
export const STRING_COMMANDS: Readonly<Record<string, RedisCommand>> = {
  GET: { fewest: 1, writes: false, run: (view, [key = '']) => textAt(view, key) },
  SET: { fewest: 2, writes: true, run: set },
  SETEX: setFor('EX'),
  PSETEX: setFor('PX'),
  SETNX: {
    fewest: 2,
    writes: true,
    run: (view, [key = '', value = '']) => (set(view, [key, value, 'NX']) === 'OK' ? 1 : 0),
  },
  GETSET: { fewest: 2, writes: true, run: (view, args) => set(view, [...args.slice(0, 2), 'GET']) },
  GETDEL: {
    fewest: 1,
    writes: true,
    run: (view, [key = '']) => {
      const old = textAt(view, key);
      if (old !== null) view.put(key, null);
      return old;
    },
  },
  APPEND: {
    fewest: 2,
    writes: true,
    run: (view, [key = '', more = '']) => {
      const text = `${textAt(view, key) ?? ''}${more}`;
      view.put(key, text);
      return Buffer.byteLength(text);
    },
  },
  STRLEN: { fewest: 1, writes: false, run: (view, [key = '']) => Buffer.byteLength(textAt(view, key) ?? '') },
  INCR: { fewest: 1, writes: true, run: (view, [key = '']) => increase(view, key, 1) },
  DECR: { fewest: 1, writes: true, run: (view, [key = '']) => increase(view, key, -1) },
  INCRBY: { fewest: 2, writes: true, run: (view, [key = '', by]) => increase(view, key, wholeNumber(by)) },
  DECRBY: { fewest: 2, writes: true, run: (view, [key = '', by]) => increase(view, key, -wholeNumber(by)) },
  INCRBYFLOAT: {
    fewest: 2,
    writes: true,
    run: (view, [key = '', by]) => {
      const text = String(anyNumber(textAt(view, key) ?? '0') + anyNumber(by));
      view.put(key, text);
      return text;
    },
  },
  MGET: {
    fewest: 1,
    writes: false,
    run: (view, keys) =>
      keys.map((key) => {
        const object = view.get(key)?.object;
        return typeof object === 'string' ? object : null;
      }),
  },
  MSET: {
    fewest: 2,
    writes: true,
    run: (view, args) => {
      setMany(view, args, false);
      return 'OK';
    },
  },
  MSETNX: { fewest: 2, writes: true, run: (view, args) => setMany(view, args, true) },
};
