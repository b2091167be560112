// Points of two kinds over two axes: cold starts by traffic of a site, or lag by distance.
import { scaleLinear, scaleLog } from 'd3-scale';
import { axisX, axisY, dots, frameOf, logTicks, svg } from '../svg.ts';

/** Points of one kind; `ring` draws them hollow, so that kinds differ without colour too. */
export interface PointSet {
  readonly className: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
}

interface AxisSpec {
  readonly title: string;
  readonly log: boolean;
  readonly format?: (value: number) => string;
}

interface ScatterOptions {
  readonly label: string;
  readonly x: AxisSpec;
  readonly y: AxisSpec;
}

/** The chart; on logarithmic axes values below the lowest tick stand at the edge. */
export function scatter(sets: readonly PointSet[], options: ScatterOptions): string {
  const frame = frameOf({ top: 26, height: 312 });
  const all = sets.flatMap((set) => set.points);
  const x = axisScale(
    all.map((point) => point.x),
    options.x,
    [frame.left, frame.right],
  );
  const y = axisScale(
    all.map((point) => point.y),
    options.y,
    [frame.bottom, frame.top],
  );
  const drawn = sets.map((set) =>
    dots(
      set.points.map((point) => ({ x: x.at(point.x), y: y.at(point.y) })),
      set.className,
    ),
  );
  const plain = (value: number): string => value.toLocaleString('en');
  return svg(
    frame,
    { className: 'chart', label: options.label },
    axisX(frame, { ticks: x.ticks, at: x.at, format: options.x.format ?? plain, title: options.x.title }),
    axisY(frame, { ticks: y.ticks, at: y.at, format: options.y.format ?? plain, title: options.y.title }),
    ...drawn,
  );
}

function axisScale(
  values: readonly number[],
  spec: AxisSpec,
  range: [number, number],
): { at: (value: number) => number; ticks: number[] } {
  const high = Math.max(...values.filter((value) => Number.isFinite(value)), 1e-9);
  if (!spec.log) {
    const scale = scaleLinear().domain([0, high]).range(range).nice();
    return { at: (value) => scale(value), ticks: scale.ticks(5) };
  }
  const low = Math.max(Math.min(...values.filter((value) => value > 0), high), high / 1e6);
  const around = logTicks(low / 5, high * 5);
  const from = around.findLast((tick) => tick <= low) ?? low;
  const to = around.find((tick) => tick >= high && tick > from) ?? high * 2;
  const scale = scaleLog().domain([from, to]).range(range).clamp(true);
  const ticks = logTicks(from, to);
  const decades = ticks.filter((tick) => tick.toExponential().startsWith('1e'));
  return { at: (value) => scale(Math.max(value, from)), ticks: ticks.length > 8 ? decades : ticks };
}
