// Lines over simulated time, one for each arm.
import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import { axisX, axisY, frameOf, svg } from '../svg.ts';

/** The values of one arm, one per step. */
export interface SeriesLine {
  readonly className: string;
  readonly values: readonly number[];
}

/** The chart, from time zero of the window; `stepMs` is the length of a step. */
export function seriesChart(
  lines: readonly SeriesLine[],
  options: { label: string; stepMs: number; format: (value: number) => string; title: string },
): string {
  const frame = frameOf({ width: 400, height: 220, left: 52, top: 26 });
  const steps = Math.max(1, ...lines.map((one) => one.values.length));
  const most = Math.max(1e-9, ...lines.flatMap((one) => one.values));
  const endSeconds = (steps * options.stepMs) / 1000;
  const x = scaleLinear().domain([0, endSeconds]).range([frame.left, frame.right]);
  const y = scaleLinear().domain([0, most]).range([frame.bottom, frame.top]).nice(4);
  const paths = lines.map((one) => {
    const path = line<number>(
      (_, i) => x(((i + 0.5) * options.stepMs) / 1000),
      (value) => y(value),
    ).digits(1)([...one.values]);
    return `<path class="curve ${one.className}" d="${path ?? ''}"/>`;
  });
  return svg(
    frame,
    { className: 'chart', label: options.label },
    axisX(frame, {
      ticks: x.ticks(5),
      at: x,
      format: (tick) => tick.toLocaleString('en'),
      title: 'seconds of simulated time',
    }),
    axisY(frame, { ticks: y.ticks(4), at: y, format: options.format, title: options.title }),
    ...paths,
  );
}
