// The page's script: numbers on hover, sorting, searching, the time slider. The page says everything without it, too.

/** The script as text; it reads the JSON in `#data` and changes nothing but classes, texts and row order. */
export const PAGE_SCRIPT = `(() => {
'use strict';
const $ = (q, e) => (e || document).querySelector(q), $$ = (q, e) => [...(e || document).querySelectorAll(q)];
const root = document.documentElement; root.classList.add('js');
const data = JSON.parse($('#data').textContent);
const fmt = (v, u) => v === null || v === undefined ? '–' : Math.round(v).toLocaleString('en') + u;
const el = (tag, text, cls) => { const e = document.createElement(tag); if (text !== undefined) e.textContent = text; if (cls) e.className = cls; return e; };

// Maps: the readout shows a country or a PoP in every arm.
const out = $('#readout');
if (out) {
  const initial = [...out.childNodes];
  const show = (title, rows) => {
    out.replaceChildren(el('h4', title));
    const dl = el('dl');
    for (const [name, value, cls] of rows) dl.append(el('dt', name, cls), el('dd', value));
    out.append(dl);
  };
  const mark = (sel) => { $$('.lit').forEach((e) => e.classList.remove('lit')); if (sel) $$(sel).forEach((e) => e.classList.add('lit')); };
  const over = (event) => {
    const hit = event.target.closest('[data-c],[data-p]');
    if (!hit) return;
    const c = hit.dataset.c, p = hit.dataset.p;
    if (c !== undefined) {
      const row = data.countries[c];
      if (!row) return;
      mark('.land [data-c="' + c + '"]');
      show(row[0], [['requests', fmt(row[1], '')], ...data.arms.map((arm, i) => [arm.name + ' p75', fmt(row[2][i], ' ms'), arm.cls])]);
    } else {
      const row = data.pops[p];
      mark('.pops [data-p="' + p + '"]');
      show(row[0] + ' · ' + row[1], row[2].flatMap((one, i) => one ? [[data.arms[i].name, fmt(one[0], ' requests') + ', p50 ' + fmt(one[1], ' ms'), data.arms[i].cls]] : []));
    }
  };
  const maps = $('#maps');
  maps.addEventListener('pointerover', over);
  maps.addEventListener('click', over);
  maps.addEventListener('pointerleave', () => { mark(''); out.replaceChildren(...initial); });
}

// Curves: a line at the pointer and the share of each arm there.
for (const chart of $$('svg.ttfb-curves')) {
  const g = $('.hover', chart), low = +g.dataset.low, high = +g.dataset.high, left = 46, right = 526, ns = chart.namespaceURI;
  const line = document.createElementNS(ns, 'path'), text = document.createElementNS(ns, 'text');
  line.setAttribute('class', 'mark'); g.append(line, text);
  chart.addEventListener('pointermove', (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(chart.getScreenCTM().inverse());
    const x = Math.min(right, Math.max(left, point.x)), ms = low * Math.exp(Math.log(high / low) * (x - left) / (right - left));
    const shares = data.arms.map((arm) => {
      const at = arm.q.findIndex((v) => v > ms);
      return arm.name + ' ' + (at < 0 ? 100 : at) + ' %';
    });
    line.setAttribute('d', 'M' + x + ' 14V262');
    text.textContent = ms.toFixed(0) + ' ms: ' + shares.join(', ');
    text.setAttribute('y', 256); text.setAttribute('x', x < 286 ? x + 6 : x - 6); text.setAttribute('text-anchor', x < 286 ? 'start' : 'end');
    g.style.visibility = 'visible';
  });
  chart.addEventListener('pointerleave', () => { g.style.visibility = 'hidden'; });
}

// Long tables: sort by a column, search in all.
for (const table of $$('table.long')) {
  const body = $('tbody', table), heads = $$('thead th', table);
  const key = (row, i) => { const t = row.cells[i].textContent, v = parseFloat(t.replace(/,/g, '').replace('−', '-')); return !heads[i].classList.contains('t') ? (isNaN(v) ? null : v) : t; };
  heads.forEach((head, i) => head.firstChild.addEventListener('click', () => {
    const down = head.getAttribute('aria-sort') === 'ascending', sign = down ? -1 : 1;
    heads.forEach((one) => one.removeAttribute('aria-sort'));
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    const rows = [...body.rows].map((row) => [key(row, i), row]);
    rows.sort(([a], [b]) => a === b ? 0 : a === null ? 1 : b === null ? -1 : (typeof a === 'string' ? a.localeCompare(b) : a - b) * sign);
    body.append(...rows.map(([, row]) => row));
  }));
  const input = el('input'); input.type = 'search'; input.placeholder = 'Search'; input.setAttribute('aria-label', 'Search in: ' + table.caption.textContent);
  input.addEventListener('input', () => { const want = input.value.toLowerCase(); for (const row of body.rows) row.hidden = !row.textContent.toLowerCase().includes(want); });
  table.parentNode.before(input);
}

// One write over time: the slider and its play button.
const box = $('#spread');
if (box && data.spread) {
  const map = $('svg', box), range = $('input', box), play = $('button', box), say = $('output', box), ns = map.namespaceURI;
  $$('.dots', map).forEach((e) => e.remove());
  const points = data.spread.points.map(([x, y, ms, cached]) => {
    const c = document.createElementNS(ns, 'circle');
    c.setAttribute('cx', x); c.setAttribute('cy', y); c.setAttribute('r', 6.5);
    map.insertBefore(c, $('.origin', map));
    return { c, ms, old: cached ? 'old' : 'none' };
  });
  const end = data.spread.endMs;
  const draw = () => {
    // The slider is cubic, so that the first second is as easy to see as the last minute.
    const part = range.value / 1000, ms = end * part * part * part;
    let seen = 0;
    for (const p of points) { const now = p.ms <= ms; seen += now ? 1 : 0; p.c.setAttribute('class', now ? 'new' : p.old); }
    const text = ms < 10000 ? Math.round(ms).toLocaleString('en') + ' ms' : (ms / 1000).toFixed(1) + ' s';
    say.textContent = 'After ' + text + ', ' + seen + ' of ' + points.length + ' PoPs would return the new value';
    range.setAttribute('aria-valuetext', say.textContent);
  };
  let timer = 0;
  const stop = () => { cancelAnimationFrame(timer); timer = 0; play.textContent = 'Play'; };
  play.addEventListener('click', () => {
    if (timer) return stop();
    if (+range.value >= 1000) range.value = 0;
    play.textContent = 'Pause';
    const step = () => { range.value = Math.min(1000, +range.value + 2.5); draw(); if (+range.value >= 1000) stop(); else timer = requestAnimationFrame(step); };
    timer = requestAnimationFrame(step);
  });
  range.addEventListener('input', () => { stop(); draw(); });
  // It begins where half of the PoPs would return the new value: before and after are both to be seen.
  const half = data.spread.points.map((p) => p[2]).sort((a, b) => a - b)[points.length >> 1] || 0;
  range.value = Math.ceil(1000 * Math.cbrt(half / end)); draw();
}
})();
`;
