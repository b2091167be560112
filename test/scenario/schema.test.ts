// The schema fills in what a short scenario leaves out, and the committed JSON Schema says the same as the code.
import { describe, expect, test } from 'vitest';
import committed from '../../sim/scenario/scenario.schema.json' with { type: 'json' };
import { scenarioJsonSchema, scenarioSchema } from '../../sim/scenario/schema.ts';

const SHORTEST = {
  title: 'Hello',
  rate: '20/s',
  requests: [{ get: '/' }],
  arms: { origin: { platform: 'node-origin' }, edge: { platform: 'cloudflare-workers' } },
};

test('the committed JSON Schema is up to date (renew it with: antipode schema > sim/scenario/scenario.schema.json)', () => {
  expect(committed).toEqual(scenarioJsonSchema());
});

describe('a scenario of four keys', () => {
  const scenario = scenarioSchema.parse(SHORTEST);

  test('has a window of four minutes without warm-up', () => {
    expect(scenario).toMatchObject({ window: 240_000, warmup: 0, rate: 20 });
  });

  test('has users all over the world on three kinds of access network', () => {
    expect(scenario.users).toEqual({
      from: 'world',
      count: 20_000,
      access: { fibre: 0.4, cable: 0.2, 'cellular-4g': 0.4 },
      accessByCountry: {},
    });
  });

  test('runs handler.ts and keeps the origin in Virginia', () => {
    expect(scenario).toMatchObject({ handler: 'handler.ts', origin: { region: 'aws:us-east-1' } });
  });

  test('names its requests by method and path', () => {
    expect(scenario.requests).toEqual([
      { name: 'GET /', weight: 1, method: 'GET', path: '/', headers: [], body: null },
    ]);
  });
});

test('quantities come out in base units, named by their unit where an option could mean several', () => {
  const scenario = scenarioSchema.parse({
    ...SHORTEST,
    network: { bandwidth: '1Gbps', keepAlive: '2min' },
    stores: { KV: { kind: 'workers-kv', options: { cacheTtl: '60s' } } },
  });
  expect(scenario.network).toMatchObject({ bandwidth: 1000, keepAlive: 120_000 });
  expect(scenario.stores['KV']?.options).toEqual({ cacheTtlMs: 60_000 });
});

test('editors are told of every key, its default and its unit', () => {
  expect(committed.properties.window).toMatchObject({
    description: 'Simulated time in which requests are counted.',
    default: '4min',
    type: 'string',
  });
  expect(committed.additionalProperties).toBe(false);
  // A rate is needed too, unless a trace is replayed: the cross-check says so.
  expect(committed.required).toEqual(['title', 'requests', 'arms']);
});
