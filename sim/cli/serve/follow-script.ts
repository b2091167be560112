// The part of the local page's script that plays single requests in simulated time, on the map and phase by phase.

/** The script as text; it expects `$`, `el` and `on` of the page's script. */
export const FOLLOW_SCRIPT = `
const NS = 'http://www.w3.org/2000/svg', SLOWER = 10;
const draws = (tag, cls, at) => { const e = document.createElementNS(NS, tag); e.setAttribute('class', cls); for (const name in at) e.setAttribute(name, at[name]); return e; };
const pick = $('pick'), play = $('play'), range = $('when'), said = $('said'), still = matchMedia('(prefers-reduced-motion: reduce)');
const requests = new Map(); let run = 0, shown = '', parts = [], end = 1, at = 0, frame = 0, before = 0, rest = 0;
const ms = (value) => (value < 10 && value > 0 ? value.toFixed(1) : Math.round(value).toLocaleString('en')) + ' ms';
const pause = () => { cancelAnimationFrame(frame); frame = 0; play.textContent = 'Play'; };
const part = (one) => {
  const box = el('div', ''), list = el('ol', ''), head = el('h3', one.arm + ' at ' + one.site);
  head.className = one.className;
  const bar = draws('svg', '', { viewBox: '0 0 1000 18', 'aria-hidden': 'true' });
  const bars = one.phases.map((phase) => draws('rect', 'ph-' + phase.kind, { x: 1000 * phase.startMs / end, y: 1, height: 16 }));
  bar.append(...bars); box.append(head, bar, list); $('phases').append(box);
  const [user, site, origin] = one.way;
  const ways = [[user, site], [site, origin]].map(([a, b]) => draws('path', one.className, { d: 'M' + a + 'L' + b }));
  $('ways').append(...(one.phases.some((phase) => phase.part === 1) ? ways : ways.slice(0, 1)), draws('circle', one.className, { cx: site[0], cy: site[1], r: 9 }), draws('circle', 'user', { cx: user[0], cy: user[1], r: 8 }));
  return { one, list, bars, ways };
};
const step = ({ one, list, bars, ways }) => {
  const begun = one.phases.filter((phase) => phase.startMs <= at);
  one.phases.forEach((phase, i) => bars[i].setAttribute('width', Math.max(0, 1000 * (Math.min(at, phase.endMs) - phase.startMs) / end)));
  const now = begun.findLast((phase) => at < phase.endMs);
  ways.forEach((way, i) => way.classList.toggle('now', now !== undefined && now.part === i));
  const lines = [...begun.map((phase) => phase.title + (at < phase.endMs ? ' …' : ', ' + ms(phase.endMs - phase.startMs)))];
  if (at >= one.ttfbMs) lines.push('first byte after ' + ms(one.ttfbMs) + (one.outcome === 'ok' ? '' : ' (' + one.outcome + ')'));
  if (at >= one.totalMs && one.totalMs >= one.ttfbMs + 1) lines.push('last byte after ' + ms(one.totalMs));
  if (lines.length !== list.childElementCount || list.lastChild && list.lastChild.textContent !== lines.at(-1)) list.replaceChildren(...lines.map((line) => el('li', line)));
  return one.arm + ': ' + (now === undefined ? lines.at(-1) : now.title);
};
const draw = () => {
  const state = parts.map(step).join('; ');
  range.value = 1000 * at / end;
  // Spoken only when a phase begins or ends, not with every frame.
  if (said.dataset.state !== state) { said.dataset.state = state; said.textContent = 'After ' + ms(at) + ' of simulated time. ' + state; range.setAttribute('aria-valuetext', said.textContent); }
};
const build = (key) => {
  const arms = [...requests.get(key).values()].sort((a, b) => a.className < b.className ? -1 : 1);
  shown = key; end = Math.max(1, ...arms.map((one) => Math.max(one.ttfbMs, one.totalMs)));
  $('phases').replaceChildren(); $('ways').replaceChildren();
  parts = arms.map(part); play.disabled = range.disabled = false;
};
const tick = (now) => {
  at = Math.min(end, at + (now - before) / SLOWER); before = now; draw();
  if (at < end) frame = requestAnimationFrame(tick);
  else { pause(); clearTimeout(rest); if (pick.value === '') rest = setTimeout(next, 2000); }
};
const start = () => { if (at >= end) at = 0; before = performance.now(); play.textContent = 'Pause'; frame = requestAnimationFrame(tick); };
const follow = (key) => { pause(); build(key); at = still.matches ? end : 0; draw(); if (!still.matches) start(); };
// The newest of those that most arms have served already.
const newest = () => [...requests].reduce((best, one) => best && best[1].size > one[1].size ? best : one, null)[0];
const next = () => { if (pick.value === '' && !frame && requests.size > 0 && newest() !== shown) follow(newest()); };
play.addEventListener('click', () => { clearTimeout(rest); if (frame) pause(); else start(); });
range.addEventListener('input', () => { pause(); clearTimeout(rest); at = end * range.value / 1000; draw(); });
pick.addEventListener('change', () => { clearTimeout(rest); if (pick.value === '') next(); else follow(pick.value); });
on('request', (one) => {
  if (one.run !== run) { run = one.run; requests.clear(); pause(); clearTimeout(rest); shown = ''; for (const option of [...pick.options].slice(1)) option.remove(); pick.value = ''; }
  if (!requests.has(one.key)) {
    requests.set(one.key, new Map());
    const option = el('option', one.title); option.value = one.key; pick.append(option);
  }
  requests.get(one.key).set(one.arm, one);
  if (one.key === shown) { build(shown); draw(); }
  else if (shown === '') next();
});
`;
