// A scenario of two arms that runs in a second, in a folder of its own, with the CPU profile that shards and workers ask for.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '../cli/run-cli.ts';

/** The file's text; tests change single words of it. */
export const TINY = `title: Two arms
rate: 40/s
window: 10s
requests: [{ name: home, get: / }]
arms: { origin: { platform: node-origin }, edge: { platform: cloudflare-workers } }
`;

/** Makes the folder and measures the handler. */
export async function tinyScenario(): Promise<{
  folder: string;
  scenario: string;
  remove: () => Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'antipode-tiny-'));
  const scenario = join(folder, 'scenario.yaml');
  await writeFile(scenario, TINY);
  await writeFile(join(folder, 'handler.ts'), 'export default { fetch: () => new Response("hello") };\n');
  const flags = ['--seeds', '1', '--no-cache', '--quiet', '--out', join(folder, 'first')];
  const { code, err } = await runCli(['run', scenario, ...flags]);
  if (code !== 0) throw new Error(err);
  return { folder, scenario, remove: () => rm(folder, { recursive: true }) };
}

/** A result's text without the line of the machine: the same bytes for the same plan and seeds. */
export async function bytesOf(folder: string): Promise<string> {
  const text = await readFile(join(folder, 'result.json'), 'utf8');
  return text
    .split('\n')
    .filter((line) => !line.startsWith('"machine":'))
    .join('\n');
}
