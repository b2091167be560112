// A saved result goes to files for other tools, each named by a flag; a run can leave its thresholds for a CI system.
import { readFile, writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { EXPORTS } from '../../reports/index.ts';
import { syntheticResult } from '../reports/synthetic.ts';
import { examplesOf, inFolderWith } from './in-folder.ts';
import { runCli } from './run-cli.ts';

const RESULT = 'out/flagship/result.json';

test('the examples of report work on any saved result', async () => {
  await inFolderWith({ [RESULT]: syntheticResult(400) }, async () => {
    for (const example of await examplesOf('report'))
      expect(await runCli(example)).toMatchObject({ code: 0 });
    expect(await readFile('out/flagship/map.svg', 'utf8')).toMatch(/^<svg /);
  });
});

test('every export is a flag of report, and all can be written at once', async () => {
  await inFolderWith({ [RESULT]: syntheticResult(100) }, async () => {
    const flags = Object.keys(EXPORTS).flatMap((name) => [`--${name}`, `files/all.${name}`]);
    const { code, out, err } = await runCli(['report', RESULT, ...flags]);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    for (const name of Object.keys(EXPORTS)) {
      expect(err).toContain(`Written: files/all.${name}\n`);
      expect((await readFile(`files/all.${name}`)).length).toBeGreaterThan(400);
    }
  });
});

test('a chart that does not exist is refused with exit code 2 and the names of all charts', async () => {
  await inFolderWith({ [RESULT]: syntheticResult(100) }, async () => {
    const { code, err } = await runCli(['report', RESULT, '--chart', 'pie', '--svg', 'pie.svg']);
    expect(code).toBe(2);
    expect(err).toContain('there is no chart pie');
    expect(err).toContain('distribution');
    expect((await runCli(['report', RESULT, '--svg', 'pie.svg'])).code).toBe(2);
  });
});

test('a run leaves its thresholds as a JUnit report, also when one fails', async () => {
  await inFolderWith({}, async () => {
    await writeFile('handler.ts', 'export default { fetch: () => new Response("hello") };\n');
    await writeFile(
      'tiny.yaml',
      `title: Tiny
rate: 50/s
window: 4s
requests: [{ name: home, get: / }]
arms: { edge: { platform: cloudflare-workers } }
thresholds: ["edge.ttfb.mean < 1ms", "edge.ttfb.mean < 10s"]
`,
    );
    const { code } = await runCli([
      'run',
      'tiny.yaml',
      '--seeds',
      '2',
      '--quiet',
      '--junit',
      'ci/antipode.xml',
    ]);
    expect(code).toBe(4);
    const text = await readFile('ci/antipode.xml', 'utf8');
    expect(text).toContain('tests="2" failures="1"');
    expect(text).toMatch(/name="edge\.ttfb\.mean &#60; 1ms"><failure/);
  });
});
