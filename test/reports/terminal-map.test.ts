// The maps of the terminal report: the world is where it belongs, more dots mean a longer wait, and one scale serves all arms.
import { describe, expect, it } from 'vitest';
import { painter } from '../../reports/terminal-layout.ts';
import { mapDots } from '../../reports/terminal-land.ts';
import { mapLines } from '../../reports/terminal-map.ts';
import { showsUnicode } from '../../sim/cli/terminal.ts';
import { syntheticResult } from './synthetic.ts';

const options = { columns: 80, paint: painter(false) };

describe('the grid of a map', () => {
  const grid = mapDots(58);
  const countriesAt = (lat: number, lon: number): ReadonlySet<string | null> => {
    const { row, column } = grid.cellOf({ lat, lon });
    return new Set(grid.at(row, column));
  };

  it.each([
    ['BR', -10, -52],
    ['AU', -25, 134],
    ['RU', 62, 100],
    ['RU', 67, -175],
    ['CA', 60, -110],
    ['IN', 22, 79],
  ])('has %s at %d, %d', (code, lat, lon) => {
    expect(countriesAt(lat, lon)).toContain(code);
  });

  it.each([
    ['the Pacific', 0, -140],
    ['the Atlantic', 30, -40],
    ['the sea north of Europe', 72, 5],
    ['the Indian Ocean', -30, 80],
  ])('has no land in %s', (_sea, lat, lon) => {
    expect([...countriesAt(lat, lon)]).toEqual([null]);
  });
});

describe('the maps', () => {
  const inkOf = (lines: readonly string[]): number =>
    Array.from(lines.join(''))
      .map((char) => (char.codePointAt(0) ?? 0) - 0x2800)
      .filter((bits) => bits > 0 && bits < 256)
      .reduce((sum, bits) => sum + bits.toString(2).replaceAll('0', '').length, 0);

  it('have more dots where countries wait longer', () => {
    const slower = syntheticResult();
    for (const arm of slower.arms)
      for (const histogram of Object.values(arm.histograms['ttfb'] ?? {}))
        histogram.buckets = histogram.buckets.map((bucket) => bucket + 256);
    expect(inkOf(mapLines(slower, options))).toBeGreaterThan(
      inkOf(mapLines(syntheticResult(), options)) * 1.2,
    );
  });

  it('mark countries with too few requests, and say so', () => {
    const lines = mapLines(syntheticResult(100), options);
    expect(lines.slice(0, -2).join('')).toContain('·');
    expect(lines.at(-1)).toContain('· too few requests');
  });

  it('show every arm with its origin', () => {
    const text = mapLines(syntheticResult(), options).slice(0, -2).join('\n');
    for (const name of ['origin', 'cdn', 'edge']) expect(text).toContain(name);
    expect(text.match(/◆/g)).toHaveLength(3);
  });
});

describe('a terminal shows maps', () => {
  it.each([
    [{ LANG: 'en_GB.UTF-8' }, true],
    [{ LANG: 'C.utf8' }, true],
    [{ WT_SESSION: '1' }, true],
    [{ LANG: 'C' }, false],
    [{ LC_ALL: 'C', LANG: 'en_GB.UTF-8' }, false],
    [{ LANG: 'en_GB.UTF-8', TERM: 'linux' }, false],
    [{ LANG: 'en_GB.UTF-8', TERM: 'dumb' }, false],
    [{}, false],
  ])('with %j: %s', (env, shown) => {
    expect(showsUnicode(env)).toBe(shown);
  });
});
