// How a write to the store spreads: lag curves, lag by distance, and one write over the map.
import { lagFamily, staleSentence } from '../consistency.ts';
import { sliceCount, sliceQuantile, subjectOf } from '../figures.ts';
import { formatCount, formatMs, formatShare } from '../format.ts';
import type { ArmResult, RunResult, SpreadResult } from '../result.ts';
import { escapeHtml, plainText } from '../text.ts';
import { curves } from './charts/curves.ts';
import { scatter } from './charts/scatter.ts';
import { spreadMap } from './charts/spread.ts';
import type { SpreadPoint } from './charts/spread.ts';
import type { World } from './geo.ts';
import { figure, htmlTable, legend } from './table.ts';

const LAGS = [
  { lag: 'consistencyLag', title: 'all PoPs', className: 'a0' },
  { lag: 'consistencyLagCached', title: 'PoPs that held a copy', className: 'a2' },
  { lag: 'consistencyLagUncached', title: 'PoPs that held none', className: 'a1' },
] as const;

const EARTH_RADIUS_KM = 6371;
const MOST_DOTS = 1200;

/** The section; only what readers and writers met when no write was followed, and empty when the subject arm has no store. */
export function consistencySection(result: RunResult, world: World): string {
  const arm = subjectOf(result);
  const sentence = staleSentence(arm);
  if (arm.histograms[`${lagFamily(arm)}.consistencyLag`]?.['all'] === undefined) {
    if (sentence === '') return '';
    return `<section id="consistency"><h2>What readers and writers met</h2><p class="lead">${escapeHtml(sentence, 400)}</p></section>`;
  }
  const spread = shownSpread(arm);
  return [
    '<section id="consistency"><h2>How a write spreads</h2>',
    `<p class="lead">From the moment a write is issued at one PoP until another PoP would return it: first to its home in ${escapeHtml(plainText(arm.spreads[0]?.home.name ?? arm.region.name, 40))}, then out again. ${escapeHtml(sentence, 400)}</p>`,
    `<div class="grid">${lagCurves(arm)}${lagByDistance(arm)}</div>`,
    spread === undefined ? '' : spreadFigure(spread, arm, world),
    '</section>',
  ].join('');
}

function lagCurves(arm: ArmResult): string {
  const family = lagFamily(arm);
  const lags = LAGS.map(({ lag, ...line }) => ({ ...line, metric: `${family}.${lag}` }));
  const all = lags.flatMap(({ metric, title, className }) => {
    const histogram = arm.histograms[metric]?.['all'];
    return histogram === undefined ? [] : [{ name: title, className, histogram }];
  });
  const parts = ['p50', 'p75', 'p95', 'p99', 'max'];
  const metrics = [
    ...lags,
    { metric: `${family}.commitLag`, title: 'issue to commit' },
    { metric: `${family}.replicationLag`, title: 'commit to visible' },
    { metric: `${family}.staleness`, title: 'age of stale reads' },
  ];
  return figure({
    title: 'Lag of writes, from issue to visible elsewhere',
    legend: legend(
      lags
        .filter(({ metric }) => arm.histograms[metric] !== undefined)
        .map(({ className, title }) => ({
          className,
          text: title,
        })),
    ),
    drawing: curves(all, {
      label: 'Cumulative share of PoPs by the time until they would return a write',
      unit: 's',
    }),
    table: htmlTable({
      caption: 'Lag of writes',
      columns: [{ title: '' }, ...parts.map((title) => ({ title, numeric: true }))],
      rows: metrics
        .filter(({ metric }) => arm.summary[`${metric}.mean`] !== undefined)
        .map(({ metric, title }) => [
          title,
          ...parts.map((part) => formatMs(arm.summary[`${metric}.${part}`])),
        ]),
    }),
  });
}

function distanceKm(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const radians = Math.PI / 180;
  const x = Math.sin(((b.lat - a.lat) * radians) / 2);
  const y = Math.sin(((b.lon - a.lon) * radians) / 2);
  const h = x * x + Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * y * y;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}

interface LagPoint {
  readonly km: number;
  readonly ms: number;
  readonly cached: boolean;
}

function lagPoints(arm: ArmResult): LagPoint[] {
  const points = arm.spreads.flatMap((spread) => {
    const writer = spread.visible.find((one) => one.pop === spread.pop);
    if (writer === undefined) return [];
    return spread.visible
      .filter((one) => one.pop !== spread.pop)
      .map((one) => ({ km: distanceKm(writer, one), ms: one.ms, cached: one.cached }));
  });
  // Copies are rarer than their absence and matter more: all of them are kept as long as there is room.
  const cached = points.filter((point) => point.cached);
  const free = points.filter((point) => !point.cached);
  const thinned = (some: LagPoint[]): LagPoint[] => {
    const every = Math.max(1, Math.ceil(some.length / (MOST_DOTS / 2)));
    return some.filter((_, i) => i % every === 0);
  };
  return [...thinned(cached), ...thinned(free)];
}

/** The bands of distance that the result keeps lags by, the nearest first. */
function distanceBands(arm: ArmResult): { slice: string; from: number; to: number }[] {
  return Object.keys(arm.histograms[`${lagFamily(arm)}.consistencyLag`] ?? {})
    .flatMap((slice) => {
      const [, from, to] = /^distance:(\d+)-(\d+)$/.exec(slice) ?? [];
      return from === undefined ? [] : [{ slice, from: Number(from), to: Number(to) }];
    })
    .toSorted((a, b) => a.from - b.from);
}

function lagByDistance(arm: ArmResult): string {
  const points = lagPoints(arm);
  const set = (cached: boolean): { x: number; y: number }[] =>
    points
      .filter((point) => point.cached === cached)
      .map((point) => ({ x: point.km / 1000, y: Math.max(0.001, point.ms / 1000) }));
  const rows = distanceBands(arm).map(({ slice, from, to }) => {
    const cells = ['consistencyLagCached', 'consistencyLagUncached'].flatMap((lag) => {
      const metric = `${lagFamily(arm)}.${lag}`;
      return [
        formatCount(sliceCount(arm, metric, slice)),
        formatMs(sliceQuantile(arm, { metric, slice, q: 0.5 })),
        formatMs(sliceQuantile(arm, { metric, slice, q: 0.95 })),
      ];
    });
    return [`${formatCount(from)} to ${formatCount(to)} km`, ...cells];
  });
  return figure({
    title: 'Lag and distance from the writer',
    note: 'Each dot is a PoP and a sampled write: how far from the writer, and how long until visible there.',
    legend: legend([
      { className: 'a2 sw', text: 'held a copy' },
      { className: 'a1 sw', text: 'held none' },
    ]),
    drawing: scatter(
      [
        { className: 's-free', points: set(false) },
        { className: 's-cached', points: set(true) },
      ],
      {
        label: 'Lag of writes against distance from the writer',
        x: { title: 'distance from the writing PoP, 1,000 km', log: false },
        y: { title: 'seconds until visible', log: true },
      },
    ),
    table: htmlTable({
      caption: 'Lag by distance, over all followed writes',
      columns: [
        { title: 'distance' },
        ...['PoPs with a copy', 'p50', 'p95', 'PoPs without', 'p50', 'p95'].map((title) => ({
          title,
          numeric: true,
        })),
      ],
      rows,
    }),
  });
}

/** The write that says most: the one that met the most copies. */
export function shownSpread(arm: ArmResult): SpreadResult | undefined {
  const copies = (spread: SpreadResult): number => spread.visible.filter((one) => one.cached).length;
  return arm.spreads.toSorted((a, b) => copies(b) - copies(a))[0];
}

/** The PoPs of a spread in map units. */
export function spreadPoints(spread: SpreadResult, world: World): SpreadPoint[] {
  return spread.visible.map(({ lat, lon, ms, cached }) => ({ ...world.at({ lat, lon }), ms, cached }));
}

/** When the small maps are drawn: no later than the whole spread needs, and often enough for one that takes a blink. */
function moments(spread: SpreadResult): number[] {
  const last = Math.max(0, ...spread.visible.map((one) => one.ms));
  const some = last <= 1000 ? [0, 50, 100, 200, 500, 1000] : [0, 1000, 10_000, 30_000, 60_000, 90_000];
  const needed = some.filter((ms, i) => i === 0 || (some[i - 1] ?? 0) < last);
  return needed;
}

function spreadFigure(spread: SpreadResult, arm: ArmResult, world: World): string {
  const points = spreadPoints(spread, world);
  const writer = spread.visible.find((one) => one.pop === spread.pop);
  const place = { origin: world.at(spread.home), writer: writer === undefined ? null : world.at(writer) };
  const share = (ms: number): number =>
    points.filter((point) => point.ms <= ms).length / Math.max(1, points.length);
  const name = arm.pops.find((pop) => pop.code === spread.pop)?.name ?? spread.pop;
  const small = moments(spread).map((atMs) => {
    const text = `${formatMs(atMs)}: ${formatShare(share(atMs))} of PoPs`;
    return `<figure><figcaption class="note">${escapeHtml(text)}</figcaption>${spreadMap(world, points, { ...place, atMs, label: `After ${text} would return the new value` })}</figure>`;
  });
  const big = spreadMap(world, points, {
    ...place,
    atMs: 0,
    label: 'The write spreading over the world, at the time of the slider',
  });
  const copies = points.filter((point) => point.cached).length;
  return figure({
    className: 'spreading',
    title: `One write, from ${plainText(name, 40)} to everywhere`,
    note: `Key “${plainText(spread.key, 60)}”, written at ${plainText(spread.pop, 12)} (ringed), committed after ${formatMs(spread.committedMs - spread.issuedMs)} at home (red diamond); ${formatCount(copies)} PoPs held a copy of the old value then.`,
    legend: legend([
      { className: 'a1 sw', text: 'would return the new value' },
      { className: 'a2 sw', text: 'still holds the old one' },
      { className: 'a0 sw', text: 'holds none yet' },
    ]),
    drawing: `<div id="spread" class="needs-js"><div class="control"><button type="button">Play</button><input type="range" min="0" max="1000" value="0" aria-label="Time since the write was issued"><output aria-live="off"></output></div>${big}</div><div class="grid three no-js">${small.join('')}</div>`,
    table: htmlTable({
      caption: 'Share of PoPs that would return the new value',
      columns: [{ title: 'after' }, { title: 'PoPs', numeric: true }, { title: 'share', numeric: true }],
      rows: moments(spread).map((ms) => [
        formatMs(ms),
        formatCount(Math.round(share(ms) * points.length)),
        formatShare(share(ms)),
      ]),
    }),
  });
}
