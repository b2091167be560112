// Journeys as waterfalls: when each phase of a request began and ended.
import { scaleLinear } from 'd3-scale';
import type { JourneyResult } from '../../result.ts';
import { axisX, box, frameOf, label, rule, svg } from '../svg.ts';
import { PHASE_ORDER } from './phases.ts';

const ROW = 40;

/** The chart of a few journeys on one axis; the mark on each row is its first byte. */
export function waterfall(journeys: readonly JourneyResult[], options: { label: string }): string {
  const frame = frameOf({ height: journeys.length * ROW + 46, left: 2, right: 76, top: 2 });
  const most = Math.max(1, ...journeys.map((one) => Math.max(one.ttfbMs, one.totalMs)));
  const x = scaleLinear().domain([0, most]).range([frame.left, frame.right]);
  const rows = journeys.map((journey, i) => {
    const y = frame.top + i * ROW;
    const titles = new Map<string, string>(PHASE_ORDER.map(({ kind, title }) => [kind, title]));
    const bars = journey.phases.map((phase) => {
      const note = phase.note === undefined ? '' : ` (${phase.note})`;
      const tip = `${titles.get(phase.kind) ?? phase.kind}: ${(phase.endMs - phase.startMs).toFixed(1)} ms${note}`;
      const at = {
        x: x(phase.startMs),
        y: y + 20,
        width: Math.max(0.6, x(phase.endMs) - x(phase.startMs)),
        height: 12,
      };
      return box(at, `ph-${phase.kind}`, tip);
    });
    return [
      label(frame.left, y + 14, describe(journey), { limit: 70 }),
      ...bars,
      rule({ x: x(journey.ttfbMs), y: y + 17 }, { x: x(journey.ttfbMs), y: y + 35 }, 'byte'),
      label(
        x(Math.max(journey.ttfbMs, journey.totalMs)) + 6,
        y + 31,
        `${Math.round(journey.ttfbMs).toLocaleString('en')} ms`,
        { className: 'value' },
      ),
    ].join('');
  });
  return svg(
    frame,
    { className: 'chart', label: options.label },
    axisX(frame, {
      ticks: x.ticks(6),
      at: x,
      format: (tick) => tick.toLocaleString('en'),
      title: 'milliseconds since the request began',
    }),
    ...rows,
  );
}

/** A journey in a few words: from where to where, what, and how it began. */
export function describe(journey: JourneyResult): string {
  const extras = [journey.newConnection ? 'new connection' : 'reused', ...(journey.cold ? ['cold'] : [])];
  const outcome = journey.outcome === 'ok' ? '' : `, ${journey.outcome}`;
  return `${journey.user.name}, ${journey.user.country} → ${journey.pop} · ${journey.class} · ${extras.join(', ')}${outcome}`;
}
