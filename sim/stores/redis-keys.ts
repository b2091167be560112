// Redis commands on keys of any type: whether they exist, when they end, and which there are.
import type { RedisCommand } from './redis-commands.ts';
import { type RedisView, syntaxError, wholeNumber } from './redis-objects.ts';

const NEVER = Number.POSITIVE_INFINITY;

function remove(view: RedisView, keys: readonly string[]): number {
  const there = [...new Set(keys)].filter((key) => view.get(key) !== null);
  for (const key of there) view.put(key, null);
  return there.length;
}

/** Lets a key end at an instant, under the conditions NX, XX, GT and LT. */
function expire(view: RedisView, [key = '', , ...conditions]: readonly string[], atMs: number): number {
  const entry = view.get(key);
  if (entry === null) return 0;
  const old = entry.expiresMs;
  const holds = conditions.every((condition) => {
    const name = condition.toUpperCase();
    if (name === 'NX') return old === NEVER;
    if (name === 'XX') return old !== NEVER;
    if (name === 'GT') return atMs > old;
    if (name === 'LT') return atMs < old;
    throw syntaxError();
  });
  if (holds) view.put(key, entry.object, atMs);
  return holds ? 1 : 0;
}

/** Milliseconds until a key ends; -1 for never, -2 for no key. */
function leftMs(view: RedisView, key: string): number {
  const entry = view.get(key);
  if (entry === null) return -2;
  return entry.expiresMs === NEVER ? -1 : entry.expiresMs - view.nowMs;
}

/** A glob of Redis as a regular expression. */
function globOf(pattern: string): RegExp {
  const source = pattern.replaceAll(/\\.|\[[^\]]*\]|[*?]|[$()+.^{|}]/g, (part) => {
    if (part === '*') return '.*';
    if (part === '?') return '.';
    return part.length > 1 ? part : `\\${part}`;
  });
  return new RegExp(`^${source}$`, 's');
}

function typeAt(view: RedisView, key: string): string {
  const object = view.get(key)?.object;
  if (object === undefined) return 'none';
  return typeof object === 'string' ? 'string' : (Object.keys(object)[0] ?? 'none');
}

const removal: RedisCommand = { fewest: 1, writes: true, run: remove };

/** By name. */
export const KEY_COMMANDS: Readonly<Record<string, RedisCommand>> = {
  PING: { fewest: 0, writes: false, run: (_view, [text = 'PONG']) => text },
  ECHO: { fewest: 1, writes: false, run: (_view, [text = '']) => text },
  DEL: removal,
  UNLINK: removal,
  EXISTS: {
    fewest: 1,
    writes: false,
    run: (view, keys) => keys.filter((key) => view.get(key) !== null).length,
  },
  TYPE: { fewest: 1, writes: false, run: (view, [key = '']) => typeAt(view, key) },
  KEYS: {
    fewest: 1,
    writes: false,
    run: (view, [pattern = '']) => view.keys().filter((key) => globOf(pattern).test(key)),
  },
  DBSIZE: { fewest: 0, writes: false, run: (view) => view.keys().length },
  EXPIRE: {
    fewest: 2,
    writes: true,
    run: (view, args) => expire(view, args, view.nowMs + 1000 * wholeNumber(args[1])),
  },
  PEXPIRE: {
    fewest: 2,
    writes: true,
    run: (view, args) => expire(view, args, view.nowMs + wholeNumber(args[1])),
  },
  EXPIREAT: {
    fewest: 2,
    writes: true,
    run: (view, args) => expire(view, args, 1000 * wholeNumber(args[1])),
  },
  PEXPIREAT: { fewest: 2, writes: true, run: (view, args) => expire(view, args, wholeNumber(args[1])) },
  PERSIST: {
    fewest: 1,
    writes: true,
    run: (view, [key = '']) => {
      const entry = view.get(key);
      if (entry === null || entry.expiresMs === NEVER) return 0;
      view.put(key, entry.object, NEVER);
      return 1;
    },
  },
  TTL: {
    fewest: 1,
    writes: false,
    run: (view, [key = '']) => {
      const left = leftMs(view, key);
      return left < 0 ? left : Math.ceil(left / 1000);
    },
  },
  PTTL: { fewest: 1, writes: false, run: (view, [key = '']) => leftMs(view, key) },
};
