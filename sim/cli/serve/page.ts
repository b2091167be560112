// The local page of `antipode serve`: a form with what can be changed, the run as it goes on, and the runs so far.
import { landDefinition } from '../../../reports/html/charts/spread.ts';
import { mapDefinitions } from '../../../reports/html/charts/world-map.ts';
import { projectWorld } from '../../../reports/html/geo.ts';
import type { World } from '../../../reports/html/geo.ts';
import { svg } from '../../../reports/html/svg.ts';
import { TTFB_EDGES_MS } from '../../../reports/html/colors.ts';
import { scale } from '../../../reports/html/section-maps.ts';
import { pageStyle } from '../../../reports/html/style.ts';
import { escapeHtml } from '../../../reports/text.ts';
import type { Plan } from '../../plan.ts';
import { type Classroom, lessonHead } from './classroom.ts';
import type { Session } from './session.ts';
import { regionIds, ttlSecondsOf } from './vary.ts';

const STYLE =
  'form{display:flex;flex-wrap:wrap;gap:.6rem 1.2rem;align-items:end;margin:1rem 0}form label{display:grid;gap:.15rem;font-size:.9rem;color:var(--quiet)}form fieldset{border:0;padding:0;margin:0;display:flex;gap:.8rem}form fieldset label{display:flex;align-items:center;gap:.35rem}input,select,form button{font:inherit;padding:.3rem .5rem;color:inherit;background:var(--soft);border:1px solid var(--line);border-radius:6px;max-width:11rem}form button{cursor:pointer}form button:disabled{cursor:default;color:var(--quiet)}progress{width:100%;accent-color:var(--a1)}#failed{color:var(--loss)}#runs p{margin:.1rem 0}.control select{max-width:min(26rem,100%)}#follow .control input{padding:0;max-width:none}#ways path{fill:none;stroke:currentColor;stroke-width:3;stroke-dasharray:2 7;stroke-linecap:round}#ways path.now{stroke-width:7;stroke-dasharray:none}#ways circle{fill:var(--paper);stroke:currentColor;stroke-width:4}#ways .user{fill:var(--ink);stroke:var(--paper);stroke-width:2}#phases{margin-top:1rem}#phases ol{margin:.3rem 0;padding-left:1.6rem;min-height:11rem;font-size:.9rem}#phases ol svg{display:inline-block;width:.8rem;height:.8rem;margin-right:.4rem}#phases svg{max-width:100%}@media(max-width:820px){#phases ol{min-height:0}}.mapsheet+h3{margin-top:1.2rem}.room{font-size:1.3rem}.lesson{border-left:4px solid var(--a1);padding-left:1.2rem}.lesson p{max-width:46em}.answer{font-size:2.2rem;font-weight:600;margin:.4rem 0}';

/** The page as HTML; its script and its data come by the same secret address. */
export function servePage(session: Session, classroom: Classroom | null): string {
  const world = projectWorld();
  const plan = session.scene?.plan ?? null;
  const title = escapeHtml(plan?.title ?? session.run(1).scenario.title, 160);
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${title} · antipode serve</title><link rel="icon" href="data:,">`,
    `<style>${pageStyle()}${STYLE}</style></head><body${classroom === null ? '' : ' class="room"'}>`,
    `<header><p class="eyebrow">On this machine only</p><h1>${title}</h1>`,
    classroom === null ? '' : lessonHead(classroom),
    plan === null
      ? '<p class="lead">The scenario of this result is not at hand: it can be looked at, not run again.</p>'
      : form(plan),
    '<div id="going"><progress value="0" max="1" aria-label="How far the run has come"></progress><p class="note" id="progress">No run is under way.</p></div>',
    '<p id="failed" role="alert"></p></header>',
    '<main><section><h2>Runs</h2><ol id="runs"></ol></section>',
    '<section><h2>Where users wait</h2><p class="lead">Countries by the time within which three quarters of their requests so far had a first byte (p75); circles are PoPs, sized by traffic.</p>',
    mapDefinitions(world, []),
    landDefinition(world),
    '<div class="mapsheet"><input type="radio" id="times" checked hidden aria-label="Time"><div class="grid" id="maps"></div></div>',
    `<h3>p75, ms</h3>${scale('q', TTFB_EDGES_MS)}</section>`,
    '<section><h2>Time to first byte so far</h2><div class="grid"><div id="glance"></div></div></section>',
    followSection(world),
    '</main><script src="script.js"></script></body></html>',
  ].join('\n');
}

/** Where one request is played in simulated time: its way on the map, and its phases in each arm. */
function followSection(world: World): string {
  return [
    '<section id="follow"><h2>Follow a request</h2><p class="lead">Every arm serves the same request. It is played ten times slower than it happened in simulated time: a line lights up where the request is, and each phase is listed as it begins.</p>',
    '<div class="control"><label for="pick">Request</label><select id="pick"><option value="">the newest</option></select><button type="button" id="play" disabled>Play</button>',
    '<input type="range" id="when" min="0" max="1000" value="0" aria-label="Simulated time since the request began" disabled><output id="said" for="when">No request has come yet.</output></div>',
    svg(
      world.size,
      { className: 'map', label: 'The way of the request in each arm' },
      '<use class="blank" href="#land"/>',
      '<g id="ways"></g>',
    ),
    '<div class="grid three" id="phases"></div></section>',
  ].join('');
}

function form(plan: Plan): string {
  const rate = plan.workload.requestsPerSecond;
  const requests = Math.min(1_000_000, Math.max(1, Math.round((rate * plan.windowMs) / 1000)));
  const ttl = ttlSecondsOf(plan);
  const region = plan.arms[0]?.region ?? '';
  const options = regionIds().map(
    (id) => `<option${id === region ? ' selected' : ''}>${escapeHtml(id)}</option>`,
  );
  const arms = plan.arms.map(
    ({ name }) =>
      `<label><input type="checkbox" name="arm" value="${escapeHtml(name)}" checked${name === plan.baseline ? ' disabled' : ''}>${escapeHtml(name)}</label>`,
  );
  const traced = plan.workload.arrivals.trace !== null;
  return [
    '<form id="form">',
    number('seed', 'First seed', { value: 1, min: 0, step: '1' }),
    number('seeds', 'Seeds', { value: 5, min: 1, step: '1' }),
    number('requests', 'Requests a trial', { value: requests, min: 1, step: '1' }),
    traced ? '' : number('ratePerSecond', 'Requests a second', { value: rate, min: 0, step: 'any' }),
    ttl === null ? '' : number('ttlSeconds', 'Cache TTL of stores, s', { value: ttl, min: 0, step: 'any' }),
    `<label>Origin region<select name="region">${options.join('')}</select></label>`,
    `<fieldset><legend class="hidden">Arms</legend>${arms.join('')}</fieldset>`,
    '<button type="submit" id="start">Run</button><button type="button" id="stop" disabled>Stop</button>',
    '</form>',
  ].join('');
}

function number(name: string, title: string, at: { value: number; min: number; step: string }): string {
  return `<label>${title}<input type="number" name="${name}" value="${at.value}" min="${at.min}" step="${at.step}" required></label>`;
}
