// How long users wait and on what: distribution curves of TTFB, and the phases it consists of.
import { QUANTILES, phasesAt, sliceCount, sliceQuantile } from '../figures.ts';
import { ABSENT, formatCount, formatFigure, formatMs } from '../format.ts';
import type { ArmResult, RunResult } from '../result.ts';
import { plainText } from '../text.ts';
import { curves } from './charts/curves.ts';
import type { Curve } from './charts/curves.ts';
import { PHASE_ORDER, phaseBars, totalOf } from './charts/phases.ts';
import { armClass } from './colors.ts';
import { figure, htmlTable, legend } from './table.ts';

const PARTS = ['mean', 'p50', 'p75', 'p95', 'p99', 'max'] as const;

/** Distribution of TTFB, and its phases. */
export function latencySection(result: RunResult): string {
  return [
    '<section id="latency"><h2>How long they wait, and for what</h2>',
    '<p class="lead">A curve further left is faster; where it is steep, many users share the same wait.</p>',
    `<div class="grid">${distribution(result)}${connections(result)}</div></section>`,
    '<section id="phases"><h2>Where the time goes</h2>',
    '<p class="lead">The mean composition of the requests around each percentile, up to the first byte.</p>',
    `${phases(result)}</section>`,
  ].join('');
}

function curveOf(
  result: RunResult,
  arm: ArmResult,
  options: { slice: string; extra?: string },
): Curve | null {
  const histogram = arm.histograms['ttfb']?.[options.slice];
  if (histogram === undefined) return null;
  return { name: arm.name, className: `${armClass(result, arm)} ${options.extra ?? ''}`.trim(), histogram };
}

function distribution(result: RunResult): string {
  const all = result.arms.flatMap((arm) => curveOf(result, arm, { slice: 'all' }) ?? []);
  return figure({
    title: 'Share of requests with a first byte within a time',
    legend: legend(
      result.arms.map((arm) => ({
        className: armClass(result, arm),
        text: `${plainText(arm.name, 24)} · p50 ${formatMs(arm.summary['ttfb.p50'])}, p95 ${formatMs(arm.summary['ttfb.p95'])}`,
      })),
    ),
    drawing: curves(all, {
      label: 'Cumulative share of requests by time to first byte, one curve for each arm',
      unit: 'ms',
      mark: { ms: 50, text: '50 ms' },
      className: 'ttfb-curves',
    }),
    table: htmlTable({
      caption: 'Time to first byte by arm',
      columns: [
        { title: 'arm' },
        ...PARTS.map((title) => ({ title, numeric: true })),
        { title: 'within 50 ms', numeric: true },
      ],
      rows: result.arms.map((arm) => [
        plainText(arm.name, 24),
        ...PARTS.map((part) => formatMs(arm.summary[`ttfb.${part}`])),
        formatFigure(arm.summary['ttfb.under50ms'], 'ratio'),
      ]),
    }),
  });
}

const CONNECTIONS = [
  { slice: 'connection:new', title: 'new connection', extra: '' },
  { slice: 'connection:reused', title: 'reused connection', extra: 'dot2' },
] as const;

function connections(result: RunResult): string {
  const all = result.arms.flatMap((arm) =>
    CONNECTIONS.flatMap(
      ({ slice, extra }) => curveOf(result, arm, { slice, extra: extra === '' ? 'solid' : extra }) ?? [],
    ),
  );
  if (all.length === 0) return '';
  const rows = result.arms.flatMap((arm) =>
    CONNECTIONS.map(({ slice, title }) => [
      `${plainText(arm.name, 24)}, ${title}`,
      formatCount(sliceCount(arm, 'ttfb', slice)),
      ...QUANTILES.map(({ q }) => formatMs(sliceQuantile(arm, { metric: 'ttfb', slice, q }))),
    ]),
  );
  return figure({
    title: 'New and reused connections',
    note: 'A new connection pays for handshakes with round trips. Whole lines: new; dotted: reused.',
    legend: legend(
      result.arms.map((arm) => ({
        className: `${armClass(result, arm)} plain`,
        text: plainText(arm.name, 24),
      })),
    ),
    drawing: curves(all, {
      label: 'Cumulative share of requests by time to first byte, new and reused connections apart',
      unit: 'ms',
      mark: { ms: 50, text: '50 ms' },
      className: 'connection-curves',
    }),
    table: htmlTable({
      caption: 'Time to first byte on new and reused connections',
      columns: [
        { title: 'arm' },
        { title: 'requests', numeric: true },
        ...QUANTILES.map(({ name }) => ({ title: name, numeric: true })),
      ],
      rows,
    }),
  });
}

function phases(result: RunResult): string {
  const groups = QUANTILES.map(({ name, q }) => ({
    name,
    bars: result.arms.flatMap((arm) => {
      const found = phasesAt(arm, q);
      return found === null ? [] : [{ arm: plainText(arm.name, 24), phases: found }];
    }),
  })).filter((group) => group.bars.length > 0);
  const present = PHASE_ORDER.filter(({ kind }) =>
    groups.some((group) => group.bars.some((bar) => (bar.phases[kind] ?? 0) > 0)),
  );
  const half = Math.ceil(groups.length / 2);
  const table = htmlTable({
    caption: 'Milliseconds by phase around each percentile',
    columns: [
      { title: 'percentile, arm' },
      ...present.map(({ title }) => ({ title, numeric: true })),
      { title: 'sum', numeric: true },
    ],
    rows: groups.flatMap((group) =>
      group.bars.map((bar) => [
        `${group.name}, ${bar.arm}`,
        ...present.map(({ kind }) =>
          (bar.phases[kind] ?? 0) === 0 ? ABSENT : (bar.phases[kind] ?? 0).toFixed(1),
        ),
        totalOf(bar).toFixed(1),
      ]),
    ),
  });
  if (groups.length === 0) return '<p>Too few requests to show phases.</p>';
  return figure({
    title: 'Phases before the first byte',
    legend: legend(present.map(({ kind, title }) => ({ className: `ph-${kind}`, text: title }))),
    drawing: `<div class="grid">${phaseBars(groups.slice(0, half))}${phaseBars(groups.slice(half))}</div>`,
    table,
  });
}
