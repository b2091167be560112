// A story whose README prints a table of metrics by arm is run as the command there says: the table holds the numbers that come out, and what is quoted is said.
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { expect, test } from 'vitest';
import { findingsOf } from '../../reports/findings.ts';
import type { RunResult } from '../../reports/result.ts';
import { runEnsemble } from '../../sim/ensemble/run.ts';
import { type LoadedScenario, loadPlan } from '../../sim/scenario/load.ts';

type Arm = RunResult['arms'][number];

/** A README with the command of its table: one seed, so many requests. */
interface Story {
  readonly folder: string;
  readonly readme: string;
  readonly requests: number;
}

const stories = readdirSync('scenarios', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('README.md'))
  .flatMap((path): Story[] => {
    const readme = readFileSync(`scenarios/${path}`, 'utf8');
    const folder = `scenarios/${path.replace('/README.md', '')}`;
    const requests = new RegExp(`antipode run ${folder} --seeds 1 --requests (\\d+)`).exec(readme)?.[1];
    return requests === undefined ? [] : [{ folder, readme, requests: Number(requests) }];
  });

/** The tables whose first column is the arm and whose others are named as metrics, counters or outcomes are, each with its header and as it would be written from the result. */
function tables({ readme }: Story, arms: readonly Arm[], metrics: RunResult['metrics']) {
  const headers = [...readme.matchAll(/^\| Arm \|( `[\w.]+` \|)+$/gm)].map(([header]) => header);
  return headers.map((header) => {
    const names = [...header.matchAll(/`([\w.]+)`/g)].map(([, name = '']) => name);
    const rows = arms.map(
      (arm) => `| \`${arm.name}\` | ${names.map((name) => cell(arm, name, metrics)).join(' | ')} |`,
    );
    return [header, `|${'---|'.repeat(names.length + 1)}`, ...rows].join('\n');
  });
}

/** What handlers are by themselves: the size of their code, the evaluation and heap of a module, and the CPU time of each kind of request through all of its segments. */
function handlerTables({ bundles, plan }: LoadedScenario): string[] {
  const known = Object.entries(bundles).map(([handler, { sizeBytes, digest }]) => {
    const profile = plan.profiles[digest];
    if (profile === undefined) throw new Error(`${handler} has no profile`);
    return { handler, sizeBytes, profile };
  });
  const modules = known.map(({ handler, sizeBytes, profile }) => {
    const sizes = [sizeBytes, profile.moduleHeapBytes].map((bytes) => `${(bytes / 1e6).toFixed(2)} MB`);
    return `| \`${handler}\` | ${sizes[0]} | ${profile.evaluateMs.toFixed(1)} ms | ${sizes[1]} |`;
  });
  const times = known.flatMap(({ handler, profile }) =>
    Object.entries(profile.classes).map(([kind, segments]) => {
      const sum = (pick: (times: readonly number[]) => number | undefined): string =>
        (segments.reduce((total, list) => total + (pick(list) ?? 0), 0) / 1000).toFixed(1);
      return `| \`${handler}\` | ${kind} | ${sum((list) => list[list.length >> 1])} ms | ${sum((list) => list.at(-1))} ms |`;
    }),
  );
  return [
    ['| Handler | Code | Evaluation | Heap |', '|---|---|---|---|', ...modules],
    ['| Handler | Request | CPU, median | CPU, most |', '|---|---|---|---|', ...times],
  ].map((lines) => lines.join('\n'));
}

function cell(arm: Arm, name: string, metrics: RunResult['metrics']): string {
  const [family, ...rest] = name.split('.');
  if (family === 'outcomes') return String(arm.outcomes[rest.join('.')] ?? 0);
  const value = arm.summary[name] ?? arm.counters[name];
  if (value === undefined) return '–';
  switch (metrics[name]?.unit) {
    case 'ms':
      return value < 10 ? value.toFixed(1) : value.toFixed(0);
    case 'ratio':
      return `${(100 * value).toFixed(1)} %`;
    case 'bytes':
      return `${(value / 1e6).toFixed(1)} MB`;
    case 'USD':
      return `$${value.toFixed(2)}`;
    default:
      return String(value);
  }
}

/** Figures are written with spaces that do not break lines. */
function plainSpaces(words: string): string {
  return words.replaceAll(/\s/g, ' ');
}

test('there are stories with tables', () => {
  expect(stories.length).toBeGreaterThan(0);
});

test.each(stories)(
  '$folder: its tables hold what comes out, and its thresholds hold',
  { timeout: 120_000 },
  async (story) => {
    const loaded = await loadPlan(story.folder, story);
    const { plan, bundles, files, scenarioPath, unprofiled } = loaded;
    expect(unprofiled).toEqual([]);
    const result = await runEnsemble(plan, {
      bundles,
      files,
      seeds: [1],
      jobs: Math.min(2, availableParallelism()),
      kernel: 'packed',
      scenarioPath,
      onProgress: () => {},
      signal: new AbortController().signal,
    });
    const ofArms = tables(story, result.arms, result.metrics);
    expect(ofArms.length).toBeGreaterThan(0);
    const ofHandlers = handlerTables(loaded).filter((table) =>
      story.readme.includes(table.split('\n')[0] ?? ''),
    );
    for (const table of [...ofArms, ...ofHandlers]) expect(story.readme).toContain(table);
    const said = findingsOf(result).map(({ text }) => plainSpaces(text));
    for (const [, quoted = ''] of story.readme.matchAll(/^> (.+)$/gm))
      expect(said).toContain(plainSpaces(quoted));
    expect(result.thresholds.filter(({ ok }) => !ok)).toEqual([]);
  },
);
