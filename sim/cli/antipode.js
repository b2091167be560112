#!/usr/bin/env node
// The door for any Node from 20 on: finds a Node that runs the engine, makes time and start-up alike everywhere, and hands over.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The engine needs type stripping without a flag and the APIs of this version. */
const NEEDED_MAJOR = 24;

const here = dirname(fileURLToPath(import.meta.url));

// Scripts ask for the version to see whether antipode is there: answering here takes half the time of loading the command line.
if (process.argv.length === 3 && process.argv[2] === '--version') process.stdout.write(`${version()}\n`);
else if (Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR) await handOver();
else runOnOwnNode();

function version() {
  return createRequire(import.meta.url)('../../package.json').version;
}

async function handOver() {
  module.enableCompileCache();
  // Handlers see UTC as on the platforms, whatever the machine's time zone.
  process.env.TZ = 'UTC';
  // The repository runs its sources; the package that npm publishes has bundles instead.
  const inRepository = existsSync(join(here, 'main.ts'));
  const { runProcess } = await import(inRepository ? './main.ts' : '../../dist/main.js');
  await runProcess();
}

/** The npm package `node`, a dependency of this one, brings the right Node along. */
function ownNode() {
  try {
    const root = dirname(createRequire(import.meta.url).resolve('node/package.json'));
    const path = join(root, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

function runOnOwnNode() {
  const node = ownNode();
  if (node === undefined) {
    process.stderr.write(
      `antipode needs Node ${NEEDED_MAJOR} or newer; this is Node ${process.versions.node}.\nRun npm ci in the project, or install a newer Node.\n`,
    );
    process.exitCode = 2;
    return;
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // A terminal sends Ctrl-C to both processes; other senders know only this one, so it is passed on.
  process.on('SIGINT', () => {
    if (!process.stdin.isTTY) child.kill('SIGINT');
  });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`antipode could not start ${node}: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
  });
}
