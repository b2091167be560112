// The hand-out of the lessons on one page: words, formulas, and typical figures out of the project's own tables, each with its source.
import { escapeHtml } from '../../reports/text.ts';
import { figuresOf } from '../../sim/platforms/platform.ts';
import { platforms } from '../../sim/platforms/index.ts';
import { storeKinds } from '../../sim/stores/index.ts';
import { regionById } from '../../topology/catalog.ts';
import { TOPOLOGY_CONSTANTS } from '../../topology/provenance.ts';
import { createRttModel } from '../../topology/rtt.ts';

const WORDS = [
  ['RTT', 'round trip between two places: there and back'],
  ['TTFB', "from the user's first packet to the first byte of the response"],
  [
    'PoP',
    'point of presence: a site of a network near users, where connections end, caches lie and code may run',
  ],
  ['Origin', 'the region where the data and the servers of a site stand'],
  ['Anycast', 'one address announced by every PoP; the routers of the internet choose'],
  ['Cold start', 'fetching and compiling code and starting an instance, while a request waits'],
  ['Hit ratio', 'answers from a cache ÷ requests that it could have answered'],
  ['Offload', 'share of requests that never reach the origin'],
  ['Egress', 'bytes that leave a region, for which clouds charge'],
  ['Consistency lag', 'from the issue of a write at one PoP to its visibility at another'],
  ['p95', 'nineteen of twenty requests are at most as slow'],
] as const;

const FORMULAS = [
  ['RTT ≥ 2 × length of the way × group index ÷ speed of light', 'no machine makes it shorter (lesson 1)'],
  ['TTFB on a new connection = DNS + 3 × RTT + server', 'TCP, TLS 1.3, request; HTTP/3: 2 × RTT (lesson 2)'],
  ['TTFB on a reused connection = RTT + server', 'why keep-alive matters (lesson 2)'],
  ['hit ratio ≈ r ÷ (1 + r)', 'r: requests for a page in one PoP while it is fresh (lesson 5)'],
  ['egress a month = requests × (1 − hit ratio) × size', 'then × price (lesson 6)'],
  ['wait for a write at a PoP with a copy: 0 to the life of the copy', 'half of it on average (lesson 7)'],
  ['n questions one after the other = n × RTT to the data', 'at the same time: 1 × (lesson 9)'],
] as const;

/** Ways that lessons talk about, over the internet. */
const WAYS = [
  ['aws:ap-southeast-1', 'aws:us-east-1'],
  ['aws:eu-central-1', 'aws:us-east-1'],
  ['aws:sa-east-1', 'aws:us-east-1'],
  ['aws:ap-south-1', 'aws:eu-central-1'],
  ['aws:ap-southeast-1', 'aws:ap-northeast-1'],
] as const;

/** Figures of the tables by name, and in which lesson they matter. */
const FIGURES: readonly (readonly [string, number])[] = [
  ['speed of light in vacuum', 1],
  ['group index of fibre', 1],
  ['anycast: share of users who land on the nearest site', 3],
  ['anycast: extra distance, 90th percentile', 3],
  ['Lambda: init of nodejs24.x at 1,024 MB, hello world', 4],
  ['Workers: fixed part of a cold start', 4],
  ['Fastly: instantiation', 4],
  ['KV: default cacheTtl', 7],
  ['KV: minimum cacheTtl', 7],
  ['KV: writes per second of a key', 8],
  ['Workers, free plan: CPU limit', 9],
  ['Workers: memory limit of an isolate', 9],
];

/** A table of the hand-out under its heading. */
interface Part {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const TITLE = 'The edge on one page';
const MADE = '<!-- Made by `npm run figures` from the tables of the project; a test holds it. -->';
const CLOSING =
  'Assumed figures are nobody’s measurement: change them in a scenario and see whether your conclusion stands. All of them: `npx antipode platforms --sources`.';

function parts(): Part[] {
  return [
    { title: 'Words', head: ['Word', 'Means'], rows: WORDS },
    { title: 'Formulas', head: ['Formula', 'Note'], rows: FORMULAS },
    {
      title: 'Round trips between regions over the internet, modelled',
      head: ['Way', 'Round trip', 'Light in fibre along the great circle'],
      rows: ways(),
    },
    { title: 'Typical figures', head: ['Figure', 'Value', 'Source', 'Lesson'], rows: figures() },
  ];
}

/** The hand-out as Markdown, to read. */
export function handout(): string {
  const tables = parts().flatMap(({ title, head, rows }) => [`## ${title}`, tableOf(head, rows)]);
  return [`# ${TITLE}`, MADE, ...tables, `${CLOSING}\n`].join('\n\n');
}

const STYLE = `:root{color-scheme:light dark}body{font:15px/1.4 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem;margin:0}h2{font-size:1.05rem;margin:1.2rem 0 .2rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.15rem .8rem .15rem 0;border-bottom:1px solid #8884}
th{font-weight:600}td{overflow-wrap:anywhere}td:first-child{min-width:6rem}td:nth-last-child(n+2):nth-child(2){min-width:4.5rem}code{white-space:nowrap}p{margin:.8rem 0 0}
@page{margin:11mm}@media print{td:nth-last-child(n+2):nth-child(2){white-space:nowrap}body{font-size:10.5px;line-height:1.25;max-width:none;margin:0;padding:0}h1{font-size:19px}h2{font-size:13px;margin:.7rem 0 .1rem}th,td{padding:.1rem .6rem .1rem 0}tr{break-inside:avoid}p{margin:.5rem 0 0}}`;

/** The hand-out as a page without network, to print: one side of paper. */
export function handoutPage(): string {
  const cells = (tag: 'th' | 'td', row: readonly string[]): string =>
    `<tr>${row.map((cell) => `<${tag}>${escapeHtml(cell, 300)}</${tag}>`).join('')}</tr>`;
  const tables = parts().map(
    ({ title, head, rows }) =>
      `<h2>${escapeHtml(title)}</h2>\n<table>\n<thead>${cells('th', head)}</thead>\n<tbody>\n${rows.map((row) => cells('td', row)).join('\n')}\n</tbody>\n</table>`,
  );
  const closing = escapeHtml(CLOSING, 300).replaceAll(/&#96;(.*?)&#96;/g, '<code>$1</code>');
  return `<!doctype html>
<html lang="en">
${MADE}
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${TITLE}</title>
<style>${STYLE}</style></head>
<body><main>
<h1>${TITLE}</h1>
${tables.join('\n')}
<p>${closing}</p>
</main></body>
</html>
`;
}

function ways(): string[][] {
  const model = createRttModel();
  return WAYS.map(([from, to]) => {
    const [a, b] = [regionById(from), regionById(to)];
    const { rtt, lightFibreMs } = model.explain(a, b, 'transit');
    return [`${a.name} – ${b.name}`, `${rtt.ms.toFixed(0)} ms`, `${lightFibreMs.toFixed(0)} ms`];
  });
}

function figures(): string[][] {
  const known = [
    ...TOPOLOGY_CONSTANTS,
    ...Object.values(platforms).flatMap(figuresOf),
    ...Object.values(storeKinds).flatMap((kind) => kind.figures),
  ];
  return FIGURES.map(([name, lesson]) => {
    const figure = known.find((one) => one.name === name);
    if (figure === undefined) throw new Error(`no table holds the figure "${name}"`);
    const { value, unit, source, retrieved, confidence } = figure;
    return [name, valueOf(value, unit), `${source} (${confidence}, ${retrieved})`, String(lesson)];
  });
}

/** A figure as people write it. */
function valueOf(value: number | string, unit: string): string {
  const text = typeof value === 'number' ? value.toLocaleString('en', { maximumFractionDigits: 3 }) : value;
  if (unit === 'ratio') return text;
  return unit === '1/s' ? `${text} a second` : `${text} ${unit}`;
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
