// World maps for terminals in braille: the more dots, the longer a country waits; colour says the same once more.
import { TTFB_EDGES_MS, armsInOrder, ttfbStep } from './html/colors.ts';
import { mapDots } from './terminal-land.ts';
import type { MapGrid } from './terminal-land.ts';
import { countriesOf, sliceQuantile } from './figures.ts';
import type { ArmResult, RunResult } from './result.ts';
import type { Painter, Style } from './terminal-layout.ts';
import { widthOf } from './terminal-layout.ts';
import { plainText } from './text.ts';

const GAP = 2;
/** A map of its own grows no wider: it would not fit a screen of 24 rows. */
const WIDEST = 80;
const BRAILLE = 0x28_00;
/** Bit of each dot of a braille cell by row and column (Unicode, block Braille Patterns). */
const BITS: readonly number[] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80];
/** In which order the dots of a cell appear as the wait grows: spread out, so that every step looks even. */
const ORDER: readonly number[] = [0, 5, 3, 6, 4, 1, 7, 2];
const ORIGIN = '◆';
const TOO_FEW = '·';

/** Lines of maps, two beside each other, with one legend for all; every arm is drawn on the same scale. */
export function mapLines(result: RunResult, options: { columns: number; paint: Painter }): string[] {
  const { columns, paint } = options;
  const arms = armsInOrder(result).slice(0, 4);
  const width = Math.floor((columns - 2 - GAP) / 2);
  const grid = mapDots(width);
  const lines: string[] = [];
  for (let i = 0; i < arms.length; i += 2) {
    const maps = arms.slice(i, i + 2).map((arm) => armMap(result, arm, { grid, width, paint }));
    const height = Math.max(...maps.map((map) => map.length));
    for (let row = 0; row < height; row++)
      lines.push(`  ${maps.map((map) => map[row] ?? '').join(' '.repeat(GAP))}`.trimEnd());
  }
  return [...lines, ...legend(paint)];
}

function armMap(
  result: RunResult,
  arm: ArmResult,
  { grid, width, paint }: { grid: MapGrid; width: number; paint: Painter },
): string[] {
  const steps = new Map(
    countriesOf(result).map(({ code, slice }) => {
      const p75Ms = sliceQuantile(arm, { metric: 'ttfb', slice, q: 0.75 });
      return [code, p75Ms === null ? null : ttfbStep(p75Ms)];
    }),
  );
  const home = grid.cellOf(arm.region);
  const rows = Array.from({ length: grid.rows }, (_row, row) =>
    Array.from({ length: width }, (_column, column) =>
      home.row === row && home.column === column
        ? paint(ORIGIN, 'strong')
        : cell(grid.at(row, column), steps, paint),
    ).join(''),
  );
  const name = plainText(arm.name, width);
  return [paint(name, 'strong') + ' '.repeat(Math.max(0, width - widthOf(name))), ...rows];
}

/** A place on a map with the one character that stands for it. */
export interface Mark {
  readonly sign: string;
  readonly lat: number;
  readonly lon: number;
}

/** Lines of one map of the land with marks on it; where two fall on one character, the first is seen. */
export function markedMapLines(
  marks: readonly Mark[],
  options: { columns: number; paint: Painter },
): string[] {
  const { paint } = options;
  const width = Math.min(options.columns, WIDEST) - 2;
  const grid = mapDots(width);
  const signs = new Map<string, string>();
  for (const mark of marks.toReversed()) {
    const { row, column } = grid.cellOf(mark);
    signs.set(`${row} ${column}`, mark.sign);
  }
  const rows = Array.from({ length: grid.rows }, (_row, row) =>
    Array.from({ length: width }, (_column, column) => {
      const sign = signs.get(`${row} ${column}`);
      if (sign !== undefined) return paint(sign, 'strong');
      const bits = grid
        .at(row, column)
        .reduce((all, code, dot) => (code === null ? all : all + (BITS[dot] ?? 0)), 0);
      return bits === 0 ? ' ' : paint(String.fromCodePoint(BRAILLE + bits), 'quiet');
    }).join(''),
  );
  return rows.map((line) => `  ${line}`.trimEnd());
}

/** One character: each of its eight dots lies in the sea (null) or in a country; the commonest country gives the colour. */
function cell(
  dots: readonly (string | null)[],
  steps: ReadonlyMap<string, number | null>,
  paint: Painter,
): string {
  const land = dots.filter((code) => code !== null);
  if (land.length === 0) return ' ';
  const known = land.flatMap((code) => steps.get(code) ?? []);
  if (known.length === 0) return land.length < 4 ? ' ' : paint(TOO_FEW, 'quiet');
  const step = commonest(known);
  const bits = dots.reduce((all, code, dot) => {
    const own = code === null ? undefined : (steps.get(code) ?? undefined);
    return own !== undefined && ORDER.indexOf(dot) <= own ? all + (BITS[dot] ?? 0) : all;
  }, 0);
  // A coast whose few dots all come late would vanish.
  const shown = bits === 0 ? (BITS[dots.findIndex((code) => code !== null)] ?? 0) : bits;
  return paint(String.fromCodePoint(BRAILLE + shown), styleOf(step));
}

function commonest(steps: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const step of steps) counts.set(step, (counts.get(step) ?? 0) + 1);
  const [first = [0, 0]] = [...counts].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]);
  return first[0];
}

/** Blue up to 100 ms, plain up to 300 ms, yellow beyond: told apart by every kind of colour vision. */
function styleOf(step: number): Style {
  if (step < 2) return 'gain';
  return step < 5 ? 'plain' : 'loss';
}

function legend(paint: Painter): string[] {
  const texts = [...TTFB_EDGES_MS.map((ms) => `${ms}`), 'more'];
  const marks = texts.map((text, step) => {
    const bits = ORDER.slice(0, step + 1).reduce((all, dot) => all + (BITS[dot] ?? 0), 0);
    return `${paint(String.fromCodePoint(BRAILLE + bits), styleOf(step))} ${text}`;
  });
  return [
    `  ${paint('p75, ms up to', 'quiet')} ${marks.join('  ')}`,
    paint(`  ${ORIGIN} origin   ${TOO_FEW} too few requests   the same scale on every map`, 'quiet'),
  ];
}
