// The details: the slowest journeys as waterfalls, and tables of continents, countries and PoPs.
import {
  baselineOf,
  continentName,
  continentsOf,
  countriesOf,
  countryName,
  histogramQuantile,
  pairFor,
  sliceQuantile,
  subjectOf,
} from '../figures.ts';
import { ABSENT, formatCount, formatDifference } from '../format.ts';
import type { ArmResult, RunResult } from '../result.ts';
import { escapeHtml, plainText } from '../text.ts';
import { PHASE_ORDER } from './charts/phases.ts';
import { describe, waterfall } from './charts/waterfall.ts';
import { armsInOrder } from './colors.ts';
import { figure, htmlTable, legend } from './table.ts';

/** The slowest ten journeys of each arm; the subject's first. */
export function journeysSection(result: RunResult): string {
  const subject = subjectOf(result);
  const arms = [subject, ...armsInOrder(result).filter((arm) => arm !== subject)].filter(
    (arm) => arm.journeys.slowest.length > 0,
  );
  if (arms.length === 0) return '';
  const kinds = new Set(
    arms.flatMap((arm) => arm.journeys.slowest.flatMap((one) => one.phases.map((phase) => phase.kind))),
  );
  const present = PHASE_ORDER.filter(({ kind }) => kinds.has(kind));
  return [
    '<section id="slowest"><h2>The slowest ten</h2>',
    '<p class="lead">What the tail is made of: the slowest requests of each arm, phase by phase. The dark tick is the first byte.</p>',
    legend(present.map(({ kind, title }) => ({ className: `ph-${kind}`, text: title }))),
    `<div class="grid">${arms.map((arm) => slowest(arm)).join('')}</div></section>`,
  ].join('');
}

function slowest(arm: ArmResult): string {
  const journeys = arm.journeys.slowest.slice(0, 10);
  const name = plainText(arm.name, 24);
  return figure({
    title: name,
    drawing: waterfall(journeys, { label: `Phases of the ten slowest requests of ${name}` }),
    table: htmlTable({
      caption: `The ten slowest requests of ${name}`,
      columns: [{ title: 'request' }, { title: 'first byte, ms', numeric: true }, { title: 'phases, ms' }],
      rows: journeys.map((one) => [
        describe(one),
        formatCount(one.ttfbMs),
        one.phases.map((phase) => `${phase.kind} ${(phase.endMs - phase.startMs).toFixed(1)}`).join(', '),
      ]),
      limit: 300,
    }),
  });
}

interface AreaRow {
  readonly name: string;
  readonly slice: string;
  readonly requests: number;
}

function areaTable(
  result: RunResult,
  options: { caption: string; first: string; kind: 'short' | 'long'; rows: readonly AreaRow[] },
): string {
  const baseline = baselineOf(result);
  const subject = subjectOf(result);
  const quantiles = [
    { name: 'p50', q: 0.5 },
    { name: 'p75', q: 0.75 },
    { name: 'p95', q: 0.95 },
  ];
  const shown = options.kind === 'long' ? quantiles.slice(1) : quantiles;
  const of = (arm: ArmResult, slice: string, q: number): number | null =>
    sliceQuantile(arm, { metric: 'ttfb', slice, q });
  const rows = options.rows.map((row) => {
    const ours = of(subject, row.slice, 0.75);
    const theirs = of(baseline, row.slice, 0.75);
    const change = ours === null || theirs === null ? null : ours - theirs;
    return [
      plainText(row.name, 48),
      formatCount(row.requests),
      ...shown.flatMap(({ q }) => result.arms.map((arm) => formatCount(of(arm, row.slice, q)))),
      ...(subject === baseline ? [] : [changeText(result, row, change)]),
    ];
  });
  const columns = [
    { title: options.first },
    { title: 'requests', numeric: true },
    ...shown.flatMap(({ name }) =>
      result.arms.map((arm) => ({ title: `${plainText(arm.name, 16)} ${name}`, numeric: true })),
    ),
    ...(subject === baseline ? [] : [{ title: 'p75 change', numeric: true }]),
  ];
  return htmlTable({ caption: options.caption, columns, rows, kind: options.kind });
}

/** The change at p75: with its interval where the pairs hold one. */
function changeText(result: RunResult, row: AreaRow, change: number | null): string {
  const pair = pairFor(result, { arm: subjectOf(result).name, metric: 'ttfb', slice: row.slice });
  const known = pair?.quantileDifference['p75'];
  return known === undefined ? signed(change) : formatDifference(known, 'ms').replace(/\u00a0ms$/, '');
}

function signed(value: number | null): string {
  if (value === null) return ABSENT;
  return value > 0.5 ? `+${formatCount(value)}` : formatCount(value);
}

/** Whose change the tables show. */
function changeNote(result: RunResult): string {
  const [subject, baseline] = [subjectOf(result), baselineOf(result)];
  if (subject === baseline) return '';
  return `; the change is the p75 of ${escapeHtml(subject.name, 24)} against ${escapeHtml(baseline.name, 24)}`;
}

/** Tables of TTFB by continent, country and PoP. */
export function tablesSection(result: RunResult): string {
  const continents = continentsOf(result).map((one) => ({ ...one, name: continentName(one.code) }));
  const countries = countriesOf(result).map((one) => ({ ...one, name: countryName(one.code) }));
  return [
    '<section id="countries"><h2>By continent, country and PoP</h2>',
    `<p class="lead">Time to first byte in milliseconds${changeNote(result)}. A dash stands where too few requests would carry the figure.</p>`,
    '<h3>Continents</h3>',
    areaTable(result, {
      caption: 'Time to first byte by continent, ms',
      first: 'continent',
      kind: 'short',
      rows: continents,
    }),
    `<div class="screen"><h3 class="gap">${formatCount(countries.length)} countries</h3>`,
    areaTable(result, {
      caption: 'Time to first byte by country, ms',
      first: 'country',
      kind: 'long',
      rows: countries,
    }),
    popTable(result),
    '</div></section>',
  ].join('');
}

function popTable(result: RunResult): string {
  const arms = result.arms.filter((arm) => arm.pops.length > 1);
  if (arms.length === 0) return '';
  const byArm = arms.map((arm) => new Map(arm.pops.map((pop) => [pop.code, pop])));
  const busiest = [
    ...new Map(arms.flatMap((arm) => arm.pops).map((pop) => [pop.code, pop])).values(),
  ].toSorted((a, b) => b.requests - a.requests || (a.code < b.code ? -1 : 1));
  const rows = busiest.map((pop) => [
    plainText(pop.code, 12),
    plainText(pop.name, 40),
    countryName(pop.country),
    formatCount(pop.users),
    formatCount(pop.requests),
    ...byArm.map((pops) => formatCount(histogramQuantile(pops.get(pop.code)?.ttfb, 0.5))),
    ...byArm.map((pops) => formatCount(pops.get(pop.code)?.coldStarts)),
  ]);
  const cold = arms.map((arm) => ({ title: `${plainText(arm.name, 16)} cold`, numeric: true }));
  const columns = [
    { title: 'PoP' },
    { title: 'city' },
    { title: 'country' },
    ...['user places', 'requests', ...arms.map((arm) => `${plainText(arm.name, 16)} p50`)].map((title) => ({
      title,
      numeric: true,
    })),
    ...cold,
  ];
  const title = `${formatCount(busiest.length)} PoPs`;
  return `<h3 class="gap" id="pops">${escapeHtml(title)}</h3>${htmlTable({ caption: 'Points of presence', columns, rows, kind: 'long' })}`;
}
