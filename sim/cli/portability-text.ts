// How `antipode check` says where a handler runs: platforms that run it in one list, the others with every obstacle.
import { painter, paragraph } from '../../reports/terminal-layout.ts';
import type { Obstacle, Portability } from '../platforms/portability.ts';
import type { Terminal } from './terminal.ts';

/** The answers of all platforms; those that meet the same obstacles stand together. */
export function portabilityText(answers: readonly Portability[], { columns, color }: Terminal): string {
  const paint = painter(color);
  const runs = answers.filter((one) => one.runs);
  const groups = new Map<string, Portability[]>();
  for (const answer of answers.filter((one) => !one.runs)) {
    const key = JSON.stringify(answer.obstacles);
    groups.set(key, [...(groups.get(key) ?? []), answer]);
  }
  const names = (some: readonly Portability[]): string => some.map(({ platform }) => platform).join(', ');
  return `${[
    ...(runs.length === 0 ? [] : paragraph(names(runs), { columns, first: '  runs on    ' })),
    ...[...groups.values()].flatMap((some) => [
      ...paragraph(names(some), { columns, first: '  not on     ' }).map((line) => paint(line, 'loss')),
      ...(some[0]?.obstacles ?? []).flatMap((obstacle) => obstacleLines(obstacle, columns)),
    ]),
    ...paragraph(adapterWords(runs), { columns, first: '  note       ' }),
  ].join('\n')}\n`;
}

function obstacleLines({ api, file, line, lacks, instead }: Obstacle, columns: number): string[] {
  return paragraph(`${file}:${line}: ${api}: ${lacks}. ${instead}`, { columns, first: '             ' });
}

function adapterWords(runs: readonly Portability[]): string {
  const adapted = runs.filter(({ needs }) => needs !== '').map(({ platform }) => platform);
  return adapted.length === 0
    ? 'all of them call it as it is'
    : `the code runs on all of these, but ${adapted.join(', ')} need an adapter: npx antipode platforms show ${adapted[0] ?? ''}`;
}
