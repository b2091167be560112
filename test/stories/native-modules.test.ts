// The story of native modules shows what `antipode check` says of such a handler: the README holds its words.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runCli } from '../cli/run-cli.ts';

const STORY = 'scenarios/native-modules';

test('check refuses a handler with files and native code, and says what to do instead, as the README shows', async () => {
  const { code, out } = await runCli(['check', `${STORY}/thumbnail.js`]);
  expect(code).toBe(3);
  expect(out).toContain('call an origin that has it');
  const shown = out.trimEnd().replaceAll(/^(?=.)/gm, '    ');
  expect(readFileSync(`${STORY}/README.md`, 'utf8')).toContain(shown);
});
