// What time to first byte consists of, as stacked bars by percentile and arm.
import { scaleLinear } from 'd3-scale';
import { axisX, box, frameOf, label, svg } from '../svg.ts';

/** Phases in the order in which a request meets them. */
export const PHASE_ORDER = [
  { kind: 'dns', title: 'DNS' },
  { kind: 'connect', title: 'TCP handshake' },
  { kind: 'tls', title: 'TLS handshake' },
  { kind: 'uplink', title: 'way there' },
  { kind: 'queue', title: 'queue' },
  { kind: 'coldStart', title: 'cold start' },
  { kind: 'cpu', title: 'CPU' },
  { kind: 'store', title: 'store' },
  { kind: 'subrequest', title: 'subrequest' },
  { kind: 'downlink', title: 'way back' },
] as const;

/** One bar: milliseconds by phase. */
export interface PhaseBar {
  readonly arm: string;
  readonly phases: Readonly<Record<string, number>>;
}

const BAR = 24;

/** The chart: a group of bars for each percentile. */
export function phaseBars(
  groups: readonly { readonly name: string; readonly bars: readonly PhaseBar[] }[],
): string {
  const count = groups.reduce((sum, group) => sum + group.bars.length, 0);
  const frame = frameOf({ height: count * BAR + groups.length * 26 + 50, left: 66, right: 52, top: 4 });
  const totals = groups.flatMap((group) => group.bars.map((bar) => totalOf(bar)));
  const x = scaleLinear()
    .domain([0, Math.max(1, ...totals)])
    .range([frame.left, frame.right])
    .nice();
  const parts: string[] = [];
  let y = frame.top;
  for (const group of groups) {
    parts.push(label(0, y + 16, group.name, { className: 'name' }));
    y += 24;
    for (const bar of group.bars) {
      parts.push(label(frame.left - 6, y + 14, bar.arm, { anchor: 'end', limit: 9 }), stack(bar, { y, x }));
      parts.push(
        label(x(totalOf(bar)) + 6, y + 14, Math.round(totalOf(bar)).toLocaleString('en'), {
          className: 'value',
        }),
      );
      y += BAR;
    }
    y += 2;
  }
  return svg(
    frame,
    { className: 'chart', label: 'Phases of requests around the percentiles of time to first byte, by arm' },
    axisX(frame, {
      ticks: x.ticks(6),
      at: x,
      format: (tick) => tick.toLocaleString('en'),
      title: 'milliseconds before the first byte',
    }),
    ...parts,
  );
}

function stack(bar: PhaseBar, place: { y: number; x: (ms: number) => number }): string {
  let sum = 0;
  return PHASE_ORDER.map(({ kind, title }) => {
    const ms = bar.phases[kind] ?? 0;
    const from = place.x(sum);
    sum += ms;
    const width = place.x(sum) - from;
    if (width < 0.3) return '';
    return box(
      { x: from, y: place.y, width, height: BAR - 7 },
      `ph-${kind}`,
      `${bar.arm}, ${title}: ${ms.toFixed(1)} ms`,
    );
  }).join('');
}

/** The sum of a bar, ms. */
export function totalOf(bar: PhaseBar): number {
  return PHASE_ORDER.reduce((sum, { kind }) => sum + (bar.phases[kind] ?? 0), 0);
}
