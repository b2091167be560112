// A trace as one self-contained page without script: on every arm the request moves over the map as it moved in simulated time.
import { escapeHtml } from '../text.ts';
import { type Trace, type TraceArm, type TraceLeg, traceMs, traceVerdict } from '../trace.ts';
import { projectWorld, type World } from './geo.ts';
import { svg } from './svg.ts';
import { pageStyle } from './style.ts';
import { htmlTable } from './table.ts';
import { legMotion, type Motion } from './trace-motion.ts';

/** Simulated milliseconds shown in a second, at most and at least; between them every arm is told in about twelve seconds. */
const LONGEST_S = 14;
const SLOWEST_MS_PER_S = 20;

/** The trace as one HTML file. */
export function renderTracePage(trace: Trace): string {
  const world = projectWorld();
  const longestMs = Math.max(1, ...trace.arms.map((arm) => arm.totalMs));
  const msPerSecond = Math.max(SLOWEST_MS_PER_S, longestMs / LONGEST_S);
  const arms = trace.arms.map((arm, index) => armSection(arm, { index, world, msPerSecond, longestMs }));
  const land = [...world.countries.values(), world.others].join('');
  const request = `${trace.method} ${trace.url} from ${trace.user.name}`;
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(request, 100)} · followed</title>`,
    '<link rel="icon" href="data:,">',
    `<style>${pageStyle()}${STYLE}${arms.map((arm) => arm.style).join('')}</style></head><body>`,
    `<svg class="defs" width="0" height="0" aria-hidden="true"><defs><path id="world" d="${land}"/></defs></svg>`,
    `<header><p class="eyebrow">${escapeHtml(trace.title, 120)}</p><h1>${escapeHtml(traceVerdict(trace), 300)}</h1>`,
    `<p class="facts">${escapeHtml(request, 200)}. One second here is ${Math.round(msPerSecond)} ms there.</p></header>`,
    '<input type="checkbox" id="stop" class="stop"><label for="stop" class="stop-label">Stand still</label>',
    `<main>${arms.map((arm) => arm.html).join('\n')}</main>`,
    '<footer><p>Lines are great circles from hub to hub, not the courses of cables.</p></footer></body></html>\n',
  ].join('\n');
}

interface Drawn {
  readonly world: World;
  readonly index: number;
  readonly msPerSecond: number;
  readonly longestMs: number;
}

function armSection(arm: TraceArm, drawn: Drawn): { html: string; style: string } {
  const { index, msPerSecond, longestMs } = drawn;
  const seconds = (longestMs / msPerSecond).toFixed(2);
  const motions = arm.legs.map((leg, n) => ({ leg, n, motion: legMotion(arm, n, longestMs) }));
  const name = escapeHtml(arm.name, 40);
  const style = motions.map(({ leg, n, motion }) =>
    dotStyle(`${index}-${n}`, leg, { drawn, motion, seconds }),
  );
  const head = `${arm.platform}: first byte after ${traceMs(arm.ttfbMs)}, last after ${traceMs(arm.totalMs)}, answer ${arm.status}`;
  return {
    style: `${style.join('')}.t${index}{animation-duration:${seconds}s}`,
    html: `<section id="arm-${index}"><h2>${name}</h2><p class="lead">${escapeHtml(head, 300)}.</p>
<figure>${map(arm, drawn)}</figure>
<div class="clock" aria-hidden="true">${phaseBand(arm, longestMs)}<i class="now t${index}"></i></div>
${phaseTable(arm)}${arm.legs.map(legTable).join('')}</section>`,
  };
}

function map(arm: TraceArm, { world, index }: Drawn): string {
  const ends = arm.legs.flatMap((leg, n) => [...(n === 0 ? [leg.start] : []), endOf(leg)]);
  const lines = arm.legs.map((leg) => `<path class="way" d="${world.line(placesOf(leg))}"/>`);
  const stops = ends.map((place) => {
    const { x, y } = world.at(place);
    return `<circle class="end" cx="${x}" cy="${y}" r="7"/><text x="${x + 12}" y="${y - 10}">${escapeHtml(place.name, 40)}</text>`;
  });
  const dots = arm.legs.map((_leg, n) => `<circle class="dot" id="dot-${index}-${n}" r="11"/>`);
  const label = `The way of the request on ${arm.name}: ${ends.map((place) => place.name).join(', ')}`;
  return svg(
    world.size,
    { className: 'map trace', label },
    '<use href="#world" class="land"/>',
    ...lines,
    ...stops,
    ...dots,
  );
}

function placesOf(leg: TraceLeg): readonly { lat: number; lon: number }[] {
  return [leg.start, ...leg.stretches.map((stretch) => stretch.to)];
}

function endOf(leg: TraceLeg): TraceLeg['start'] {
  return leg.stretches.at(-1)?.to ?? leg.start;
}

/** The dot of a leg: where it is at each instant, and when it is seen. */
function dotStyle(
  name: string,
  leg: TraceLeg,
  { drawn, motion, seconds }: { drawn: Drawn; motion: Motion; seconds: string },
): string {
  const frames = motion.map(
    ({ at, position, seen }) =>
      `${(at * 100).toFixed(2)}%{offset-distance:${(position * 100).toFixed(1)}%;opacity:${seen ? 1 : 0}}`,
  );
  return `#dot-${name}{offset-path:path("${drawn.world.line(placesOf(leg))}");animation:dot-${name} ${seconds}s linear infinite}@keyframes dot-${name}{${frames.join('')}}`;
}

/** All phases as one band, to the scale of the slowest arm. */
function phaseBand(arm: TraceArm, longestMs: number): string {
  return arm.phases
    .map(({ kind, startMs, endMs }) => {
      const left = ((startMs / longestMs) * 100).toFixed(2);
      const width = (((endMs - startMs) / longestMs) * 100).toFixed(2);
      return `<b class="ph-${kind}" style="left:${left}%;width:${width}%"></b>`;
    })
    .join('');
}

function phaseTable(arm: TraceArm): string {
  return htmlTable({
    caption: `What happened on ${arm.name}`,
    columns: [
      { title: 'phase' },
      { title: 'from', numeric: true },
      { title: 'took', numeric: true },
      { title: '' },
    ],
    rows: arm.phases.map(({ kind, startMs, endMs, sentence }) => [
      kind,
      traceMs(startMs),
      traceMs(endMs - startMs),
      sentence,
    ]),
  });
}

function legTable(leg: TraceLeg): string {
  const caption = `${leg.from} to ${leg.to}: ${traceMs(leg.rttMs)} round trip, ${leg.source}`;
  return htmlTable({
    caption,
    columns: [
      { title: 'to' },
      { title: 'fibre', numeric: true },
      { title: 'adds', numeric: true },
      { title: 'by' },
    ],
    rows: [
      ['routers and servers, whatever the distance', '', traceMs(leg.fixedMs), ''],
      ...leg.stretches.map(({ to, km, ms, cable, kind }) => [
        to.name,
        `${Math.round(km)} km`,
        traceMs(ms),
        cable === '' ? kind : `${cable} (${kind})`,
      ]),
    ],
  });
}

const STYLE = `
.trace .land{fill:var(--none)}.trace .way{fill:none;stroke:var(--quiet);stroke-width:3}.trace .end{fill:var(--ink)}
.trace text{font-size:22px;fill:var(--ink);paint-order:stroke;stroke:var(--sea);stroke-width:5px}
.trace .dot{fill:var(--p-cold);stroke:var(--paper);stroke-width:2}
.clock{position:relative;height:26px;background:var(--soft);margin:.4rem 0 1rem}
.clock b{position:absolute;top:4px;height:18px;background:currentColor;min-width:1px}
.clock .now{position:absolute;top:0;width:2px;height:26px;background:var(--ink);animation:now linear infinite}
@keyframes now{from{left:0}to{left:100%}}
.stop{margin:1rem .4rem 0 max(24px,calc(50% - 566px))}.stop:checked~main *{animation-play-state:paused}
@media (prefers-reduced-motion:reduce){.trace .dot,.clock .now{animation:none;opacity:0}}
@media print{.stop,.stop-label,.trace .dot,.clock .now{display:none}}`;
