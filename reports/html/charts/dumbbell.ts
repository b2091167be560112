// One row for each part of the world, one dot for each arm: who waits how long, and how far the arms lie apart.
import { scaleLinear } from 'd3-scale';
import { axisX, frameOf, label, rule, svg } from '../svg.ts';

/** One row: the values of the arms, ms; null where too few requests. */
export interface DumbbellRow {
  readonly name: string;
  readonly values: readonly { readonly className: string; readonly ms: number | null }[];
}

const ROW = 30;

/** The chart of all rows on one linear axis from zero. */
export function dumbbell(rows: readonly DumbbellRow[], options: { label: string; title: string }): string {
  const frame = frameOf({ height: rows.length * ROW + 46, left: 124, right: 20, top: 2 });
  const known = rows.flatMap((row) => row.values.map((value) => value.ms ?? 0));
  const x = scaleLinear()
    .domain([0, Math.max(1, ...known)])
    .range([frame.left, frame.right])
    .nice();
  const drawn = rows.map((row, i) => {
    const y = frame.top + i * ROW + ROW / 2;
    const found = row.values.flatMap(({ className, ms }) => (ms === null ? [] : [{ className, ms }]));
    const ends = found.map((one) => x(one.ms));
    const span =
      ends.length < 2 ? '' : rule({ x: Math.min(...ends), y }, { x: Math.max(...ends), y }, 'between');
    const points = found.map(
      (one) => `<circle class="dot ${one.className}" cx="${x(one.ms).toFixed(1)}" cy="${y}" r="6"/>`,
    );
    return label(frame.left - 10, y + 4, row.name, { anchor: 'end', limit: 20 }) + span + points.join('');
  });
  return svg(
    frame,
    { className: 'chart', label: options.label },
    axisX(frame, {
      ticks: x.ticks(6),
      at: x,
      format: (tick) => tick.toLocaleString('en'),
      title: options.title,
    }),
    ...drawn,
  );
}
