// The fibre graph: its table against another algorithm, its rules of transit and attachment.
import { describe, expect, it } from 'vitest';
import { country, hubs, links, regionById } from '../../topology/catalog.ts';
import { distanceKm } from '../../topology/distance.ts';
import { FibreGraph } from '../../topology/fibre.ts';

const graph = new FibreGraph({ hubs: hubs(), links: links() });
const indexOf = new Map(hubs().map((hub, index) => [hub.code, index]));

function at(code: string): number {
  const index = indexOf.get(code);
  if (index === undefined) throw new Error(`no hub ${code}`);
  return index;
}

/** Floyd and Warshall's algorithm over the hubs that `open` lets through. */
function floydWarshall(open: (hub: number) => boolean): Float64Array {
  const count = hubs().length;
  const table = new Float64Array(count * count).fill(Infinity);
  for (let i = 0; i < count; i++) table[i * count + i] = 0;
  for (const link of links()) {
    if (link.kind === 'thin') continue;
    const [a, b] = [at(link.a), at(link.b)];
    const km = Math.min(link.km + 150, table[a * count + b] ?? Infinity);
    table[a * count + b] = km;
    table[b * count + a] = km;
  }
  for (let k = 0; k < count; k++) {
    if (!open(k)) continue;
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) {
        const through = (table[i * count + k] ?? Infinity) + (table[k * count + j] ?? Infinity);
        if (through < (table[i * count + j] ?? Infinity)) table[i * count + j] = through;
      }
    }
  }
  return table;
}

describe('the fibre graph', () => {
  it('agrees with Floyd and Warshall on all pairs of hubs', () => {
    const transit = hubs().map((hub) => country(hub.country).transit);
    const closed = floydWarshall((hub) => transit[hub] === true);
    const open = floydWarshall(() => true);
    const count = hubs().length;
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) {
        const expected = transit[i] === true && transit[j] === true ? closed : open;
        expect(graph.tableKm[i * count + j]).toBe(expected[i * count + j]);
      }
    }
  });

  it('joins all hubs, and no link is shorter than the great circle between its ends', () => {
    expect(graph.tableKm.every(Number.isFinite)).toBe(true);
    const byCode = new Map(hubs().map((hub) => [hub.code, hub]));
    for (const link of links()) {
      const [a, b] = [byCode.get(link.a), byCode.get(link.b)];
      if (a === undefined || b === undefined) throw new Error(`link ${link.a}-${link.b} misses a hub`);
      expect(link.km).toBeGreaterThanOrEqual(distanceKm(a, b));
    }
  });

  it('passes no country without transit, except on ways that start or end in one', () => {
    const through = (from: string, to: string): string[] => {
      const way = graph.way(attachTo(from), attachTo(to));
      return way.hubs.slice(1, -1).map((index) => hubs()[index]?.country ?? '');
    };
    expect(through('FRA', 'TYO')).not.toContain('RU');
    expect(through('MOW', 'TYO')).toContain('RU');
  });

  it('traces ways whose links and tails add up to their length', () => {
    const paris = graph.attach(regionById('aws:eu-west-3'));
    const beijing = graph.attach(regionById('aws:cn-north-1'));
    for (const [a, b] of [
      [paris, beijing],
      [beijing, paris],
    ] as const) {
      const way = graph.way(a, b);
      let km = way.fromTailKm + way.toTailKm;
      for (let i = 1; i < way.hubs.length; i++)
        km += graph.tableKm[(way.hubs[i - 1] ?? 0) * hubs().length + (way.hubs[i] ?? 0)] ?? Infinity;
      expect(way.km).toBe(graph.wayKm(a, b));
      expect(km).toBeCloseTo(way.km, 6);
    }
  });

  it('attaches a place to three hubs of its country, in a bloc also to three of the bloc, else to the nearest three', () => {
    const codesAt = (lat: number, lon: number, code: string): string[] =>
      [...graph.attach({ id: 'p', name: 'p', country: code, lat, lon }).hub].map(
        (hub) => hubs()[hub]?.code ?? '',
      );
    expect(codesAt(-33.9, 151.2, 'AU')).toEqual(['SYD', 'MEL', 'BNE']);
    expect(codesAt(49.6, 6.1, 'LU')).toEqual(['BRU', 'FRA', 'PAR']);
    expect(codesAt(47, 15.4, 'AT')).toEqual(['VIE', 'ZAG', 'BUD']);
    expect(codesAt(17.97, 102.6, 'LA')).toHaveLength(3);
  });

  it('refuses a link to a hub that does not exist', () => {
    const stray = { a: 'SIN', b: 'XXX', km: 100, kind: 'submarine' as const, cable: '' };
    expect(() => new FibreGraph({ hubs: hubs(), links: [stray] })).toThrow(
      'link SIN-XXX names a hub that does not exist',
    );
  });
});

function attachTo(code: string) {
  return { hub: Int32Array.of(at(code)), tailKm: Float64Array.of(0) };
}
