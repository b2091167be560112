// Imports of measured RTTs: what is used, what is dropped and why, and how the overlay finds a value.
import { describe, expect, it } from 'vitest';
import { regionById } from '../../topology/catalog.ts';
import { overlayFromCsv, readMeasuredCsv } from '../../topology/import/csv.ts';
import { readGlobalping } from '../../topology/import/globalping.ts';
import { readRipeAtlas } from '../../topology/import/ripe-atlas.ts';
import { createOverlay } from '../../topology/measured.ts';
import { createRttModel } from '../../topology/rtt.ts';

const frankfurt = regionById('aws:eu-central-1');
const mumbai = regionById('aws:ap-south-1');

const london = {
  country: 'GB',
  city: 'London',
  latitude: 51.51,
  longitude: -0.13,
  tags: ['eyeball-network'],
};

describe('Globalping', () => {
  const ping = (result: object): string =>
    JSON.stringify(
      { type: 'ping', createdAt: '2026-06-01T10:00:00Z', results: [{ probe: london, result }] },
      null,
      1,
    );

  it('gives the median of the packets of a ping, marked as transit and dated', () => {
    const read = readGlobalping(
      ping({ status: 'finished', stats: { avg: 20 }, timings: [{ rtt: 30 }, { rtt: 14 }, { rtt: 15 }] }),
      frankfurt,
    );
    expect(read.pairs).toEqual([
      expect.objectContaining({ ms: 15, profile: 'transit', by: 'Globalping, 2026-06-01', to: frankfurt }),
    ]);
    expect(read.notes[0]).toContain('1 of the probes stand in eyeball networks');
  });

  it('takes the average when the packets are not listed', () => {
    expect(
      readGlobalping(ping({ status: 'finished', stats: { avg: 20 }, timings: [] }), frankfurt).pairs[0]?.ms,
    ).toBe(20);
  });

  it('reads the last hop of an MTR when it is the target, and not when a router answered', () => {
    const mtr = (last: string): string =>
      JSON.stringify({
        type: 'mtr',
        results: [
          {
            probe: london,
            result: {
              status: 'finished',
              resolvedAddress: '192.0.2.1',
              hops: [
                { resolvedAddress: '198.51.100.1', timings: [{ rtt: 2 }] },
                { resolvedAddress: last, stats: { avg: 16 }, timings: [] },
              ],
            },
          },
        ],
      });
    expect(readGlobalping(mtr('192.0.2.1'), frankfurt).pairs[0]?.ms).toBe(16);
    expect(readGlobalping(mtr('198.51.100.9'), frankfurt).dropped[0]?.reason).toBe(
      'the target did not answer',
    );
  });

  it('joins probes of one town: the median as value, half the range as spread', () => {
    const results = [14, 16, 21].map((rtt) => ({
      probe: london,
      result: { status: 'finished', timings: [{ rtt }] },
    }));
    const read = readGlobalping(JSON.stringify({ type: 'ping', results }), frankfurt);
    expect(read.pairs).toEqual([expect.objectContaining({ ms: 16, spreadMs: 3.5 })]);
    expect([read.recordCount, read.usedCount]).toEqual([3, 3]);
  });

  it('drops failed probes, probes without a place, other measurements, negative and impossible values, each with line and reason', () => {
    const results = [
      { probe: london, result: { status: 'failed' } },
      { probe: { ...london, country: 'XX' }, result: { status: 'finished', timings: [{ rtt: 9 }] } },
      { probe: london, result: { status: 'finished', timings: [{ rtt: -4 }] } },
      { probe: london, result: { status: 'finished', timings: [{ rtt: 3 }] } },
      { probe: london, result: { status: 'finished', timings: [], stats: {} } },
    ];
    const text = JSON.stringify({ type: 'ping', results }, null, 1);
    const { pairs, dropped } = readGlobalping(text, frankfurt);
    expect(pairs).toEqual([]);
    expect(dropped.map((record) => record.reason)).toEqual([
      'the result is failed',
      'the probe has no coordinates or no known country',
      'an RTT of -4 ms is negative; the bound is 0 ms',
      expect.stringMatching(
        /^an RTT of 3 ms is faster than light: 63\d km of great circle take 4\.\d\d ms in vacuum and 6\.\d\d ms in fibre/,
      ),
      'the target did not answer',
    ]);
    for (const { line } of dropped) expect(text.split('\n')[line - 1]).toContain('"probe"');
    expect(
      readGlobalping(
        JSON.stringify({ type: 'dns', results: [{ probe: london, result: { status: 'finished' } }] }),
        frankfurt,
      ).dropped[0]?.reason,
    ).toContain('type "dns"');
  });

  it('refuses what is no measurement at all', () => {
    expect(() => readGlobalping('{', frankfurt)).toThrow('the Globalping file is not JSON');
    expect(() => readGlobalping('{}', frankfurt)).toThrow('the file holds no Globalping measurement');
  });
});

describe('RIPE Atlas', () => {
  const probesText = JSON.stringify({
    results: [
      { id: 7, country_code: 'GB', geometry: { type: 'Point', coordinates: [-0.13, 51.51] } },
      { id: 8, country_code: 'GB', latitude: 51.5, longitude: -0.1 },
    ],
  });
  const context = { target: frankfurt, probesText };
  const result = (fields: object): object => ({
    type: 'ping',
    prb_id: 7,
    timestamp: 1_780_300_800,
    rcvd: 3,
    result: [{ rtt: 15 }, { x: '*' }, { rtt: 14 }],
    ...fields,
  });

  it('gives the median of the answered packets, from an array or from one result a line', () => {
    const array = readRipeAtlas(
      JSON.stringify([result({}), result({ prb_id: 8, result: [{ rtt: 20 }] })]),
      context,
    );
    const lines = readRipeAtlas(
      `${JSON.stringify(result({}))}\n${JSON.stringify(result({ prb_id: 8, result: [{ rtt: 20 }] }))}\n`,
      context,
    );
    expect(array.pairs.map((pair) => pair.ms)).toEqual([14.5, 20]);
    expect(lines.pairs).toEqual(array.pairs);
    expect(array.pairs[0]?.by).toBe('RIPE Atlas, 2026-06-01');
  });

  it('drops unknown probes, unanswered pings, other types and values faster than light, each with its line', () => {
    const records = [
      result({ prb_id: 9 }),
      result({ result: [{ x: '*' }], rcvd: 0, avg: -1 }),
      result({ type: 'traceroute' }),
      result({ result: [{ rtt: 1 }] }),
    ];
    const { dropped } = readRipeAtlas(
      records.map((record) => `${JSON.stringify(record)}\n`).join(''),
      context,
    );
    expect(dropped).toEqual([
      { line: 1, reason: 'probe 9 has no coordinates or no known country in the file of probes' },
      { line: 2, reason: 'probe 7 got no answer' },
      { line: 3, reason: 'a result of type "traceroute" is not read; ping is' },
      { line: 4, reason: expect.stringContaining('probe 7: an RTT of 1 ms is faster than light') },
    ]);
  });

  it('refuses empty results and a file of probes without coordinates', () => {
    expect(() => readRipeAtlas('[]', context)).toThrow('the file holds no RIPE Atlas results');
    expect(() => readRipeAtlas('[{}]', { target: frankfurt, probesText: '[]' })).toThrow(
      'holds no probe with coordinates',
    );
  });
});

describe('a CSV of measured values', () => {
  it('is a list of pairs with optional spread, profile and author', () => {
    const { pairs } = readMeasuredCsv(
      'src,dst,rtt_ms,spread_ms,profile,by\nBOM,FRA,121,3,transit,me\nSIN,FRA,160,,,\n',
      'a file',
    );
    expect(pairs.map(({ ms, spreadMs, profile, by }) => [ms, spreadMs, profile, by])).toEqual([
      [121, 3, 'transit', 'me'],
      [160, 0, undefined, 'a file'],
    ]);
  });

  it('is a matrix when its first cell is empty; empty cells are unknown', () => {
    const { pairs } = readMeasuredCsv(',SIN,FRA\nSIN,,160\nBOM,55,121\n', 'a file');
    expect(pairs.map(({ from, to, ms }) => `${from.name} ${to.name} ${ms}`)).toEqual([
      'Singapore Frankfurt 160',
      'Mumbai Singapore 55',
      'Mumbai Frankfurt 121',
    ]);
  });

  it('drops impossible values with their line when imported, and refuses them as an overlay', () => {
    const text = 'src,dst,rtt_ms\nBOM,FRA,121\nSIN,FRA,12\nSIN,BOM,-1\nSIN,BOM,fast\n';
    expect(readMeasuredCsv(text, 'x').dropped.map((record) => record.line)).toEqual([3, 4, 5]);
    expect(() => overlayFromCsv(text, 'x')).toThrow(
      expect.objectContaining({ code: 'E_FILE', line: 3, message: expect.stringContaining('in vacuum') }),
    );
    expect(() => overlayFromCsv('src,dst,rtt_ms,profile\nBOM,FRA,121,fast\n', 'x')).toThrow(
      expect.objectContaining({ line: 2 }),
    );
  });
});

describe('the overlay', () => {
  const pair = { from: frankfurt, to: mumbai, ms: 130, spreadMs: 2, by: 'test' };

  it('overrides the model for both directions and for places in the same metro', () => {
    const model = createRttModel({ overlay: createOverlay([pair]) });
    const nearFrankfurt = { ...frankfurt, id: 'near', lat: frankfurt.lat + 0.1 };
    expect(model.rttMs(mumbai, nearFrankfurt, 'transit')).toEqual({
      ms: 130,
      spreadMs: 2,
      source: 'measured',
      by: 'test',
    });
    expect(model.matrixMs([frankfurt], [mumbai], 'backbone')[0]).toBe(130);
    expect(model.rttMs(frankfurt, regionById('aws:eu-west-2'), 'transit').source).toBe('modelled');
  });

  it('speaks only for its profile when it names one', () => {
    const model = createRttModel({ overlay: createOverlay([{ ...pair, profile: 'transit' }]) });
    expect(model.rttMs(frankfurt, mumbai, 'backbone').source).toBe('modelled');
    expect(model.rttMs(frankfurt, mumbai, 'transit').source).toBe('measured');
  });

  it('adds to a measured value what a fault adds to the model', () => {
    const whole = createRttModel();
    const cut = createRttModel({ overlay: createOverlay([pair]), cutLinks: ['Red Sea'] });
    const increase =
      createRttModel({ cutLinks: ['Red Sea'] }).rttMs(frankfurt, mumbai, 'backbone').ms -
      whole.rttMs(frankfurt, mumbai, 'backbone').ms;
    const rtt = cut.rttMs(frankfurt, mumbai, 'backbone');
    expect(rtt.source).toBe('modelled');
    expect(rtt.ms).toBeCloseTo(130 + increase, 9);
  });
});
