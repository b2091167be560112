// Workers KV keeps its documented promises: lifetimes of copies, negative caching, one write a second, last write wins, lists, metadata, expiry.
import { describe, expect, test } from 'vitest';
import { type Done, play, type Planned, SITE, valueOf } from './store-bench.ts';

const SEED = [{ key: 'k', count: 1, value: 'old' }];

function get(site: number, atMs: number, options: Planned['options'] = {}): Planned {
  return { verb: 'get', site, atMs, key: 'k', options };
}

function put(site: number, atMs: number, value: string, options: Planned['options'] = {}): Planned {
  return { verb: 'put', site, atMs, key: 'k', value, options };
}

/** The answers of the reads, in the order in which they were asked. */
function reads(planned: readonly Planned[], seed = SEED): (string | null)[] {
  return play(planned, { seed })
    .done.filter(({ verb }) => verb === 'get')
    .map(valueOf);
}

function tiers(done: readonly Done[]): string[] {
  return done.map(({ observation }) => observation.tier);
}

describe('a copy', () => {
  test('is served for 60 seconds by default, then asked for anew', () => {
    // Filled at about 100 ms; the write is committed at about 10 s, and its message has reached the regional tier ten seconds later.
    const at = [0, 20_000, 59_000, 61_000];
    expect(reads([put(SITE.IAD, 10_000, 'new'), ...at.map((ms) => get(SITE.SIN, ms))])).toEqual([
      'old',
      'old',
      'old',
      'new',
    ]);
  });

  test('is served as long as its reader says, but at least 30 seconds', () => {
    const at = [0, 29_000, 31_000];
    const options = { cacheTtl: 30 };
    expect(reads([put(SITE.IAD, 1000, 'new'), ...at.map((ms) => get(SITE.SIN, ms, options))])).toEqual([
      'old',
      'old',
      'new',
    ]);
    const longer = [0, 100_000, 299_000, 301_000].map((ms) => get(SITE.SIN, ms, { cacheTtl: 300 }));
    expect(reads([put(SITE.IAD, 1000, 'new'), ...longer])).toEqual(['old', 'old', 'old', 'new']);
  });

  test('is refused a lifetime below 30 seconds, as the platform refuses it', () => {
    const [short] = play([get(SITE.LHR, 0, { cacheTtl: 29 })], { seed: SEED }).done;
    expect(short?.answer).toEqual({
      ok: false,
      name: 'Error',
      message: 'KV GET failed: 400 Invalid cache_ttl of 29. Cache TTL must be at least 30.',
    });
  });

  test('that is older than a reader allows is not served to that reader', () => {
    const { done } = play(
      [
        put(SITE.IAD, 1000, 'new'),
        get(SITE.SIN, 0),
        get(SITE.SIN, 40_000, { cacheTtl: 30 }),
        get(SITE.SIN, 41_000),
      ],
      { seed: SEED },
    );
    const values = done.filter(({ verb }) => verb === 'get').map(valueOf);
    expect(values).toEqual(['old', 'new', 'new']);
  });

  test('of nothing is kept too: a key that did not exist stays missing as long', () => {
    const at = [0, 30_000, 59_000, 61_000];
    expect(reads([put(SITE.IAD, 5000, 'born'), ...at.map((ms) => get(SITE.SIN, ms))], [])).toEqual([
      null,
      null,
      null,
      'born',
    ]);
  });

  test('that is read in its last quarter is fetched anew in the background, and nobody waits for it', () => {
    const { done } = play(
      [get(SITE.SIN, 0), put(SITE.IAD, 10_000, 'new'), get(SITE.SIN, 46_000), get(SITE.SIN, 47_000)],
      { seed: SEED },
    );
    const hits = done.filter(({ verb }) => verb === 'get');
    expect(hits.map(valueOf)).toEqual(['old', 'old', 'new']);
    for (const { issuedUs, answeredUs } of hits.slice(1))
      expect(answeredUs - issuedUs).toBeLessThanOrEqual(8000);
  });

  test('at a PoP serves half of its reads from memory within a millisecond, the others within 3 to 8', () => {
    const many = Array.from({ length: 400 }, (_, i) => get(SITE.SIN, 1000 + i * 100));
    const { done } = play([get(SITE.SIN, 0), ...many], { seed: SEED });
    const hits = done.slice(1);
    const inMemory = hits.filter(({ observation }) => observation.tier === 'memory');
    // Half of 400, give or take four standard deviations of 10.
    expect(Math.abs(inMemory.length - 200)).toBeLessThan(40);
    for (const { issuedUs, answeredUs, observation } of hits) {
      const tookMs = (answeredUs - issuedUs) / 1000;
      const [least, most] = observation.tier === 'memory' ? [0, 1] : [3, 8];
      expect(tookMs).toBeGreaterThanOrEqual(least);
      expect(tookMs).toBeLessThanOrEqual(most);
    }
  });
});

describe('the tiers', () => {
  test('answer in turn: central store, regional tier for the neighbour, PoP for the next reader', () => {
    const { done } = play([get(SITE.LHR, 0), get(SITE.CDG, 1000), get(SITE.CDG, 2000)], { seed: SEED });
    const [central, regional, colo] = tiers(done);
    expect([central, regional]).toEqual(['central', 'regional']);
    expect(['memory', 'colo']).toContain(colo);
    expect(done.map(({ observation }) => observation.homeRequests)).toEqual([1, 0, 0]);
    expect(done.map(({ observation }) => observation.homeEgressBytes)).toEqual([3, 0, 0]);
    const took = done.map(({ issuedUs, answeredUs }) => answeredUs - issuedUs);
    expect(took[0]).toBeGreaterThan(70_000);
    expect(took[1]).toBeLessThan(25_000);
  });
});

describe('a write', () => {
  test('is seen at once where it was made, from the instant it was acknowledged', () => {
    const [read, write] = [get(SITE.SIN, 0), put(SITE.SIN, 5000, 'new')];
    const { done } = play([read, write], { seed: SEED });
    const acknowledgedMs = (done[1]?.answeredUs ?? 0) / 1000;
    expect(acknowledgedMs).toBeGreaterThan(5200);
    const after = get(SITE.SIN, acknowledgedMs);
    const before = get(SITE.SIN, acknowledgedMs - 0.001);
    expect(reads([read, write, before])).toEqual(['old', 'old']);
    expect(reads([read, write, after])).toEqual(['old', 'new']);
  });

  test('within a second of the last one to its key fails with 429 and changes nothing', () => {
    const { done } = play(
      [
        put(SITE.IAD, 0, 'first'),
        put(SITE.IAD, 900, 'second'),
        put(SITE.IAD, 1500, 'third'),
        get(SITE.LHR, 3000),
      ],
      { seed: SEED },
    );
    expect(done.map(({ answer }) => answer.ok)).toEqual([true, false, true, true]);
    expect(done[1]?.answer).toMatchObject({ message: expect.stringContaining('429') });
    expect(done[1]?.observation.kind).toBe('rejectedWrite');
    expect(valueOf(done[3])).toBe('third');
  });

  test('to another key does not count against it', () => {
    const keys = ['a', 'b', 'c'].map((key) => ({ ...put(SITE.IAD, 100, key), key }));
    expect(play(keys).done.every(({ answer }) => answer.ok)).toBe(true);
  });

  test('replaces what was there: the last one that the central store took wins', () => {
    const { done } = play([put(SITE.LHR, 0, 'first'), put(SITE.AKL, 3000, 'last'), get(SITE.JNB, 6000)]);
    expect(done.map(({ answer }) => answer.ok)).toEqual([true, true, true]);
    expect(valueOf(done[2])).toBe('last');
  });

  test('that reaches the central store first is taken, even if the other one set out before it', () => {
    const { done } = play([put(SITE.AKL, 0, 'far'), put(SITE.IAD, 50, 'near'), get(SITE.JNB, 3000)]);
    expect(done.map(({ answer }) => answer.ok)).toEqual([false, true, true]);
    expect(valueOf(done[2])).toBe('near');
  });

  test('that deletes is a write like any other: seen where it was made, elsewhere when copies end', () => {
    const remove: Planned = { verb: 'delete', site: SITE.LHR, atMs: 5000, key: 'k' };
    const at = [0, 5500, 30_000, 61_000];
    const planned = [remove, ...at.map((ms) => get(SITE.SIN, ms)), get(SITE.LHR, 5501)];
    expect(reads(planned)).toEqual(['old', 'old', null, 'old', null]);
  });
});

describe('metadata, expiry and lists', () => {
  test('metadata comes back with the value', () => {
    const { done } = play([put(SITE.LHR, 0, 'v', { metadata: { colour: 'red' } }), get(SITE.SIN, 1000)]);
    expect(done[1]?.answer).toEqual({ ok: true, value: 'v', metaJson: '{"metadata":{"colour":"red"}}' });
  });

  test('an entry with expirationTtl ends so many seconds after its commit, also where a copy is held', () => {
    const planned = [
      put(SITE.IAD, 0, 'brief', { expirationTtl: 60 }),
      get(SITE.IAD, 30_000),
      get(SITE.IAD, 61_000),
      get(SITE.IAD, 62_000),
    ];
    expect(reads([...planned, get(SITE.SIN, 59_000), get(SITE.SIN, 63_000)], [])).toEqual([
      'brief',
      'brief',
      null,
      null,
      null,
    ]);
  });

  test('bytes come back as they were', () => {
    const value = new Uint8Array([0, 255, 128]);
    const { done } = play([{ verb: 'put', site: SITE.LHR, atMs: 0, key: 'k', value }, get(SITE.LHR, 1000)]);
    expect(done[1]?.answer).toEqual({ ok: true, value });
  });

  const names = ['a:1', 'a:2', 'a:3', 'b:1', 'b:2'];
  const entries = names.map((key, i): Planned => ({ verb: 'put', site: SITE.IAD, atMs: i, key, value: key }));

  function list(
    atMs: number,
    options: Readonly<Record<string, unknown>>,
    more: readonly Planned[] = [],
  ): Record<string, unknown> {
    const { done } = play([...entries, ...more, { verb: 'list', site: SITE.LHR, atMs, options }]);
    return JSON.parse(valueOf(done.at(-1)) ?? '') as Record<string, unknown>;
  }

  test('a list holds the keys that begin with a prefix, in order, deleted ones left out', () => {
    const remove: Planned = { verb: 'delete', site: SITE.IAD, atMs: 2000, key: 'a:2' };
    expect(list(4000, { prefix: 'a:' }, [remove])).toEqual({
      keys: [{ name: 'a:1' }, { name: 'a:3' }],
      list_complete: true,
    });
  });

  test('a list comes in pages that follow one another without gap or overlap', () => {
    const found: string[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < 3; page++) {
      const answer = list(2000, { limit: 2, ...(cursor !== undefined && { cursor }) });
      found.push(...(answer['keys'] as { name: string }[]).map(({ name }) => name));
      expect(answer['list_complete']).toBe(page === 2);
      cursor = answer['cursor'] as string | undefined;
    }
    expect(found).toEqual(names);
  });

  test('a list has at most 1,000 keys a page, and shows metadata and seeded keys', () => {
    const seed = [{ key: 'user:{n}', count: 1500, value: 'user {n}' }];
    const { done } = play(
      [
        { verb: 'put', site: SITE.IAD, atMs: 0, key: 'user:0', value: 'x', options: { metadata: 7 } },
        { verb: 'list', site: SITE.IAD, atMs: 1000, options: { prefix: 'user:' } },
      ],
      { seed },
    );
    const { keys, list_complete: complete } = JSON.parse(valueOf(done[1]) ?? '') as {
      keys: unknown[];
      list_complete: boolean;
    };
    expect(keys).toHaveLength(1000);
    expect(complete).toBe(false);
    expect(keys[0]).toEqual({ name: 'user:0', metadata: 7 });
  });
});
