// A sweep as text: a table for terminals, and CSV for spreadsheets and data frames.
import { csvLine } from './csv.ts';
import { ABSENT, formatDifference, formatFigure } from './format.ts';
import type { SweepMetric, SweepPoint, SweepResult } from './sweep-result.ts';
import { painter, paragraph, table } from './terminal-layout.ts';
import type { Cell } from './terminal-layout.ts';
import { plainText } from './text.ts';

/** A figure with half of its interval: `41 ± 2 ms`; a plain figure where there is no interval. */
export function sweepFigure(point: SweepPoint, index: number, metric: SweepMetric): string {
  const figure = point.figures[index];
  if (figure === undefined || figure.value === null) return ABSENT;
  if (figure.low === null || figure.high === null) return formatFigure(figure.value, metric.unit);
  const half = (figure.high - figure.low) / 2;
  // A sign belongs to differences; what is swept mostly is none.
  const text = formatDifference(figure, metric.unit).replace(/^\+/, '');
  return half === 0 ? formatFigure(figure.value, metric.unit) : text.replace(/pt$/, '%');
}

/** The points one under the other, a column for each metric; tables that are too wide are cut into several. */
export function renderSweep(sweep: SweepResult, options: { columns: number; color: boolean }): string {
  const paint = painter(options.color);
  const { columns } = options;
  const rows = sweep.points.map((point) =>
    point.values
      .map((value, i) => `${plainText(sweep.axes[i]?.path ?? '', 24)}=${plainText(value, 20)}`)
      .join(', '),
  );
  const shown = sweep.metrics.map((metric, index) => [
    plainText(metric.text, 36),
    ...sweep.points.map((point) => sweepFigure(point, index, metric)),
  ]);
  const labels = ['', ...rows];
  const lines: string[] = [];
  for (const group of groupsWithin(shown, columns - Math.max(...labels.map((one) => one.length)) - 4)) {
    const cells = labels.map((label, row): Cell[] => [
      { text: label },
      ...group.map((column): Cell => ({ text: column[row] ?? '', style: row === 0 ? 'strong' : 'plain' })),
    ]);
    lines.push(...table(cells, { columns, paint }), '');
  }
  const ground = `${sweep.seeds.length} seeds at each point; ± is a 95 % interval over seeds.`;
  return [
    ...paragraph(paint(plainText(sweep.scenario.title, 160), 'strong'), { columns, first: '' }),
    '',
    ...sweep.warnings.flatMap((text) => paragraph(plainText(text, 300), { columns, first: '! ' })),
    ...(sweep.warnings.length > 0 ? [''] : []),
    ...lines,
    ...paragraph(ground, { columns, first: '  ' }),
    '',
  ].join('\n');
}

/** Columns that fit beside each other; at least one in each group. */
function groupsWithin(columns: readonly string[][], width: number): string[][][] {
  const groups: string[][][] = [];
  let used = Infinity;
  for (const column of columns) {
    const needed = Math.max(...column.map((cell) => cell.length)) + 2;
    if (used + needed > width) {
      groups.push([]);
      used = 0;
    }
    groups.at(-1)?.push(column);
    used += needed;
  }
  return groups;
}

/** One figure a line: a column for each swept field, then metric, arm, value with its interval, unit, requests and plan. */
export function renderSweepCsv(sweep: SweepResult): string {
  const fields = ['metric', 'arm', 'value', 'low', 'high', 'unit', 'requestsPerArm', 'planDigest'];
  const rows = sweep.points.flatMap((point) =>
    sweep.metrics.map(({ metric, arm, unit }, index) => {
      const figure = point.figures[index] ?? { value: null, low: null, high: null };
      return [
        ...point.values,
        metric,
        arm,
        figure.value ?? '',
        figure.low ?? '',
        figure.high ?? '',
        unit,
        point.requestsPerArm,
        point.planDigest,
      ];
    }),
  );
  return [[...sweep.axes.map(({ path }) => path), ...fields], ...rows].map(csvLine).join('');
}
