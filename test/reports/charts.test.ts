// Each chart of the page is a pure function of data: what it draws is kept as SVG and compared.
import { describe, expect, it } from 'vitest';
import { subjectOf } from '../../reports/figures.ts';
import { curves } from '../../reports/html/charts/curves.ts';
import { dumbbell } from '../../reports/html/charts/dumbbell.ts';
import { forest } from '../../reports/html/charts/forest.ts';
import { phaseBars } from '../../reports/html/charts/phases.ts';
import { ranges } from '../../reports/html/charts/ranges.ts';
import { scatter } from '../../reports/html/charts/scatter.ts';
import { seriesChart } from '../../reports/html/charts/series.ts';
import { spreadMap } from '../../reports/html/charts/spread.ts';
import { waterfall } from '../../reports/html/charts/waterfall.ts';
import { mapDefinitions, worldMap } from '../../reports/html/charts/world-map.ts';
import { projectWorld } from '../../reports/html/geo.ts';
import { mapData } from '../../reports/html/section-maps.ts';
import { spreadPoints } from '../../reports/html/section-consistency.ts';
import { Histogram } from '../../sim/metrics/histogram.ts';
import { syntheticResult } from './synthetic.ts';

/** The drawing with one element a line; every chart names itself for screen readers and holds only numbers. */
function checked(drawing: string): string {
  expect(drawing).toMatch(/^<svg[^>]* role="img" aria-label="[^"]{10,}"/);
  expect(drawing).not.toContain('NaN');
  return drawing.replaceAll('><', '>\n<');
}

function golden(name: string): string {
  return `../golden/reports/charts/${name}.svg`;
}

function histogramOf(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

const spreadOut = Array.from({ length: 400 }, (_, i) => 4000 + i * i * 3);

describe('charts', () => {
  it('draw cumulative curves on a logarithmic axis', async () => {
    const all = [
      { name: 'edge', className: 'a1', histogram: histogramOf(spreadOut).toJson() },
      { name: 'origin', className: 'a0', histogram: histogramOf(spreadOut.map((us) => us * 3)).toJson() },
    ];
    await expect(
      checked(curves(all, { label: 'Two curves of test data', unit: 'ms', mark: { ms: 50, text: '50 ms' } })),
    ).toMatchFileSnapshot(golden('curves'));
  });

  it('draw cumulative curves on a linear axis when nearly all waits are zero', async () => {
    const waits = histogramOf([
      ...Array.from({ length: 95 }, () => 0),
      1000,
      2000,
      3000,
      4000,
      6000,
    ]).toJson();
    await expect(
      checked(
        curves([{ name: 'edge', className: 'a1', histogram: waits }], {
          label: 'Waits of test data',
          unit: 'ms',
        }),
      ),
    ).toMatchFileSnapshot(golden('curves-zero'));
  });

  it('draw the arms at a glance, and say where requests are too few', async () => {
    await expect(
      checked(
        ranges([
          { name: 'origin', className: 'a0', p50: 223, p95: 772, p99: 940 },
          { name: 'edge', className: 'a1', p50: 42, p95: 225, p99: null },
          { name: 'none', className: 'a2', p50: null, p95: null, p99: null },
        ]),
      ),
    ).toMatchFileSnapshot(golden('ranges'));
  });

  it('draw continents as dots of each arm', async () => {
    const rows = [
      {
        name: 'Asia',
        values: [
          { className: 'a0', ms: 621 },
          { className: 'a1', ms: 116 },
        ],
      },
      {
        name: 'Oceania',
        values: [
          { className: 'a0', ms: null },
          { className: 'a1', ms: 102 },
        ],
      },
    ];
    await expect(
      checked(dumbbell(rows, { label: 'Continents of test data', title: 'milliseconds' })),
    ).toMatchFileSnapshot(golden('dumbbell'));
  });

  it('stack phases by percentile and arm', async () => {
    await expect(
      checked(
        phaseBars([
          {
            name: 'p50',
            bars: [
              { arm: 'origin', phases: { dns: 2, uplink: 90, cpu: 3, downlink: 90 } },
              { arm: 'edge', phases: { uplink: 10, store: 4, downlink: 10 } },
            ],
          },
        ]),
      ),
    ).toMatchFileSnapshot(golden('phases'));
  });

  it('scatter two kinds of points', async () => {
    const sets = [
      {
        className: 's-free',
        points: [
          { x: 1, y: 0.2 },
          { x: 10, y: 0.5 },
        ],
      },
      { className: 's-cached', points: [{ x: 5, y: 40 }] },
    ];
    await expect(
      checked(
        scatter(sets, {
          label: 'Points of test data',
          x: { title: 'km', log: false },
          y: { title: 's', log: true },
        }),
      ),
    ).toMatchFileSnapshot(golden('scatter'));
  });

  it('draw lines over time', async () => {
    const lines = [
      { className: 'a0', values: [80, 82, 79] },
      { className: 'a1', values: [60, 30, 20] },
    ];
    await expect(
      checked(
        seriesChart(lines, { label: 'Lines of test data', stepMs: 4000, format: String, title: 'a second' }),
      ),
    ).toMatchFileSnapshot(golden('series'));
  });

  it('draw differences with intervals', async () => {
    const rows = [
      { name: 'edge p50', className: 'a1', estimate: { value: -181, low: -183, high: -179 } },
      { name: 'edge p95', className: 'a1', estimate: { value: 5, low: null, high: null } },
      { name: 'edge p99', className: 'a1', estimate: { value: null, low: null, high: null } },
    ];
    await expect(
      checked(forest(rows, { label: 'Differences of test data', title: 'milliseconds' })),
    ).toMatchFileSnapshot(golden('forest'));
  });

  it('draw journeys as waterfalls', async () => {
    const journeys = subjectOf(syntheticResult()).journeys.slowest.slice(0, 3);
    await expect(checked(waterfall(journeys, { label: 'Three journeys of test data' }))).toMatchFileSnapshot(
      golden('waterfall'),
    );
  });
});

describe('maps', () => {
  const world = projectWorld();

  it('hold every country of the atlas in whole, relative coordinates', () => {
    expect(world.countries.size).toBeGreaterThan(170);
    expect(world.countries.has('AQ')).toBe(false);
    for (const path of world.countries.values()) expect(path).toMatch(/^[Mlz\d\s-]+$/);
    const definitions = mapDefinitions(world, syntheticResult().userPlaces);
    expect(definitions.length).toBeLessThan(70_000);
    expect(definitions).toContain('id="cBR"');
  });

  it('put places where they are: Singapore south-east of India, New York west of London', () => {
    const singapore = world.at({ lat: 1.3, lon: 103.8 });
    const delhi = world.at({ lat: 28.6, lon: 77.2 });
    expect(singapore.x).toBeGreaterThan(delhi.x);
    expect(singapore.y).toBeGreaterThan(delhi.y);
    expect(world.at({ lat: 40.7, lon: -74 }).x).toBeLessThan(world.at({ lat: 51.5, lon: 0 }).x);
  });

  it('keep every PoP inside the drawing', () => {
    const pops = subjectOf(syntheticResult()).pops;
    for (const pop of pops) {
      const { x, y } = world.at(pop);
      expect(x >= 0 && x <= world.size.width && y >= 0 && y <= world.size.height).toBe(true);
    }
  });

  it('colour countries, size PoPs, and mark the origin', async () => {
    const result = syntheticResult();
    const data = mapData(result, subjectOf(result), world);
    await expect(checked(worldMap(world, { ...data, pops: data.pops.slice(0, 12) }))).toMatchFileSnapshot(
      golden('world-map'),
    );
  });

  it('show one write spreading', async () => {
    const spread = subjectOf(syntheticResult()).spreads[0];
    if (spread === undefined) throw new Error('no spread');
    const points = spreadPoints(spread, world);
    const early = spreadMap(world, points, {
      atMs: 1000,
      origin: { x: 300, y: 200 },
      writer: null,
      label: 'After one second',
    });
    await expect(checked(early)).toMatchFileSnapshot(golden('spread'));
    const late = spreadMap(world, points, {
      atMs: 1e9,
      origin: { x: 300, y: 200 },
      writer: null,
      label: 'After a long time',
    });
    expect(late).not.toContain('dots old');
  });
});
