// What a platform allows one request: so many connections at once, and so many operations in all, in whole trials.
import { expect, test } from 'vitest';
import { bodies, trial } from './trial-bench.ts';

const SCENARIO = {
  rate: '2/s',
  window: '10s',
  hosts: { 'slow.test': { region: 'aws:us-east-1', latency: '2s', body: 'slow' } },
  services: {},
};

/** Fetches so many at once, and says when each had its answer, in waves of two seconds. */
const fanOut = (count: number): string => `
export default {
  async fetch() {
    const startMs = Date.now();
    const waves = await Promise.all(Array.from({ length: ${count} }, async () => {
      await (await fetch('https://slow.test/')).text();
      return Math.floor((Date.now() - startMs) / 2000);
    }));
    return Response.json(waves);
  },
};`;

test('a seventh connection waits until one of six is free', async () => {
  const run = await trial({ source: fanOut(14), scenario: SCENARIO, arm: 'edge' });
  const seen = new Set(bodies(run));
  expect(run.record.outcomes).toEqual({ ok: run.journeys.length });
  expect([...seen]).toEqual(['[1,1,1,1,1,1,2,2,2,2,2,2,3,3]']);
});

test('a server of one’s own opens as many as it likes', async () => {
  const run = await trial({ source: fanOut(14), scenario: SCENARIO, arm: 'origin' });
  expect([...new Set(bodies(run))]).toEqual([JSON.stringify(Array.from({ length: 14 }, () => 1))]);
});

const FREE = { ...SCENARIO, arms: { free: { platform: 'cloudflare-workers-free' } } };

test('one subrequest too many throws, and the code may catch it', async () => {
  const source = `
export default {
  async fetch() {
    let done = 0;
    try {
      for (;;) { await fetch('https://slow.test/'); done++; }
    } catch (error) {
      return new Response(done + ' ' + error.message);
    }
  },
};`;
  const run = await trial({ source, scenario: FREE, arm: 'free' });
  expect([...new Set(bodies(run))]).toEqual(['50 Too many subrequests.']);
});

test('where the code does not catch it, the user sees the platform’s error', async () => {
  const source = `export default { async fetch() { for (;;) await fetch('https://slow.test/'); } };`;
  const run = await trial({ source, scenario: FREE, arm: 'free' });
  expect(run.record.outcomes).toEqual({ exception: run.journeys.length });
  expect(run.journeys[0]).toMatchObject({ status: 500 });
});
