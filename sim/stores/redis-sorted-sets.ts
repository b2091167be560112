// Redis commands on sorted sets.
import type { RedisCommand } from './redis-commands.ts';
import {
  anyNumber,
  rangeOf,
  RedisProblem,
  type RedisReply,
  type RedisView,
  sortedSetAt,
  syntaxError,
  wholeNumber,
} from './redis-objects.ts';

type Scored = readonly [score: number, member: string];

function inOrder(scored: readonly Scored[]): Scored[] {
  return scored.toSorted(([a, x], [b, y]) => a - b || (x < y ? -1 : Number(x > y)));
}

function scoreOf(zset: readonly Scored[], member: string): number | null {
  return zset.find(([, name]) => name === member)?.[0] ?? null;
}

function put(view: RedisView, key: string, scores: ReadonlyMap<string, number>): void {
  const zset = inOrder([...scores].map(([member, score]) => [score, member]));
  view.put(key, { zset });
}

/** Scores as Redis writes them. */
function text(score: number): string {
  if (score === Number.POSITIVE_INFINITY) return 'inf';
  return score === Number.NEGATIVE_INFINITY ? '-inf' : String(score);
}

function add(view: RedisView, [key = '', ...rest]: readonly string[]): RedisReply {
  const split = rest.findIndex((word) => !/^(?:NX|XX|GT|LT|CH|INCR)$/i.test(word));
  const words = new Set(rest.slice(0, Math.max(0, split)).map((word) => word.toUpperCase()));
  const pairs = rest.slice(Math.max(0, split));
  if (pairs.length === 0 || pairs.length % 2 !== 0) throw syntaxError();
  const scores = new Map(sortedSetAt(view, key).map(([score, member]) => [member, score]));
  let added = 0;
  let changed = 0;
  let last: number | null = null;
  for (let i = 0; i < pairs.length; i += 2) {
    const member = pairs[i + 1] ?? '';
    const old = scores.get(member);
    const score = anyNumber(pairs[i]) + (words.has('INCR') ? (old ?? 0) : 0);
    if (!mayChange(words, old, score)) continue;
    if (old === undefined) added++;
    else if (old !== score) changed++;
    scores.set(member, score);
    last = score;
  }
  if (added + changed > 0) put(view, key, scores);
  if (words.has('INCR')) return last === null ? null : text(last);
  return words.has('CH') ? added + changed : added;
}

function mayChange(words: ReadonlySet<string>, old: number | undefined, score: number): boolean {
  if (old === undefined) return !words.has('XX');
  if (words.has('NX')) return false;
  return !(words.has('GT') && score <= old) && !(words.has('LT') && score >= old);
}

/** A bound of a range of scores: a number, `(number` for above or below it, `-inf`, `+inf`. */
function boundOf(said: string | undefined): { score: number; open: boolean } {
  const open = said?.startsWith('(') === true;
  const bare = open ? said?.slice(1) : said;
  const [, sign] = /^([+-]?)inf(?:inity)?$/i.exec(bare ?? '') ?? [];
  if (sign !== undefined)
    return { score: sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY, open };
  const score = Number(bare);
  if (bare === undefined || bare === '' || Number.isNaN(score))
    throw new RedisProblem('ERR min or max is not a float');
  return { score, open };
}

function within(zset: readonly Scored[], low: string | undefined, high: string | undefined): Scored[] {
  const [least, most] = [boundOf(low), boundOf(high)];
  return zset.filter(
    ([score]) =>
      (least.open ? score > least.score : score >= least.score) &&
      (most.open ? score < most.score : score <= most.score),
  );
}

function range(view: RedisView, [key = '', start, stop, ...rest]: readonly string[]): RedisReply {
  const words = rest.map((word) => word.toUpperCase());
  const known = ['BYSCORE', 'REV', 'WITHSCORES', 'LIMIT'];
  const limit = words.indexOf('LIMIT');
  if (words.some((word, i) => !known.includes(word) && !(limit >= 0 && i > limit && i <= limit + 2)))
    throw syntaxError();
  const reversed = words.includes('REV');
  const zset = sortedSetAt(view, key);
  let found: readonly Scored[];
  if (words.includes('BYSCORE')) {
    const inside = reversed ? within(zset, stop, start) : within(zset, start, stop);
    found = reversed ? inside.toReversed() : inside;
  } else {
    const ordered = reversed ? zset.toReversed() : zset;
    found = ordered.slice(...rangeOf(wholeNumber(start), wholeNumber(stop), zset.length));
  }
  if (limit >= 0) {
    const [offset, count] = [wholeNumber(rest[limit + 1]), wholeNumber(rest[limit + 2])];
    found = found.slice(offset, count < 0 ? found.length : offset + count);
  }
  return words.includes('WITHSCORES')
    ? found.flatMap(([score, member]) => [member, text(score)])
    : found.map(([, member]) => member);
}

function removed(view: RedisView, key: string, gone: ReadonlySet<string>): number {
  const zset = sortedSetAt(view, key);
  const left = zset.filter(([, member]) => !gone.has(member));
  if (left.length < zset.length) view.put(key, { zset: left });
  return zset.length - left.length;
}

function rankOf(zset: readonly Scored[], member: string): number | null {
  const rank = zset.findIndex(([, name]) => name === member);
  return rank < 0 ? null : rank;
}

function read(fewest: number, run: RedisCommand['run']): RedisCommand {
  return { fewest, writes: false, run };
}

/** By name. */
export const SORTED_SET_COMMANDS: Readonly<Record<string, RedisCommand>> = {
  ZADD: { fewest: 3, writes: true, run: add },
  ZINCRBY: {
    fewest: 3,
    writes: true,
    run: (view, [key = '', by = '', member = '']) => add(view, [key, 'INCR', by, member]),
  },
  ZREM: { fewest: 2, writes: true, run: (view, [key = '', ...gone]) => removed(view, key, new Set(gone)) },
  ZREMRANGEBYSCORE: {
    fewest: 3,
    writes: true,
    run: (view, [key = '', low, high]) => {
      const gone = within(sortedSetAt(view, key), low, high).map(([, member]) => member);
      return removed(view, key, new Set(gone));
    },
  },
  ZSCORE: read(2, (view, [key = '', member = '']) => {
    const score = scoreOf(sortedSetAt(view, key), member);
    return score === null ? null : text(score);
  }),
  ZCARD: read(1, (view, [key = '']) => sortedSetAt(view, key).length),
  ZCOUNT: read(3, (view, [key = '', low, high]) => within(sortedSetAt(view, key), low, high).length),
  ZRANGE: read(3, range),
  ZRANK: read(2, (view, [key = '', member = '']) => rankOf(sortedSetAt(view, key), member)),
  ZREVRANK: read(2, (view, [key = '', member = '']) => rankOf(sortedSetAt(view, key).toReversed(), member)),
};
