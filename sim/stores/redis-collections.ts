// Redis commands on hashes, lists and sets.
import type { RedisCommand } from './redis-commands.ts';
import {
  hashAt,
  listAt,
  rangeOf,
  RedisProblem,
  type RedisReply,
  type RedisView,
  setAt,
  wholeNumber,
} from './redis-objects.ts';

function read(fewest: number, run: RedisCommand['run']): RedisCommand {
  return { fewest, writes: false, run };
}

function write(fewest: number, run: RedisCommand['run']): RedisCommand {
  return { fewest, writes: true, run };
}

function pairsOf(args: readonly string[], name: string): [string, string][] {
  if (args.length % 2 !== 0) throw new RedisProblem(`ERR wrong number of arguments for '${name}' command`);
  return args.flatMap((field, i): [string, string][] => (i % 2 === 0 ? [[field, args[i + 1] ?? '']] : []));
}

function setFields(view: RedisView, key: string, pairs: readonly [string, string][]): number {
  const hash = hashAt(view, key);
  const fresh = new Set(pairs.map(([field]) => field).filter((field) => !Object.hasOwn(hash, field)));
  view.put(key, { hash: { ...hash, ...Object.fromEntries(pairs) } });
  return fresh.size;
}

function field(hash: Readonly<Record<string, string>>, name: string): string | null {
  return Object.hasOwn(hash, name) ? (hash[name] ?? null) : null;
}

const HASHES: Readonly<Record<string, RedisCommand>> = {
  HSET: write(3, (view, [key = '', ...rest]) => setFields(view, key, pairsOf(rest, 'hset'))),
  HMSET: write(3, (view, [key = '', ...rest]) => {
    setFields(view, key, pairsOf(rest, 'hmset'));
    return 'OK';
  }),
  HSETNX: write(3, (view, [key = '', name = '', value = '']) =>
    field(hashAt(view, key), name) === null ? setFields(view, key, [[name, value]]) : 0,
  ),
  HGET: read(2, (view, [key = '', name = '']) => field(hashAt(view, key), name)),
  HMGET: read(2, (view, [key = '', ...names]) => names.map((name) => field(hashAt(view, key), name))),
  HGETALL: read(1, (view, [key = '']) => Object.entries(hashAt(view, key)).flat()),
  HKEYS: read(1, (view, [key = '']) => Object.keys(hashAt(view, key))),
  HVALS: read(1, (view, [key = '']) => Object.values(hashAt(view, key))),
  HLEN: read(1, (view, [key = '']) => Object.keys(hashAt(view, key)).length),
  HEXISTS: read(2, (view, [key = '', name = '']) => Number(field(hashAt(view, key), name) !== null)),
  HDEL: write(2, (view, [key = '', ...names]) => {
    const hash = hashAt(view, key);
    const gone = new Set(names.filter((name) => Object.hasOwn(hash, name)));
    if (gone.size === 0) return 0;
    view.put(key, { hash: Object.fromEntries(Object.entries(hash).filter(([name]) => !gone.has(name))) });
    return gone.size;
  }),
  HINCRBY: write(3, (view, [key = '', name = '', by]) => {
    const value = wholeNumber(field(hashAt(view, key), name) ?? '0') + wholeNumber(by);
    setFields(view, key, [[name, String(value)]]);
    return value;
  }),
};

function push(view: RedisView, key: string, items: readonly string[], side: 'left' | 'right'): number {
  const old = listAt(view, key);
  const list = side === 'left' ? [...items.toReversed(), ...old] : [...old, ...items];
  view.put(key, { list });
  return list.length;
}

/** One item, or with a count a list of so many. */
function pop(view: RedisView, [key = '', count]: readonly string[], side: 'left' | 'right'): RedisReply {
  const list = listAt(view, key);
  if (list.length === 0) return null;
  const n = Math.min(list.length, count === undefined ? 1 : wholeNumber(count));
  const taken = side === 'left' ? list.slice(0, n) : list.slice(list.length - n).toReversed();
  view.put(key, { list: side === 'left' ? list.slice(n) : list.slice(0, list.length - n) });
  return count === undefined ? (taken[0] ?? null) : taken;
}

const LISTS: Readonly<Record<string, RedisCommand>> = {
  LPUSH: write(2, (view, [key = '', ...items]) => push(view, key, items, 'left')),
  RPUSH: write(2, (view, [key = '', ...items]) => push(view, key, items, 'right')),
  LPOP: write(1, (view, args) => pop(view, args, 'left')),
  RPOP: write(1, (view, args) => pop(view, args, 'right')),
  LLEN: read(1, (view, [key = '']) => listAt(view, key).length),
  LINDEX: read(2, (view, [key = '', at]) => listAt(view, key).at(wholeNumber(at)) ?? null),
  LRANGE: read(3, (view, [key = '', start, stop]) => {
    const list = listAt(view, key);
    return list.slice(...rangeOf(wholeNumber(start), wholeNumber(stop), list.length));
  }),
  LTRIM: write(3, (view, [key = '', start, stop]) => {
    const list = listAt(view, key);
    view.put(key, { list: list.slice(...rangeOf(wholeNumber(start), wholeNumber(stop), list.length)) });
    return 'OK';
  }),
};

const SETS: Readonly<Record<string, RedisCommand>> = {
  SADD: write(2, (view, [key = '', ...members]) => {
    const old = setAt(view, key);
    const set = [...new Set([...old, ...members])];
    if (set.length > old.length) view.put(key, { set });
    return set.length - old.length;
  }),
  SREM: write(2, (view, [key = '', ...members]) => {
    const old = setAt(view, key);
    const set = old.filter((member) => !members.includes(member));
    if (set.length < old.length) view.put(key, { set });
    return old.length - set.length;
  }),
  SMEMBERS: read(1, (view, [key = '']) => setAt(view, key)),
  SCARD: read(1, (view, [key = '']) => setAt(view, key).length),
  SISMEMBER: read(2, (view, [key = '', member = '']) => Number(setAt(view, key).includes(member))),
  SMISMEMBER: read(2, (view, [key = '', ...members]) =>
    members.map((member) => Number(setAt(view, key).includes(member))),
  ),
};

/** By name. */
export const COLLECTION_COMMANDS: Readonly<Record<string, RedisCommand>> = { ...HASHES, ...LISTS, ...SETS };
