// The hand-out of the lessons on one page: words, formulas, and typical figures out of the project's own tables, each with its source.
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

/** The hand-out as Markdown. */
export function handout(): string {
  return [
    '# The edge on one page',
    '<!-- Made by `npm run figures` from the tables of the project; a test holds it. -->',
    '## Words',
    tableOf(['Word', 'Means'], WORDS),
    '## Formulas',
    tableOf(['Formula', 'Note'], FORMULAS),
    '## Round trips between regions over the internet, modelled',
    tableOf(['Way', 'Round trip', 'Light in fibre along the great circle'], ways()),
    '## Typical figures',
    tableOf(['Figure', 'Value', 'Source', 'Lesson'], figures()),
    'Assumed figures are nobody’s measurement: change them in a scenario and see whether your conclusion stands. All of them: `npx antipode platforms --sources`.\n',
  ].join('\n\n');
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
    return [name, `${value} ${unit}`, `${source} (${confidence}, ${retrieved})`, String(lesson)];
  });
}

function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
