// The house rules that a linter cannot hold: file sizes and names, first lines, the machine's clock, powers, constants, error codes, signposts.
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import lintConfig from '../.oxlintrc.json' with { type: 'json' };
import tsConfig from '../tsconfig.json' with { type: 'json' };
import { ERROR_CODES } from '../sim/errors.ts';
import type { Sourced } from '../sim/plan.ts';
import { figuresOf } from '../sim/platforms/platform.ts';
import { platforms } from '../sim/platforms/index.ts';
import { storeKinds } from '../sim/stores/index.ts';
import { TOPOLOGY_CONSTANTS } from '../topology/provenance.ts';
import { codeOf, coreFiles, hostFiles, projectText, sourceFiles, walk } from './house-files.ts';

const LONGEST_FILE = 300;

/** Files that may look at the machine's clock or wait on it, and why. */
const CLOCK_OWNERS: Readonly<Record<string, string>> = {
  'sim/cli/serve/follow-script.ts': 'runs in the browser and moves pictures there',
  'sim/cli/progress.ts': 'tells people how long they still have to wait',
  'sim/call/stop-watch.ts': 'measures the CPU that a call shows, which no result holds',
  'sim/runtime/profile.ts': 'measures CPU, once, as an input of later runs',
  'sim/ensemble/queue/producer.ts': 'looks after jobs whose end it was not told of',
  'sim/ensemble/queue/worker.ts': 'reports progress of threads that go on meanwhile',
  'sim/ensemble/threads.ts': 'reports progress of threads that go on meanwhile',
  'sim/ensemble/trial-cache.ts': 'notes when a kept trial was last used',
  'sim/ensemble/trial-thread.ts': 'ends threads that give no sign of life',
};

describe('files', () => {
  test('have at most 300 lines', () => {
    const long = sourceFiles().filter(({ lines }) => lines.length > LONGEST_FILE);
    expect(long.map(({ path, lines }) => `${path}: ${lines.length}`)).toEqual([]);
  });

  test('have names of small letters, digits and hyphens', () => {
    const folders = ['sim', 'topology', 'reports', 'scenarios', 'test'];
    const paths = folders.flatMap((folder) => walk(folder)).filter((path) => !/\.(md|snap)$/.test(path));
    expect(paths.filter((path) => !/^[a-z0-9-]+(\/[a-z0-9-]+)*(\.[a-z0-9]+)+$/.test(path))).toEqual([]);
  });

  test('say in their first line what they are for', () => {
    const silent = sourceFiles().filter(({ lines }) => {
      const first = lines[0]?.startsWith('#!') ? lines[1] : lines[0];
      return !/^\/\/ \S.{15,}[.?!:]$/.test(first ?? '');
    });
    expect(silent.map(({ path, lines }) => `${path}: ${lines[0]}`)).toEqual([]);
  });

  test('name what they export one by one', () => {
    const barrels = sourceFiles().filter(({ text }) => /^export \*/m.test(text));
    expect(barrels.map(({ path }) => path)).toEqual([]);
  });
});

describe('messages', () => {
  test('name commands as they are typed: with npx', () => {
    const commands = 'run|check|call|trace|report|compare|sweep|merge|place|import|schema|lesson|topology';
    const bare = new RegExp(`(?:^|[^x]) antipode (?:${commands})\\b|["'\`]antipode (?:${commands})\\b`);
    const found = hostFiles().flatMap(({ path, lines }) =>
      lines
        .filter((line) => bare.test(line) && !/^\s*(?:\/\/|\*|\/\*\*|'antipode [^']*',$)/.test(line))
        // `examples` puts npx before each of its lines.
        .filter((line) => !/examples\(|title: 'antipode/.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  });
});

describe('the core is deterministic:', () => {
  test.each([
    [
      'the clock of the machine',
      /\b(Date\.now|performance\.now|process\.hrtime|setTimeout|setInterval)\(|\bnew Date\(\)/,
    ],
    ['waiting on the machine', /\bsetImmediate\(|from ['"](node:)?timers/],
  ])('%s is the business of a few files', (_what, pattern) => {
    const found = hostFiles().filter((file) => pattern.test(codeOf(file)));
    expect(found.map(({ path }) => path).filter((path) => !Object.hasOwn(CLOCK_OWNERS, path))).toEqual([]);
  });

  test('nothing is random that a seed does not decide', () => {
    const found = hostFiles().filter((file) =>
      /\b(Math\.random|crypto\.randomUUID|randomBytes)\(/.test(codeOf(file)),
    );
    // The secret address of the local page must be a guess for everybody; nothing simulated depends on it.
    expect(found.map(({ path }) => path)).toEqual(['sim/cli/serve/token.ts']);
  });

  test('powers are written as products, because engines differ in their last digit', () => {
    const found = coreFiles().filter((file) => / \*\*=? |\bMath\.pow\b/.test(codeOf(file)));
    expect(found.map(({ path }) => path)).toEqual([]);
  });

  test('no module holds state: a trial may share its process with others', () => {
    // Code inside the realm is evaluated once per trial, so its modules belong to one trial only.
    const found = coreFiles().filter(
      ({ path, text }) => !path.startsWith('sim/runtime/web/') && /^(export )?let /m.test(text),
    );
    expect(found.map(({ path }) => path)).toEqual([]);
  });

  test('simjs is touched by sim/kernel/des.ts alone', () => {
    const found = sourceFiles().filter(({ text }) =>
      /\b(from|import|require|resolve)[ (]*['"]simjs['"/]/.test(text),
    );
    expect(found.map(({ path }) => path).filter((path) => !path.startsWith('test/'))).toEqual([
      'sim/kernel/des.ts',
    ]);
  });
});

describe('figures of the world', () => {
  const figures: readonly Sourced[] = [
    ...TOPOLOGY_CONSTANTS,
    ...Object.values(platforms).flatMap(figuresOf),
    ...Object.values(storeKinds).flatMap((kind) => kind.figures),
  ];

  test('carry value, unit, source, date and confidence', () => {
    const poor = figures.filter(
      ({ name, value, unit, source, retrieved, confidence }) =>
        name === '' ||
        value === '' ||
        Number.isNaN(value) ||
        unit === '' ||
        source.length < 8 ||
        !/^\d{4}(-\d{2}(-\d{2})?)?/.test(retrieved) ||
        !['measured', 'documented', 'assumed'].includes(confidence),
    );
    expect(poor).toEqual([]);
    expect(figures.length).toBeGreaterThan(30);
  });

  test('have a name of their own', () => {
    const names = figures.map(({ name }) => name);
    // Platforms may share a figure, such as a limit documented once; then it is the same in all of them.
    const texts = new Set(figures.map((figure) => JSON.stringify(figure)));
    expect(new Set(names).size).toBe(texts.size);
  });

  test('in data files stand beside their source, date and confidence', () => {
    const files = walk('topology/data').filter((path) => path.endsWith('.json'));
    const poor = files.filter((path) => {
      const data: unknown = JSON.parse(projectText(path) ?? 'null');
      const has = (name: string): boolean =>
        typeof data === 'object' && data !== null && typeof Reflect.get(data, name) === 'string';
      return !(has('source') && has('retrieved') && has('confidence'));
    });
    expect(poor).toEqual([]);
    expect(files.length).toBeGreaterThan(5);
  });
});

describe('every error code', () => {
  const tests = sourceFiles().filter(({ path }) => path.startsWith('test/'));
  const code = coreFiles().filter(({ path }) => path !== 'sim/errors.ts');

  test.each(Object.keys(ERROR_CODES))('%s is thrown somewhere and tested somewhere', (name) => {
    const quoted = new RegExp(`['"]${name}['"]|error ${name}\\b`);
    expect(code.some(({ text }) => quoted.test(text))).toBe(true);
    expect(tests.some(({ path, text }) => !path.endsWith('house.test.ts') && quoted.test(text))).toBe(true);
  });
});

describe('the tools hold the rest:', () => {
  test('TypeScript is strict and its types can be stripped', () => {
    expect(tsConfig.compilerOptions).toMatchObject({
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      erasableSyntaxOnly: true,
      verbatimModuleSyntax: true,
    });
  });

  test('the linter refuses long functions, any, non-null marks, floating promises, default exports and cycles', () => {
    expect(lintConfig.rules['max-lines-per-function'][1]).toMatchObject({ max: 70 });
    for (const rule of [
      'typescript/no-explicit-any',
      'typescript/no-non-null-assertion',
      'typescript/no-floating-promises',
      'import/no-default-export',
      'import/no-cycle',
    ] as const)
      expect(lintConfig.rules[rule]).toBe('error');
  });

  test('no file switches a rule off without saying why', () => {
    const found = sourceFiles().flatMap(({ path, lines }) =>
      lines
        .filter((line) => /(eslint|oxlint)-disable(?!.* -- \S)/.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  });
});

describe('signposts lead somewhere:', () => {
  const readme = projectText('README.md');

  test.skipIf(readme === undefined)('every path in the README’s tables exists', () => {
    const rows = (readme ?? '').split('\n').filter((line) => line.startsWith('|'));
    const paths = rows.flatMap((row) => [...row.matchAll(/`([\w./-]+)`/g)].map((match) => match[1] ?? ''));
    const named = paths.filter((path) => /^(topology|sim|reports|scenarios|test)\//.test(path));
    const missing = named.filter((path) => !existsSync(new URL(`../${path}`, import.meta.url)));
    expect(missing).toEqual([]);
    expect(named.length).toBeGreaterThan(10);
  });
});
