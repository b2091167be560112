// What npm publishes works by itself: packed, unpacked into an empty folder, run there.
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import packageFile from '../../package.json' with { type: 'json' };

const root = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'antipode-published-'));
const installed = join(folder, 'node_modules/antipode');

function run(program: string, args: readonly string[], cwd: string): string {
  return execFileSync(program, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

function antipode(...args: string[]): string {
  return run(process.execPath, [join(installed, packageFile.bin.antipode), ...args], folder);
}

beforeAll(() => {
  // As npm does it: what `files` names, made by `prepack`, as a tarball.
  run('npm', ['pack', '--silent', '--pack-destination', folder], root);
  run('tar', ['xzf', `antipode-${packageFile.version}.tgz`], folder);
  mkdirSync(join(folder, 'node_modules'));
  renameSync(join(folder, 'package'), installed);
  symlinkSync(join(root, 'node_modules'), join(installed, 'node_modules'));
  cpSync(join(root, 'scenarios/hello'), join(folder, 'hello'), { recursive: true });
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

test('holds no source of the engine beside the bundles', () => {
  expect(existsSync(join(installed, 'sim/cli/main.ts'))).toBe(false);
});

test('says its version', () => {
  expect(antipode('--version').trim()).toBe(packageFile.version);
});

test('runs a scenario to the same result as the repository, and writes the report', () => {
  const args = ['hello', '--seeds', '2', '--requests', '300', '--json', '--quiet', '--out'];
  const here = JSON.parse(antipode('run', ...args, 'out')) as Record<string, unknown>;
  const source = run(
    process.execPath,
    [join(root, 'sim/cli/antipode.js'), 'run', ...args, 'again', '--no-cache'],
    folder,
  );
  const there = JSON.parse(source) as Record<string, unknown>;
  expect({ ...here, machine: null }).toEqual({ ...there, machine: null });
  expect(readFileSync(join(folder, 'out/report.html'), 'utf8')).toContain('A greeting for everyone');
}, 60_000);

test('lets handlers import modules of Node', () => {
  const handler = join(folder, 'node-handler.js');
  const code = `import { Buffer } from 'node:buffer';
export default { fetch() { return new Response(Buffer.from('edge').toString('base64')); } };`;
  run(process.execPath, ['-e', `fs.writeFileSync(process.argv[1], process.argv[2])`, handler, code], folder);
  expect(antipode('call', 'node-handler.js')).toContain('ZWRnZQ==');
}, 60_000);

test('brings the lessons along', () => {
  expect(antipode('lesson', '--list')).toContain('  1          Light is slow\n');
});
