// The page of claims as Markdown: a table of verdicts, then each claim with its numbers, sources and the command to run it again.
import { judgedClaims } from './claims.ts';
import type { Evidence } from './evidence.ts';

/** The whole page. */
export function claimsPage(evidence: Evidence): string {
  const claims = judgedClaims(evidence);
  const rows = claims.map(({ claim, verdict }) => `| ${claim} | ${verdict} |`);
  const sections = claims.map(({ claim, verdict, answer, sources, command }) =>
    [
      `## ${claim}`,
      '',
      `**${verdict[0]?.toUpperCase() ?? ''}${verdict.slice(1)}.** ${answer}`,
      '',
      ...sources.map((source) => `- ${source}`),
      ...(sources.length === 0 ? [] : ['']),
      '```sh',
      command,
      '```',
      '',
    ].join('\n'),
  );
  return [
    '# What the articles say, checked',
    '',
    'Written by `npm run claims` from two runs of this folder and the tables of platforms; a test writes it again and compares. Numbers of runs carry their',
    '95 % interval over three seeds. What a model cannot know is said: figures marked assumed or claimed are nobody’s measurement.',
    '',
    '| Claim | Verdict |',
    '|---|---|',
    ...rows,
    '',
    ...sections,
  ].join('\n');
}
