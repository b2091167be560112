// What the READMEs say can be done: every command runs, and every link leads somewhere.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import packageFile from '../../package.json' with { type: 'json' };
import { runCli } from '../cli/run-cli.ts';
import { walk } from '../house-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'antipode-readmes-'));
afterAll(() => rmSync(folder, { recursive: true }));

const pages = [
  'README.md',
  ...['sim', 'topology', 'scenarios', 'reports', 'test'].flatMap((one) => walk(one)),
]
  .filter((path) => path.endsWith('.md'))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

/** The lines of shell that a page shows, without comments. */
function commandsOf(text: string): string[] {
  return [...text.matchAll(/```sh\n(.*?)```/gs)]
    .flatMap(([, block = '']) => block.split('\n'))
    .map((line) => line.replace(/\s+#.*$/, '').trim())
    .filter((line) => line !== '');
}

const commands = [...new Set(pages.flatMap(({ text }) => commandsOf(text)))];

/** Run by tests of their own: with a browser, a queue, other shards, a terminal, or at the size of their tables. */
const ELSEWHERE = [
  / (serve|worker|merge|lesson)\b/,
  / --(shard|queue)\b/,
  / profile scenarios\/(images|redirects)\//,
  /^npx antipode run \S+ --seeds 1 --requests \d+$/,
];

/** Runs are made small, and what they write stays out of the project. */
function argvOf(command: string): string[] {
  const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
  const argv = words.slice(2).map((word) => (word.startsWith('out/') ? join(folder, word) : word));
  const [name = '', scenario = ''] = argv;
  if (name !== 'run' && name !== 'sweep') return argv;
  const small = ['--seeds', '1', '--requests', '200', '--no-cache', '--quiet'];
  const out = argv.includes('--out')
    ? []
    : ['--out', join(folder, 'out', `${scenario.replace(/^.*\//, '')}${name === 'sweep' ? '-sweep' : ''}`)];
  return [...argv, ...small, ...out];
}

describe('commands of the READMEs', () => {
  const ours = commands.filter((one) => one.startsWith('npx antipode '));

  test.each(ours.filter((one) => !ELSEWHERE.some((pattern) => pattern.test(one))))(
    '%s',
    { timeout: 120_000 },
    async (command) => {
      const { code, err } = await runCli(argvOf(command));
      // A run that was made small may miss a threshold that holds at full size.
      expect({ code: code === 4 ? 0 : code, err }).toMatchObject({ code: 0 });
    },
  );

  test('scripts that are named exist', () => {
    const named = pages.flatMap(({ text }) =>
      [...text.matchAll(/\bnpm run ([a-z]+)\b/g)].map(([, name = '']) => name),
    );
    expect([...new Set(named)].filter((name) => !Object.hasOwn(packageFile.scripts, name))).toEqual([]);
  });

  test('commands that begin otherwise are few, and files that they run exist', () => {
    const others = commands.filter((one) => !one.startsWith('npx antipode '));
    expect(others.filter((one) => !/^(npm (ci|test|start|install|run)|node )/.test(one))).toEqual([]);
    const files = others.flatMap((one) => /^node (\S+)/.exec(one)?.[1] ?? []);
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });
});

test('every link of a page leads to a file that exists', () => {
  const broken = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target.replace(/#.*$/, ''))
      .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
      .filter((target) => !existsSync(join(dirname(path), target)))
      .map((target) => `${path}: ${target}`),
  );
  expect(broken).toEqual([]);
});
