// Cold starts by traffic of a site, and what reaches the origin over time.
import { formatCount, formatFigure, formatMs, formatShare } from '../format.ts';
import type { ArmResult, RunResult } from '../result.ts';
import { plainText } from '../text.ts';
import { curves } from './charts/curves.ts';
import { scatter } from './charts/scatter.ts';
import { seriesChart } from './charts/series.ts';
import { armClass } from './colors.ts';
import { figure, htmlTable, legend } from './table.ts';

/** Cold starts; empty when no arm had any. */
export function coldSection(result: RunResult): string {
  const arms = result.arms.filter((arm) => (arm.summary['cold.count'] ?? 0) > 0);
  if (arms.length === 0) return '';
  return [
    '<section id="cold"><h2>Cold starts</h2>',
    `<p class="lead">${arms.map((arm) => coldSentence(arm)).join(' ')}</p>`,
    `<div class="grid">${coldByTraffic(result, arms)}${coldWait(result, arms)}</div></section>`,
  ].join('');
}

function coldSentence(arm: ArmResult): string {
  const { summary } = arm;
  return `In ${plainText(arm.name, 24).replace(/[<>&]/g, '')}, ${formatCount(summary['cold.count'])} handler runs (${formatShare(summary['cold.rate'])}) found no running isolate; the start made their requests wait ${formatMs(summary['coldStart.p50'])} at the median and ${formatMs(summary['coldStart.max'])} at most.`;
}

/** Which colour is which arm, where there is more than one. */
function armLegend(result: RunResult, arms: readonly ArmResult[], extra = ''): { legend?: string } {
  if (arms.length < 2) return {};
  const entries = arms.map((arm) => ({
    className: `${armClass(result, arm)} ${extra}`.trim(),
    text: plainText(arm.name, 24),
  }));
  return { legend: legend(entries) };
}

function coldByTraffic(result: RunResult, arms: readonly ArmResult[]): string {
  const sets = arms.map((arm) => ({
    className: `s-site ${armClass(result, arm)}`,
    points: arm.pops
      .filter((pop) => pop.requests > 0)
      .map((pop) => ({ x: pop.requests, y: (100 * pop.coldStarts) / pop.requests })),
  }));
  const bands = [1, 10, 100, 1000, 10_000, 100_000];
  const rows = arms.flatMap((arm) =>
    bands.flatMap((from, i) => {
      const to = bands[i + 1] ?? Number.POSITIVE_INFINITY;
      const sites = arm.pops.filter((pop) => pop.requests >= from && pop.requests < to);
      const requests = sites.reduce((sum, pop) => sum + pop.requests, 0);
      const cold = sites.reduce((sum, pop) => sum + pop.coldStarts, 0);
      const range = Number.isFinite(to)
        ? `${formatCount(from)} to ${formatCount(to - 1)}`
        : `${formatCount(from)} or more`;
      return requests === 0
        ? []
        : [
            [
              `${plainText(arm.name, 24)}: ${range} requests`,
              formatCount(sites.length),
              formatCount(requests),
              formatCount(cold),
              formatShare(cold / requests),
            ],
          ];
    }),
  );
  return figure({
    title: 'Cold starts by traffic of the site',
    note: 'Each dot is a PoP: share of its requests that started cold, against its requests over all seeds.',
    ...armLegend(result, arms, 'sw'),
    drawing: scatter(sets, {
      label: 'Share of cold requests of each site against its traffic',
      x: { title: 'requests of the site', log: true },
      y: { title: 'cold starts, % of requests', log: false },
    }),
    table: htmlTable({
      caption: 'Cold starts by traffic of the site',
      columns: [
        { title: 'sites with' },
        ...['sites', 'requests', 'cold', 'rate'].map((title) => ({ title, numeric: true })),
      ],
      rows,
    }),
  });
}

function coldWait(result: RunResult, arms: readonly ArmResult[]): string {
  const parts = ['mean', 'p50', 'p75', 'p95', 'p99', 'max'];
  const all = arms.flatMap((arm) => {
    const histogram = arm.histograms['coldStart']?.['all'];
    return histogram === undefined ? [] : [{ name: arm.name, className: armClass(result, arm), histogram }];
  });
  return figure({
    title: 'How long a cold start makes a request wait',
    note: 'Time that hides behind the handshake is not counted: only what the request waited.',
    ...armLegend(result, arms),
    drawing: curves(all, {
      label: 'Cumulative share of cold starts by the wait they caused',
      unit: 'ms',
      mark: { ms: 5, text: '5 ms' },
    }),
    table: htmlTable({
      caption: 'Wait for cold starts',
      columns: [{ title: 'arm' }, ...parts.map((title) => ({ title, numeric: true }))],
      rows: arms.map((arm) => [
        plainText(arm.name, 24),
        ...parts.map((part) => formatMs(arm.summary[`coldStart.${part}`])),
      ]),
    }),
  });
}

/** What reaches the origin. */
export function originSection(result: RunResult): string {
  const seeds = Math.max(1, result.seeds.length);
  const charts = [
    {
      column: 'originRequests',
      title: 'Requests that reach the origin',
      unit: 'a second',
      per: 1,
      format: (value: number) => value.toLocaleString('en', { maximumFractionDigits: 1 }),
    },
    {
      column: 'originEgressBytes',
      title: 'Bytes that leave the origin',
      unit: 'kB a second',
      per: 1000,
      format: (value: number) => value.toLocaleString('en', { maximumFractionDigits: 1 }),
    },
  ].map((chart) => {
    const lines = result.arms.flatMap((arm) => {
      const values = arm.series.columns[chart.column];
      const scale = (arm.series.stepMs / 1000) * seeds * chart.per;
      return values === undefined
        ? []
        : [
            {
              name: plainText(arm.name, 24),
              className: armClass(result, arm),
              values: values.map((value) => value / scale),
            },
          ];
    });
    return overTime(result, { ...chart, lines });
  });
  return [
    '<section id="origin"><h2>What the origin carries</h2>',
    '<p class="lead">Requests and store operations that reach the origin region, and the bytes it sends, over simulated time; means over seeds.</p>',
    legend(result.arms.map((arm) => ({ className: armClass(result, arm), text: plainText(arm.name, 24) }))),
    `<div class="grid three">${charts.join('')}${offload(result)}${meanTtfb(result)}<div class="wide">${originTable(result)}</div></div></section>`,
  ].join('');
}

interface TimeChart {
  readonly title: string;
  readonly unit: string;
  readonly format: (value: number) => string;
  readonly lines: readonly {
    readonly name: string;
    readonly className: string;
    readonly values: readonly number[];
  }[];
}

function overTime(result: RunResult, chart: TimeChart): string {
  const stepMs = result.arms[0]?.series.stepMs ?? 1000;
  const steps = Math.max(0, ...chart.lines.map((line) => line.values.length));
  if (steps === 0) return '';
  // The table behind it needs no more than ten rows to tell the same.
  const every = Math.max(1, Math.ceil(steps / 10));
  const rows = Array.from({ length: Math.ceil(steps / every) }, (_, i) => [
    `${((i * every * stepMs) / 1000).toLocaleString('en')} s`,
    ...chart.lines.map((line) => chart.format(line.values[i * every] ?? 0)),
  ]);
  return figure({
    title: chart.title,
    drawing: seriesChart(chart.lines, {
      label: `${chart.title}, ${chart.unit}, over simulated time`,
      stepMs,
      format: chart.format,
      title: chart.unit,
    }),
    table: htmlTable({
      caption: `${chart.title}, ${chart.unit}`,
      columns: [{ title: 'time' }, ...chart.lines.map((line) => ({ title: line.name, numeric: true }))],
      rows,
    }),
  });
}

/** Nothing for results from before this was counted. */
function offload(result: RunResult): string {
  return overTime(result, {
    title: 'Requests that never reach the origin',
    unit: '% of requests',
    lines: perRequest(result, { column: 'offloaded', per: 0.01 }),
    format: (value) => value.toLocaleString('en', { maximumFractionDigits: 0 }),
  });
}

/** A total of each step over its requests. */
function perRequest(result: RunResult, options: { column: string; per: number }): TimeChart['lines'] {
  return result.arms.flatMap((arm) => {
    const sums = arm.series.columns[options.column];
    const requests = arm.series.columns['requests'];
    if (sums === undefined || requests === undefined) return [];
    const values = sums.map((sum, i) => sum / options.per / Math.max(1, requests[i] ?? 0));
    return [{ name: plainText(arm.name, 24), className: armClass(result, arm), values }];
  });
}

function meanTtfb(result: RunResult): string {
  return overTime(result, {
    title: 'Mean time to first byte',
    unit: 'ms',
    lines: perRequest(result, { column: 'ttfbSumUs', per: 1000 }),
    format: (value) => Math.round(value).toLocaleString('en'),
  });
}

function originTable(result: RunResult): string {
  const table = htmlTable({
    caption: 'What reaches the origin, by arm',
    columns: [
      { title: 'arm' },
      ...['origin requests', 'egress', 'bytes a request', 'never reached it', 'PoP cache hits'].map(
        (title) => ({ title, numeric: true }),
      ),
    ],
    rows: result.arms.map(({ name, summary }) => [
      plainText(name, 24),
      formatCount(summary['origin.requests']),
      formatFigure(summary['origin.egressBytes'], 'bytes'),
      formatFigure((summary['origin.egressBytes'] ?? 0) / Math.max(1, summary['requests'] ?? 1), 'bytes'),
      formatShare(summary['offload']),
      formatShare(summary['cache.hitRatio']),
    ]),
  });
  return table;
}
