// What no site can show any more is forgotten, and nobody can tell: answers and lags are the same as with everything kept.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { labelHash, uniform } from '../../sim/random.ts';
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
