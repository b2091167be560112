// Scenario files of a wrong shape: in their structure, in what they refer to, in YAML itself, or as a whole.
import { GOOD, withLine } from './spoil.ts';
import type { BadFile } from './spoil.ts';

export const BAD_SHAPES: readonly BadFile[] = [
  // Kinds and shapes.
  {
    why: 'a list instead of a scenario',
    yaml: '- title: Good\n',
    at: '1:1',
    says: 'the scenario: expected a mapping, found a list',
  },
  {
    why: 'a text instead of a scenario',
    yaml: 'hello\n',
    at: '1:1',
    says: 'expected a mapping, found hello',
  },
  {
    why: 'a title that is a number',
    yaml: withLine(1, 'title: 5'),
    at: '1:8',
    says: 'expected a title (text), found 5',
  },
  {
    why: 'yes instead of true',
    yaml: `${GOOD}network: { mainlandChina: yes }\n`,
    at: '12:27',
    says: 'true or false',
  },
  {
    why: 'a request with two methods',
    yaml: withLine(6, '  - { get: /, post: / }'),
    at: '6:5',
    says: 'exactly one method',
  },
  {
    why: 'a request with a misspelt method',
    yaml: withLine(6, '  - { name: home, gte: / }'),
    at: '6:19',
    says: 'unknown key "gte"',
    hint: '"get"',
  },
  {
    why: 'a path without slash',
    yaml: withLine(6, '  - { get: me }'),
    at: '6:12',
    says: 'a path that begins with /',
  },
  {
    why: 'a variable that is a number',
    yaml: `${GOOD}vars: { SECRET: 12345 }\n`,
    at: '12:17',
    says: 'quote numbers',
  },
  {
    why: 'no arms',
    yaml: GOOD.split('\n').slice(0, 6).concat('arms: {}').join('\n'),
    at: '7:7',
    says: 'at least one arm',
  },
  {
    why: 'a token without a secret',
    yaml: withLine(6, '  - { get: /, headers: { authorization: "Bearer {jwt}" } }'),
    at: '6:41',
    says: '{jwt} needs the key "jwt"',
    hint: 'jwt:',
  },
  {
    why: 'a placeholder that nothing fills',
    yaml: withLine(6, '  - { get: "/u/{usr}" }'),
    at: '6:12',
    says: 'nothing fills in {usr}',
    hint: '{user}',
  },
  {
    why: 'a store of one arm without its kind',
    yaml: withLine(9, '  edge: { platform: cloudflare-workers, stores: { KV: { home: aws:us-east-1 } } }'),
    at: '9:51',
    says: 'its "kind" is needed',
  },
  // Thresholds and handlers.
  {
    why: 'a threshold on a misspelt metric',
    yaml: withLine(11, 'thresholds: ["edge.tftb.p95 < 400ms"]'),
    at: '11:14',
    says: 'no metric "tftb.p95"',
    hint: 'ttfb.p95',
  },
  {
    why: 'a threshold without a limit',
    yaml: withLine(11, 'thresholds: ["edge.ttfb.p95"]'),
    at: '11:14',
    says: 'one comparison',
  },
  {
    why: 'a handler that does not exist',
    yaml: withLine(4, 'handler: handlr.ts'),
    at: '4:10',
    says: 'there is no file handlr.ts',
    hint: 'handler.ts',
  },
  {
    code: 'E_BUNDLE',
    why: 'a handler with a mistake in its syntax',
    yaml: withLine(4, 'handler: broken.ts'),
    at: '2:19',
    says: 'Expected "}"',
  },
  {
    code: 'E_BUNDLE',
    why: 'a handler that imports what is not there',
    yaml: withLine(4, 'handler: lonely.ts'),
    at: '1:19',
    says: 'Could not resolve "./nowhere.ts"',
    hint: 'relative to the file',
  },
  {
    code: 'E_BUNDLE',
    why: 'a handler that imports a package that is not installed',
    yaml: withLine(4, 'handler: packaged.ts'),
    at: '1:19',
    says: 'Could not resolve "@nobody/nothing/deep"',
    hint: 'npm install @nobody/nothing',
  },
  // YAML itself.
  {
    code: 'E_YAML',
    why: 'a tab as indentation',
    yaml: 'title: x\narms:\n\torigin: 1\n',
    at: '3:1',
    says: 'a tab is used for indentation',
    hint: 'spaces',
  },
  {
    code: 'E_YAML',
    why: 'an open bracket',
    yaml: 'title: [x\nrate: 80/s\n',
    at: '2:1',
    says: 'must be sufficiently indented',
  },
  { code: 'E_YAML', why: 'an open quote', yaml: 'title: "x\n', at: '2:1', says: 'Missing closing "quote' },
  {
    code: 'E_YAML',
    why: 'two documents',
    yaml: 'title: x\n---\ntitle: y\n',
    at: '2:1',
    says: 'more than one document',
  },
  {
    code: 'E_YAML',
    why: 'an alias of itself',
    yaml: 'title: &a [*a]\n',
    at: '1:12',
    says: 'stands for itself',
  },
  { code: 'E_YAML', why: 'aliases that multiply', yaml: bomb(), says: 'unfolds without end' },
  {
    code: 'E_YAML',
    why: 'an alias of nothing',
    yaml: 'title: *nobody\n',
    at: '1:8',
    says: 'stands for nothing',
  },
  { code: 'E_YAML', why: 'a tag', yaml: 'title: !!js/function x\n', at: '1:8', says: 'Unresolved tag' },
  { code: 'E_YAML', why: 'nesting without end', yaml: '['.repeat(100_000), says: 'nested too deeply' },
  // Whole files.
  { code: 'E_FILE', why: 'an empty file', yaml: '', says: 'is empty' },
  { code: 'E_FILE', why: 'only blanks', yaml: ' \n\n', says: 'is empty' },
  { why: 'only a comment', yaml: '# later\n', says: 'expected a mapping, found nothing' },
];

/** Eight aliases of eight aliases of …: 3 kB that stand for millions of values. */
function bomb(): string {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const inner = level === 0 ? 'x' : `*a${level - 1}`;
    return `k${level}: &a${level} [${Array.from({ length: 8 }, () => inner).join(', ')}]`;
  });
  return `${levels.join('\n')}\n`;
}
