// What no site can show any more is forgotten, and nobody can tell: answers and lags are the same as with everything kept.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { labelHash, uniform } from '../../sim/random.ts';
import { CopyTable } from '../../sim/stores/copy-table.ts';
import { Follower } from '../../sim/stores/followed.ts';
import { Home } from '../../sim/stores/replication.ts';
import { ShippedKeys } from '../../sim/stores/shipped-keys.ts';
import { type Planned, play, type Played, POPS, SITE } from './store-bench.ts';

afterEach(() => vi.restoreAllMocks());

const LABEL = labelHash('forgetting');
const WRITES = 400;
const STEP_MS = 1500;

/** A key that is written all the time and read everywhere, and one that is written now and then. */
function traffic(kind: string): Planned[] {
  const redis = kind === 'upstash-redis';
  const asked = (verb: 'get' | 'put', key: string, value: string): Partial<Planned> & Pick<Planned, 'verb'> =>
    redis
      ? { verb: 'command', options: { commands: [verb === 'get' ? ['GET', key] : ['SET', key, value]] } }
      : { verb, key, ...(verb === 'put' && { value }) };
  return Array.from({ length: WRITES }, (_, n) => n).flatMap((n): Planned[] => [
    { atMs: n * STEP_MS, site: SITE.REGION, ...asked('put', 'hot', `hot ${n}`) },
    ...(n % 50 === 7
      ? [{ atMs: n * STEP_MS + 3, site: SITE.SIN, ...asked('put', 'rare', `rare ${n}`) }]
      : []),
    ...POPS.filter((pop) => uniform(1, n, LABEL, pop) < 0.5).map((pop): Planned => {
      const key = uniform(2, n, LABEL, pop) < 0.8 ? 'hot' : 'rare';
      return { atMs: n * STEP_MS + 1000 * uniform(3, n, LABEL, pop), site: pop, ...asked('get', key, '') };
    }),
  ]);
}

const KINDS = ['workers-kv', 'upstash-redis', 'edge-config', 'cloudfront-kvs', 'regional-kv'];

function played(kind: string): Played {
  return play(traffic(kind), { kind, followed: 40, replicas: ['aws:eu-west-1', 'aws:ap-southeast-1'] });
}

describe.each(KINDS)('%s', (kind) => {
  test('answers the same, read for read and lag for lag', () => {
    const forgetting = played(kind);
    vi.spyOn(ShippedKeys.prototype, 'prune').mockReturnValue();
    vi.spyOn(Home.prototype, 'forgetBefore').mockReturnValue();
    const keeping = played(kind);
    expect(forgetting.done.length).toBeGreaterThan(1000);
    expect(forgetting).toEqual(keeping);
  });
});

test.each(['workers-kv', 'upstash-redis', 'edge-config', 'cloudfront-kvs'])(
  '%s keeps some of the versions of a key that was written 400 times',
  (kind) => {
    const forget = vi.spyOn(Home.prototype, 'forgetBefore');
    played(kind);
    const kept = forget.mock.calls.map(([key], n) => {
      const home: unknown = forget.mock.contexts[n];
      return home instanceof Home ? home.versions(key).length : Infinity;
    });
    expect(kept.length).toBeGreaterThan(0);
    // Later commits are there again, but no more than a multiple of what one minute brings.
    expect(Math.max(...kept)).toBeLessThan(300);
  },
);

/** Many keys, each read and written for a while and then left alone: most copies end with nobody asking again. */
function passingKeys(): Planned[] {
  const at = (n: number, what: number): number => uniform(n, what, LABEL, 7);
  return Array.from({ length: 2000 }, (_, n): Planned => {
    const key = `page ${Math.floor(n / 8 + 40 * at(n, 1))}`;
    const site = POPS[Math.floor(POPS.length * at(n, 2))] ?? SITE.SIN;
    const asked = { atMs: 400 * n + 300 * at(n, 3), site, key };
    return at(n, 4) < 0.2 ? { ...asked, verb: 'put', value: `as of ${n}` } : { ...asked, verb: 'get' };
  });
}

describe('copies of workers-kv that have ended', () => {
  const options = { kind: 'workers-kv', followed: 300 };

  test('are forgotten, and nobody can tell', () => {
    const forgetting = play(passingKeys(), options);
    vi.spyOn(Follower.prototype, 'follows').mockReturnValue(true);
    expect(forgetting).toEqual(play(passingKeys(), options));
    expect(forgetting.followed.length).toBeGreaterThan(100);
  });

  test('leave room for others, unless a write of their key is followed', () => {
    const table = new CopyTable((key) => key === 'followed');
    const version = new Home([]).latest('k');
    for (const key of ['left', 'followed']) table.fill(key, 0, { version, ttlUs: 60 });
    for (let n = 0; n < 1000; n++) table.fill(`page ${n}`, 50 + n, { version, ttlUs: 60 });
    expect(table.get('left')).toBeUndefined();
    expect(table.get('followed')?.expiresUs).toBe(60);
    expect(table.get('page 999')?.expiresUs).toBe(50 + 999 + 60);
  });
});

test('a home keeps the same text once, however often it is saved', () => {
  const home = new Home([]);
  const details = { metaJson: '', atUs: 1, expiresUs: Infinity };
  expect(home.commit('k', ['a', 'b'].join(), details).value).toBe('a,b');
  expect(home.commit('k', ['a', 'b'].join(), details)).toMatchObject({ number: 2, value: 'a,b' });
  expect(home.commit('k', new Uint8Array([1]), details).value).toEqual(new Uint8Array([1]));
});

test('a home that is only read at its newest version keeps that alone', () => {
  const home = new Home([], 'newest');
  for (let n = 1; n <= 100; n++) home.commit('k', `${n}`, { metaJson: '', atUs: n, expiresUs: Infinity });
  expect(home.versions('k').map(({ number }) => number)).toEqual([100]);
  expect(home.account(200)).toEqual({ committed: 100, superseded: 99, expired: 0, visible: 1 });
});

test('asking for a version that was forgotten is a fault and no wrong answer', () => {
  const home = new Home([]);
  for (let n = 1; n <= 5; n++) home.commit('k', `${n}`, { metaJson: '', atUs: n, expiresUs: Infinity });
  home.forgetBefore('k', 4);
  expect(home.version('k', 5)?.value).toBe('5');
  expect(home.version('k', 6)).toBeUndefined();
  expect(() => home.stalenessUs('k', 1, 10)).toThrow('version 2 of k is forgotten already');
  home.forgetBefore('k', 99);
  expect(home.latest('k').number).toBe(5);
});
