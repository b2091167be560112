// Cumulative curves: which share of requests (or writes) was done within a time, on a logarithmic axis.
import { scaleLinear, scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import { Histogram, bucketMiddle } from '../../../sim/metrics/histogram.ts';
import type { HistogramJson } from '../../../sim/metrics/histogram.ts';
import { US_PER_MS } from '../../../sim/units.ts';
import { axisX, axisY, frameOf, label, logTicks, rule, svg } from '../svg.ts';

/** One curve. */
export interface Curve {
  readonly name: string;
  readonly className: string;
  /** Times in microseconds. */
  readonly histogram: HistogramJson;
}

interface CurvesOptions {
  readonly label: string;
  readonly unit: 'ms' | 's';
  /** A time worth a mark, in ms, with its name. */
  readonly mark?: { readonly ms: number; readonly text: string };
  readonly className?: string;
}

/** The chart; curves without values are left out. */
export function curves(all: readonly Curve[], options: CurvesOptions): string {
  const drawn = all.filter((curve) => curve.histogram.count > 0);
  const frame = frameOf();
  const per = options.unit === 's' ? 1000 * US_PER_MS : US_PER_MS;
  const reach = reachOf(drawn, per);
  const x = timeScale(reach, [frame.left, frame.right]);
  const y = scaleLinear().domain([0, 1]).range([frame.bottom, frame.top]);
  const paths = drawn.map((curve) => {
    const points = pointsOf(curve.histogram).map(({ us, share }) => ({
      x: x.at(us / per),
      y: y(share),
    }));
    const path = line<{ x: number; y: number }>(
      (point) => point.x,
      (point) => point.y,
    ).digits(1)(thin(points));
    return `<path class="curve ${curve.className}" d="${path ?? ''}"/>`;
  });
  const mark =
    options.mark === undefined
      ? ''
      : markLine(options.mark, frame, x.at((options.mark.ms * US_PER_MS) / per));
  return svg(
    frame,
    { label: options.label, className: `chart ${options.className ?? ''}`.trim() },
    axisX(frame, {
      ticks: x.ticks,
      at: x.at,
      format: (tick) => tick.toLocaleString('en'),
      title: options.unit === 's' ? 'seconds' : 'milliseconds',
    }),
    axisY(frame, { ticks: [0, 0.25, 0.5, 0.75, 1], at: y, format: (tick) => `${tick * 100} %`, title: '' }),
    mark,
    ...paths,
    `<g class="hover" data-low="${reach.low}" data-high="${reach.high}"></g>`,
  );
}

function markLine(mark: { text: string }, frame: ReturnType<typeof frameOf>, x: number): string {
  return (
    rule({ x, y: frame.top }, { x, y: frame.bottom }, 'mark') +
    // Near the right end the curves reach the top, and there is no room beside the line.
    (x < frame.left + 0.8 * (frame.right - frame.left)
      ? label(x + 5, frame.top + 10, mark.text, { className: 'axis' })
      : label(x - 5, frame.bottom - 6, mark.text, { className: 'axis', anchor: 'end' }))
  );
}

interface Reach {
  readonly low: number;
  readonly high: number;
  /** Logarithmic unless nearly all is zero beside the longest times. */
  readonly log: boolean;
}

/** The times between which all curves happen, in the chart’s unit, rounded outwards to a tick. */
function reachOf(all: readonly Curve[], per: number): Reach {
  const histograms = all.map((curve) => Histogram.fromJson(curve.histogram));
  const low = Math.min(...histograms.map((one) => one.quantile(0.005))) / per;
  const high = Math.max(...histograms.map((one) => one.quantile(0.999))) / per;
  if (!Number.isFinite(low) || !Number.isFinite(high)) return { low: 1, high: 1000, log: true };
  if (low < high / 20_000 || high <= 0) return { low: 0, high: Math.max(high, 0.001), log: false };
  const ticks = logTicks(low / 5, high * 5);
  return {
    low: ticks.findLast((tick) => tick <= low) ?? low,
    high: ticks.find((tick) => tick >= high && tick > low) ?? high,
    log: true,
  };
}

/** The horizontal scale; 1, 2, 5 a decade while they fit beside each other, else only the powers of ten. */
function timeScale(
  reach: Reach,
  range: [number, number],
): { at: (value: number) => number; ticks: number[] } {
  if (!reach.log) {
    const scale = scaleLinear().domain([0, reach.high]).range(range).nice().clamp(true);
    return { at: (value) => scale(value), ticks: scale.ticks(6) };
  }
  const scale = scaleLog().domain([reach.low, reach.high]).range(range).clamp(true);
  const all = logTicks(reach.low, reach.high);
  const ticks = all.length > 9 ? all.filter((tick) => tick.toExponential().startsWith('1e')) : all;
  return { at: (value) => scale(Math.max(value, reach.low)), ticks };
}

function pointsOf(histogram: HistogramJson): { us: number; share: number }[] {
  let seen = 0;
  return histogram.buckets.map((bucket, i) => {
    seen += histogram.counts[i] ?? 0;
    return { us: bucketMiddle(bucket), share: seen / histogram.count };
  });
}

/** Drops points that lie within two units of the last one kept: the eye does not miss them, the file does. */
function thin(points: readonly { x: number; y: number }[]): { x: number; y: number }[] {
  const kept: { x: number; y: number }[] = [];
  points.forEach((point, i) => {
    const last = kept.at(-1);
    const near = last !== undefined && Math.abs(point.x - last.x) < 2 && Math.abs(point.y - last.y) < 2;
    if (!near || i === points.length - 1) kept.push(point);
  });
  return kept;
}
