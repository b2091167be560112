// One row for each arm: a bar from p50 to p95, a dot at the median, a tick at p99; the answer at a glance.
import { scaleLinear } from 'd3-scale';
import { axisX, frameOf, label, rule, svg } from '../svg.ts';

/** The quantiles of one arm, ms; null where too few requests. */
export interface RangeRow {
  readonly name: string;
  readonly className: string;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

const ROW = 46;

/** The chart of all arms on one linear axis from zero. */
export function ranges(rows: readonly RangeRow[]): string {
  const frame = frameOf({ height: rows.length * ROW + 48, left: 12, top: 4, right: 44 });
  const most = Math.max(1, ...rows.flatMap((row) => [row.p50 ?? 0, row.p95 ?? 0, row.p99 ?? 0]));
  const x = scaleLinear().domain([0, most]).range([frame.left, frame.right]).nice();
  const drawn = rows.map((row, i) => {
    const y = frame.top + i * ROW + 32;
    const title = label(frame.left, y - 13, row.name, { className: `name ${row.className}`, limit: 24 });
    if (row.p50 === null) return title + label(frame.left, y + 4, 'too few requests', { className: 'axis' });
    const end = row.p95 ?? row.p50;
    const far = row.p99 ?? end;
    const from = { x: x(row.p50), y };
    return [
      title,
      rule(from, { x: x(far), y }, `whisker ${row.className}`),
      rule(from, { x: x(end), y }, `span ${row.className}`),
      rule({ x: x(far), y: y - 6 }, { x: x(far), y: y + 6 }, `whisker ${row.className}`),
      `<circle class="dot ${row.className}" cx="${x(row.p50).toFixed(1)}" cy="${y}" r="6"/>`,
      label(x(far) + 8, y + 4, Math.round(far).toLocaleString('en'), { className: 'value' }),
    ].join('');
  });
  return svg(
    frame,
    { className: 'chart', label: 'Time to first byte of each arm: median, 95th and 99th percentile' },
    axisX(frame, {
      ticks: x.ticks(6),
      at: x,
      format: (tick) => tick.toLocaleString('en'),
      title: 'milliseconds to the first byte: dot p50, bar to p95, tick p99',
    }),
    ...drawn,
  );
}
