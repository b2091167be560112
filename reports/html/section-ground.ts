// What the report rests on: assumed and documented constants with their sources, accuracy, and how to run it again.
import { formatCount, formatDuration } from '../format.ts';
import type { RunResult } from '../result.ts';
import { escapeHtml, plainText } from '../text.ts';
import { htmlTable } from './table.ts';

const CONFIDENCE = ['assumed', 'documented', 'measured'] as const;

/** Constants, the least certain first. */
export function constantsSection(result: RunResult): string {
  const counts = CONFIDENCE.map(
    (kind) => `${formatCount(result.constants.filter((one) => one.confidence === kind).length)} ${kind}`,
  );
  const table = (kinds: readonly string[], caption: string): string =>
    htmlTable({
      caption,
      columns: [
        { title: 'constant' },
        { title: 'value', numeric: true },
        { title: 'unit' },
        { title: 'source' },
        { title: 'retrieved' },
        { title: 'confidence' },
      ],
      rows: CONFIDENCE.filter((kind) => kinds.includes(kind)).flatMap((kind) =>
        result.constants
          .filter((one) => one.confidence === kind)
          .map((one) => [
            plainText(one.name, 80),
            typeof one.value === 'number'
              ? one.value.toLocaleString('en', { maximumFractionDigits: 6 })
              : plainText(one.value, 60),
            plainText(one.unit, 24),
            plainText(one.source, 240),
            plainText(one.retrieved, 24),
            one.confidence,
          ]),
      ),
      limit: 240,
    });
  const sure = result.constants.filter((one) => one.confidence !== 'assumed').length;
  return [
    '<section id="assumed"><h2>What was assumed</h2>',
    `<p class="lead">The model uses ${formatCount(result.constants.length)} constants: ${counts.join(', ')}. The assumed ones have no public figure; change them in the scenario to see what depends on them. ${escapeHtml(result.rttAccuracy, 300)}</p>`,
    table(['assumed'], 'Assumed constants'),
    sure === 0
      ? ''
      : `<details><summary>${formatCount(sure)} documented and measured constants</summary>${table(['documented', 'measured'], 'Documented and measured constants')}</details>`,
    '</section>',
  ].join('');
}

/** How to get the same bytes again. */
export function reproduceSection(result: RunResult): string {
  const first = result.seeds[0] ?? 1;
  const consecutive = result.seeds.every((seed, i) => seed === first + i);
  const seeds = consecutive ? ` --seed ${first} --seeds ${result.seeds.length}` : '';
  // Where the file lay belongs to the machine; the result itself knows only its name.
  const { scenarioPath } = result.machine;
  const path = typeof scenarioPath === 'string' ? scenarioPath : result.scenario.path;
  const command = `npx antipode run ${plainText(path, 200)}${seeds}`;
  const facts = [
    ['question', plainText(result.scenario.question, 300)],
    ['scenario', plainText(result.scenario.path, 200)],
    ['seeds', result.seeds.slice(0, 40).join(', ')],
    ['window', `${formatDuration(result.windowMs)} after ${formatDuration(result.warmupMs)} of warm-up`],
    ['plan digest', plainText(result.planDigest, 80)],
    ['engine', plainText(result.engineVersion, 40)],
    ...Object.entries(result.data).map(([name, version]) => [
      `data: ${plainText(name, 40)}`,
      plainText(version, 80),
    ]),
  ];
  const list = facts.map(
    ([term, text]) => `<dt>${escapeHtml(term ?? '')}</dt><dd>${escapeHtml(text ?? '', 300)}</dd>`,
  );
  return `<section id="reproduce"><h2>How to reproduce it</h2><p class="lead">The same plan and seeds give the same result, byte for byte, on any machine.</p><pre><code>${escapeHtml(command, 400)}</code></pre><dl class="facts-list">${list.join('')}</dl></section>`;
}
