// How long bodies take: slow start by hand, and what any two bodies, distances and links must obey.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { transferUs } from '../../sim/network/transfer.ts';
import { trial } from '../engine/trial-bench.ts';

const RTT_US = 100_000;
const SEGMENT = 1460;
/** 100 Mbit/s are 12.5 bytes a microsecond; over 100 ms, 1,250,000 bytes are in flight. */
const FAST = 100;

describe('by hand, over 100 ms and 100 Mbit/s:', () => {
  test.each([
    ['nothing takes no time', 0, 0],
    ['ten segments fit in the first window: only their bytes', 10 * SEGMENT, 14_600 / 12.5],
    ['one byte more waits for a round trip', 10 * SEGMENT + 1, RTT_US + 1 / 12.5],
    ['thirty segments are two windows (10 + 20)', 30 * SEGMENT, RTT_US + (20 * SEGMENT) / 12.5],
    ['seventy are three (10 + 20 + 40)', 70 * SEGMENT, 2 * RTT_US + (40 * SEGMENT) / 12.5],
    ['150 and one byte are in the fifth', 150 * SEGMENT + 1, 4 * RTT_US + 1 / 12.5],
    // Windows of 14,600 · (1 + 2 + … + 64) = 1,854,200 bytes take seven round trips; the next, 1,868,800, would fill the link: it sets the pace.
    ['ten megabytes end at the pace of the link', 10_000_000, 7 * RTT_US + (10_000_000 - 1_854_200) / 12.5],
  ])('%s', (_what, bytes, expected) => {
    expect(transferUs({ bytes, rttUs: RTT_US, bandwidthMbps: FAST })).toBe(Math.round(expected));
  });

  test('a short way needs no slow start: the link is full at once', () => {
    // Over 1 ms, 12,500 bytes are in flight, fewer than ten segments.
    expect(transferUs({ bytes: 1_000_000, rttUs: 1000, bandwidthMbps: FAST })).toBe(80_000);
  });
});

describe('for any body, distance and link', () => {
  const bytes = fc.integer({ min: 0, max: 50_000_000 });
  const rttUs = fc.integer({ min: 100, max: 800_000 });
  const bandwidthMbps = fc.double({ min: 0.5, max: 1000, noNaN: true });

  test('a larger body takes no less time, nor does a longer way', () => {
    fc.assert(
      fc.property(
        bytes,
        fc.integer({ min: 1, max: 100_000 }),
        rttUs,
        bandwidthMbps,
        (size, more, rtt, mbps) => {
          const took = transferUs({ bytes: size, rttUs: rtt, bandwidthMbps: mbps });
          expect(transferUs({ bytes: size + more, rttUs: rtt, bandwidthMbps: mbps })).toBeGreaterThanOrEqual(
            took,
          );
          expect(transferUs({ bytes: size, rttUs: rtt + more, bandwidthMbps: mbps })).toBeGreaterThanOrEqual(
            took,
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  test('nothing is faster than the link, and slow start costs at most a round trip per doubling', () => {
    fc.assert(
      fc.property(bytes, rttUs, bandwidthMbps, (size, rtt, mbps) => {
        const took = transferUs({ bytes: size, rttUs: rtt, bandwidthMbps: mbps });
        const linkUs = (size * 8) / mbps;
        const doublings = Math.ceil(Math.log2(1 + size / (10 * SEGMENT)));
        expect(took).toBeGreaterThanOrEqual(Math.round(linkUs) - 1);
        expect(took).toBeLessThanOrEqual(linkUs + doublings * rtt + 1);
      }),
      { numRuns: 500 },
    );
  });
});

test('the last byte of a response comes as much after the first as its transfer takes', async () => {
  const { journeys } = await trial({
    source: `export default { fetch: () => new Response('x'.repeat(200_000)) };`,
    scenario: { network: { bandwidth: '20Mbps' } },
  });
  expect(journeys.length).toBeGreaterThan(300);
  for (const { responseBytes, rttUs, ttfbUs, totalUs } of journeys) {
    expect(totalUs - ttfbUs).toBe(transferUs({ bytes: responseBytes, rttUs, bandwidthMbps: 20 }));
  }
});
