// Differences with their 95 % intervals beside a line at zero: right of it slower, left of it faster.
import { scaleLinear } from 'd3-scale';
import type { Estimate } from '../../format.ts';
import { axisX, frameOf, label, rule, svg } from '../svg.ts';

/** One difference, ms. */
export interface ForestRow {
  readonly name: string;
  readonly className: string;
  readonly estimate: Estimate;
}

const ROW = 28;

/** The chart; rows without a value say so. */
export function forest(rows: readonly ForestRow[], options: { label: string; title: string }): string {
  const frame = frameOf({ height: rows.length * ROW + 52, left: 104, right: 16, top: 8 });
  const known = rows
    .flatMap(({ estimate }) => [estimate.value, estimate.low, estimate.high])
    .filter((one) => one !== null);
  const x = scaleLinear()
    .domain([Math.min(0, ...known), Math.max(0, ...known)])
    .range([frame.left, frame.right])
    .nice();
  const drawn = rows.map(({ name, className, estimate }, i) => {
    const y = frame.top + i * ROW + ROW / 2;
    const title = label(frame.left - 8, y + 4, name, { anchor: 'end', limit: 16 });
    if (estimate.value === null)
      return title + label(frame.left + 4, y + 4, 'too few requests', { className: 'axis' });
    const low = x(estimate.low ?? estimate.value);
    const high = x(estimate.high ?? estimate.value);
    const ends = [low, high].map((end) =>
      rule({ x: end, y: y - 5 }, { x: end, y: y + 5 }, `whisker ${className}`),
    );
    return [
      title,
      rule({ x: low, y }, { x: high, y }, `whisker ${className}`),
      ...(estimate.low === null ? [] : ends),
      `<circle class="dot ${className}" cx="${x(estimate.value).toFixed(1)}" cy="${y}" r="4.5"/>`,
    ].join('');
  });
  return svg(
    frame,
    { className: 'chart', label: options.label },
    axisX(frame, {
      ticks: x.ticks(6),
      at: x,
      format: (tick) => tick.toLocaleString('en').replace('-', '−'),
      title: options.title,
    }),
    rule({ x: x(0), y: frame.top }, { x: x(0), y: frame.bottom }, 'zero'),
    ...drawn,
  );
}
