// The script of the local page: sends what the form says, and shows what the server tells by server-sent events.
import { FOLLOW_SCRIPT } from './follow-script.ts';

/** The script as text; what it inserts as HTML was made, and escaped, by this very server. */
export const SERVE_SCRIPT = `(() => {
'use strict';
const $ = (id) => document.getElementById(id);
const form = $('form'), begin = $('start'), stop = $('stop'), bar = document.querySelector('progress');
const fail = (text) => { $('failed').textContent = text; };
const post = async (path, body) => {
  fail('');
  const answer = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) fail((await answer.json()).message);
};
if (form) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const all = new FormData(form), changes = {};
    for (const name of ['seed', 'seeds', 'requests', 'ratePerSecond', 'ttlSeconds'])
      if (all.has(name)) changes[name] = Number(all.get(name));
    // An untouched region is left to the scenario: its arms may stand in different ones.
    const region = form.elements.region;
    if (![...region.options].find((one) => one.selected).defaultSelected) changes.region = region.value;
    const ttl = form.elements.ttlSeconds;
    if (ttl && ttl.value === ttl.defaultValue) delete changes.ttlSeconds;
    changes.arms = [...form.querySelectorAll('[name=arm]:checked')].map((one) => one.value);
    post('run', changes);
  });
  stop.addEventListener('click', () => post('stop', {}));
}
const el = (tag, text, href) => { const e = document.createElement(tag); e.textContent = text; if (href) { e.href = href; e.target = '_blank'; e.rel = 'noopener'; } return e; };
const events = new EventSource('events');
const on = (name, then) => events.addEventListener(name, (event) => then(JSON.parse(event.data)));
on('progress', ({ running, share, text }) => {
  bar.value = share;
  $('progress').textContent = running ? text : 'No run is under way.';
  if (form) { begin.disabled = running; stop.disabled = !running; }
});
on('live', (view) => { for (const id of ['maps', 'glance']) $(id).innerHTML = view[id]; });
on('runs', (runs) => {
  $('runs').replaceChildren(...runs.map(({ number, title, sentence }) => {
    const item = el('li', ''), links = el('p', '');
    links.append(el('a', 'report', 'report/' + number), ' · ', el('a', 'arms compared', 'compare/' + number));
    for (const other of new Set([1, number - 1])) if (other > 0 && other < number)
      links.append(' · ', el('a', 'against run ' + other, 'compare/' + other + '/' + number));
    item.append(el('p', title), el('p', sentence), links);
    return item;
  }));
});
const guess = $('guess');
// A lesson answers when a run has ended: what was predicted goes along.
if (guess) on('runs', async (runs) => {
  if (runs.length === 0) return;
  const answer = await fetch('lesson/' + runs.length + '?guess=' + encodeURIComponent(guess.value));
  if (answer.ok) $('told').innerHTML = await answer.text(); else fail(await answer.text());
});
on('failed', ({ message }) => fail(message));${FOLLOW_SCRIPT}
events.onerror = () => { $('progress').textContent = 'The server has ended.'; if (form) { begin.disabled = true; stop.disabled = true; } events.close(); };
})();
`;
