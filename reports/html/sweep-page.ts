// A sweep as one self-contained page without script: a chart of each metric over the swept field, with its table, in the style of the reports.
import { formatFigure } from '../format.ts';
import { sweepFigure } from '../sweep-text.ts';
import type { SweepMetric, SweepPoint, SweepResult } from '../sweep-result.ts';
import { escapeHtml, plainText } from '../text.ts';
import { gridLines } from './charts/grid-lines.ts';
import { pageStyle } from './style.ts';
import { figure, htmlTable, legend } from './table.ts';

/** Colours that differ for every kind of colour vision; more lines than these share them. */
const CLASSES = ['a1', 'a2', 'a0', 'a3', 'a4', 'a5'] as const;

/** The sweep as one HTML file. */
export function renderSweepHtml(sweep: SweepResult): string {
  const title = escapeHtml(sweep.scenario.title, 160);
  const paths = sweep.axes.map(({ path }) => plainText(path, 40)).join(' and ');
  const warnings = sweep.warnings.map((text) => `<p class="warning">${escapeHtml(text, 300)}</p>`);
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(sweep.scenario.title, 100)} · sweep</title>`,
    '<link rel="icon" href="data:,">',
    `<style>${pageStyle()}</style></head><body>`,
    `<header><p class="eyebrow">Sweep over ${escapeHtml(paths)}</p><h1>${title}</h1>`,
    `<p class="price">${escapeHtml(sweep.scenario.question, 300)}</p>${warnings.join('')}</header>`,
    `<main>${sectionsOf(sweep).join('\n')}${allPoints(sweep)}</main>`,
    `<footer><p>${sweep.seeds.length} seeds at each point; bars are 95 % intervals over seeds. Engine ${escapeHtml(sweep.engineDigest.slice(0, 12))}.</p></footer></body></html>\n`,
  ].join('\n');
}

/** Metrics of the same name are drawn together when one field is swept; with two, each arm has a chart with a line for each value of the second. */
function sectionsOf(sweep: SweepResult): string[] {
  const names = [...new Set(sweep.metrics.map(({ metric }) => metric))];
  return names.map((name, i) => {
    const metrics = sweep.metrics.filter(({ metric }) => metric === name);
    const second = sweep.axes[1];
    const charts =
      second === undefined
        ? [
            chart(sweep, {
              title: name,
              lines: metrics.map((metric) => ({ metric, text: metric.arm, other: null })),
            }),
          ]
        : metrics.map((metric) =>
            chart(sweep, {
              title: metric.text,
              lines: second.values.map(({ text }) => ({
                metric,
                text: `${second.path}=${text}`,
                other: text,
              })),
            }),
          );
    const head = `<h2>${escapeHtml(name, 120)}</h2><p class="lead">${escapeHtml(metrics[0]?.meaning ?? '', 300)}</p>`;
    return `<section id="m${i + 1}">${head}<div class="grid">${charts.join('')}</div></section>`;
  });
}

interface Line {
  readonly metric: SweepMetric;
  readonly text: string;
  /** Value of the second field, null when only one is swept. */
  readonly other: string | null;
}

function chart(sweep: SweepResult, at: { readonly title: string; readonly lines: readonly Line[] }): string {
  const [axis] = sweep.axes;
  if (axis === undefined) return '';
  const unit = at.lines[0]?.metric.unit ?? '';
  const pointFor = (value: string, other: string | null): SweepPoint | undefined =>
    sweep.points.find(({ values }) => values[0] === value && (other === null || values[1] === other));
  const lines = at.lines.map((line, i) => ({
    ...line,
    index: sweep.metrics.indexOf(line.metric),
    className: CLASSES[i % CLASSES.length] ?? 'a1',
  }));
  const label = `${at.title} over ${axis.path}`;
  const drawing = gridLines(
    lines.map(({ className, index, other }) => ({
      className,
      values: axis.values.map(({ text }) => pointFor(text, other)?.figures[index] ?? null),
    })),
    {
      label,
      title: plainText(axis.path, 40),
      values: axis.values.map(({ text, number }) => ({ text: plainText(text, 14), number })),
      format: (value) => formatFigure(value, unit),
      unit: '',
    },
  );
  const table = htmlTable({
    caption: label,
    columns: [
      { title: plainText(axis.path, 40) },
      ...lines.map(({ text }) => ({ title: text, numeric: true })),
    ],
    rows: axis.values.map(({ text }) => [
      text,
      ...lines.map(({ index, metric, other }) => {
        const point = pointFor(text, other);
        return point === undefined ? '' : sweepFigure(point, index, metric);
      }),
    ]),
  });
  const named = lines.filter(({ text }) => text !== '');
  return figure({
    title: at.title,
    drawing,
    table,
    ...(named.length > 0 && { legend: legend(named.map(({ className, text }) => ({ className, text }))) }),
  });
}

function allPoints(sweep: SweepResult): string {
  const table = htmlTable({
    caption: 'All points',
    columns: [
      ...sweep.axes.map(({ path }) => ({ title: plainText(path, 40) })),
      ...sweep.metrics.map(({ text }) => ({ title: text, numeric: true })),
      { title: 'requests per arm', numeric: true },
      { title: 'plan' },
    ],
    rows: sweep.points.map((point) => [
      ...point.values,
      ...sweep.metrics.map((metric, index) => sweepFigure(point, index, metric)),
      formatFigure(point.requestsPerArm, 'count'),
      point.planDigest.slice(0, 12),
    ]),
  });
  return `<section id="points"><h2>All points</h2>${table}</section>`;
}
