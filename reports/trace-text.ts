// A trace for terminals: on every arm a bar and a sentence for each phase, and the route hub by hub.
import { painter, paragraph } from './terminal-layout.ts';
import type { Painter } from './terminal-layout.ts';
import { plainText } from './text.ts';
import { type Trace, type TraceArm, type TraceLeg, traceMs, traceVerdict } from './trace.ts';

const LABEL_COLUMNS = 13;
const TIME_COLUMNS = 10;
const WIDEST = 100;

/** The trace as lines of text. */
export function renderTrace(trace: Trace, look: { columns: number; color: boolean }): string {
  const columns = Math.min(look.columns, WIDEST);
  const paint = painter(look.color);
  const mostMs = Math.max(1, ...trace.arms.map((arm) => arm.totalMs));
  const lines = [
    paint(`${trace.method} ${plainText(trace.url, 60)} from ${plainText(trace.user.name, 30)}`, 'strong'),
    ...paragraph(traceVerdict(trace), { columns, first: '' }),
    '',
    ...trace.arms.flatMap((arm) => [...armLines(arm, { columns, paint, mostMs }), '']),
  ];
  return lines.join('\n');
}

function armLines(
  arm: TraceArm,
  { columns, paint, mostMs }: { columns: number; paint: Painter; mostMs: number },
): string[] {
  const status = `${arm.status}${arm.outcome === 'ok' ? '' : `, ${plainText(arm.outcome, 30)}`}`;
  const head = `${plainText(arm.name, 24)} (${arm.platform}): first byte after ${traceMs(arm.ttfbMs)}, last after ${traceMs(arm.totalMs)}; ${status}`;
  const barColumns = Math.max(8, columns - 2 - LABEL_COLUMNS - TIME_COLUMNS - 2);
  const phases = arm.phases.flatMap((phase) => {
    const start = Math.round((phase.startMs / mostMs) * barColumns);
    const length = Math.max(1, Math.round((phase.endMs / mostMs) * barColumns) - start);
    const drawn = `${' '.repeat(Math.min(start, barColumns - 1))}${'█'.repeat(length)}`.slice(0, barColumns);
    const took = traceMs(phase.endMs - phase.startMs).padStart(TIME_COLUMNS);
    return [
      `  ${phase.kind.padEnd(LABEL_COLUMNS)}${paint(drawn.padEnd(barColumns), 'gain')}${took}`,
      ...paragraph(plainText(phase.sentence, 400), { columns: columns - 2, first: '  ' }).map((line) =>
        paint(`  ${line}`, 'quiet'),
      ),
    ];
  });
  return [
    ...paragraph(head, { columns, first: '' }).map((line) => paint(line, 'strong')),
    ...phases,
    ...arm.legs.flatMap((leg) => legLines(leg, columns)),
  ];
}

/** The way, one line a stretch: kilometres of fibre, what they add to a round trip, and where they lead. */
function legLines(leg: TraceLeg, columns: number): string[] {
  const head = `${plainText(leg.from, 30)} to ${plainText(leg.to, 30)}: ${traceMs(leg.rttMs)} round trip (${leg.source}), without the user's own access network`;
  const row = (km: string, ms: string, text: string): string =>
    `  ${km.padStart(9)} ${ms.padStart(9)}  ${plainText(text, Math.max(10, columns - 24))}`;
  return [
    ...paragraph(head, { columns: columns - 2, first: '  ' }),
    row('', traceMs(leg.fixedMs), 'routers and servers, whatever the distance'),
    ...leg.stretches.map(({ km, ms, to, cable, kind }) =>
      row(
        `${Math.round(km)} km`,
        traceMs(ms),
        `to ${to.name}${cable === '' ? '' : ` by ${cable}`} (${kind})`,
      ),
    ),
  ];
}
