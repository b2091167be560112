// Thresholds are read with metrics on the left and quantities on the right, and mistakes in them are named.
import { describe, expect, test } from 'vitest';
import { parseThreshold } from '../../sim/scenario/thresholds.ts';

const ARMS = ['origin', 'cdn', 'edge', 'lambda-edge'];

describe('a threshold is read', () => {
  test('as a metric and its limit', () => {
    expect(read('edge.ttfb.p95 < 120ms')).toEqual({
      text: 'edge.ttfb.p95 < 120ms',
      references: [{ sign: 1, arm: 'edge', metric: 'ttfb.p95', slice: 'all' }],
      comparison: '<',
      limit: 120,
    });
  });

  test('as a difference, with every metric brought to the left', () => {
    const threshold = read('edge.ttfb.p95 < origin.ttfb.p95 - 40ms');
    expect(threshold.references.map(({ sign, arm }) => [sign, arm])).toEqual([
      [1, 'edge'],
      [-1, 'origin'],
    ]);
    expect(threshold.limit).toBe(-40);
  });

  test('with or without spaces', () => {
    expect(read('edge.ttfb.p95<origin.ttfb.p95-40ms')).toMatchObject({ limit: -40, comparison: '<' });
  });

  test('in one country, continent or on new connections', () => {
    expect(read('edge.ttfb.p95[country=BR] < 150ms').references[0]?.slice).toBe('country:BR');
    expect(read('edge.ttfb.p95[continent=EU] < 150ms').references[0]?.slice).toBe('continent:EU');
    expect(read('edge.ttfb.p95[connection=new] < 150ms').references[0]?.slice).toBe('connection:new');
  });

  test('of one store', () => {
    expect(read('edge.store.staleRatio[store=KV] < 1%').references[0]?.slice).toBe('store:KV');
    expect(read('edge.objects.call.p50[store=SEATS] < 1s').references[0]?.slice).toBe('store:SEATS');
  });

  test('with the metric on the right', () => {
    expect(read('200ms > edge.ttfb.p95')).toMatchObject({
      references: [{ sign: 1, arm: 'edge' }],
      comparison: '<',
      limit: 200,
    });
  });

  test.each([
    ['edge.offload > 80%', 0.8],
    ['edge.offload >= 0.8', 0.8],
    ['edge.store.consistencyLag.p99 < 60s', 60_000],
    ['edge.cold.count <= 500', 500],
    ['origin.origin.egressBytes < 10MB', 10_000_000],
    ['edge.cost.month < 50$', 50],
    ['edge.cost.perMillion <= 0.30USD', 0.3],
    ['lambda-edge.ttfb.p50 < 1s', 1000],
    ['edge.ttfb.p95 + 10ms < 60ms', 50],
  ])('%s', (text, limit) => {
    expect(read(text).limit).toBe(limit);
  });
});

describe('a threshold is refused with words that help:', () => {
  test.each([
    ['edge.ttfb.p95', 'one comparison', '< 120ms'],
    ['edge.ttfb.p95 < 1ms < 2ms', 'one comparison', ''],
    ['egde.ttfb.p95 < 120ms', 'no arm "egde"', 'edge'],
    ['edge.tfb.p95 < 120ms', 'no metric "tfb.p95"', 'ttfb.p95'],
    ['edge.ttfb < 120ms', 'no metric "ttfb"', 'ttfb.p95'],
    ['edge.ttfb.p95 < 120', 'not a quantity in ms', '120ms'],
    ['edge.ttfb.p95 < 80%', 'not a quantity in ms', '120ms'],
    ['edge.cold.count < 5ms', 'plain number', ''],
    ['edge.ttfb.p95 < edge.offload', 'cannot be compared', ''],
    ['edge.ttfb.p95[land=BR] < 1ms', 'not a slice', 'country=BR'],
    ['edge.ttfb.p95[country=UK] < 1ms', 'no country "UK"', ''],
    ['edge.offload[country=BR] > 1%', 'not kept by country', 'leave the slice out'],
    ['edge.store.reads[store=KW] > 1', 'no store "KW"', 'KV'],
    ['edge.ttfb.p95[store=KV] < 1s', 'not kept by store', 'leave the slice out'],
    ['1ms < 2ms', 'at least one metric', ''],
    ['edge.ttfb.p95 < ', 'missing beside an operator', ''],
    ['edge.ttfb.p95 origin.ttfb.p95 < 1ms', 'where + or - is expected', ''],
    ['edge.ttfb.p95 < $5', 'neither a metric', ''],
  ])('%s', (text, message, hint) => {
    const reading = parseThreshold(text, ARMS, ['KV', 'SEATS']);
    if (reading.ok) throw new Error('it was accepted');
    expect(reading.mistake.message).toContain(message);
    expect(reading.mistake.hint ?? '').toContain(hint);
  });
});

function read(text: string) {
  const reading = parseThreshold(text, ARMS);
  if (!reading.ok) throw new Error(reading.mistake.message);
  return reading.threshold;
}
