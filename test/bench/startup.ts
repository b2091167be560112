// Bench entry `startup`: what a user waits for before anything happens, from the published build.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Contender, Entry } from './rounds.ts';
import { workFolder } from './work-folder.ts';

const ROOT = join(import.meta.dirname, '../..');

/** How soon the first event of a small scenario shall have happened. */
const FIRST_EVENT_MS = 400;

/** A folder that looks like an installed package. */
function installed(): string {
  const folder = workFolder('startup');
  const place = join(folder, 'antipode');
  mkdirSync(join(place, 'sim/cli'), { recursive: true });
  execFileSync(process.execPath, [join(ROOT, '.ci/build.mjs'), join(place, 'dist')], { cwd: ROOT });
  for (const file of ['package.json', 'sim/cli/antipode.js']) cpSync(join(ROOT, file), join(place, file));
  symlinkSync(join(ROOT, 'node_modules'), join(place, 'node_modules'));
  return place;
}

/** Runs a program to its end and returns how often that could be done in a second. */
function perSecond(name: string, args: readonly string[]): Contender {
  return {
    name,
    run: () => {
      const start = performance.now();
      const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      if (status !== 0) throw new Error(`${name} failed: ${stderr}`);
      return 1000 / (performance.now() - start);
    },
  };
}

/** Runs `antipode run` until its first event and returns how often that could be reached in a second. */
function firstEvents(args: readonly string[]): Contender {
  return {
    name: 'antipode run',
    run: () => {
      const startMs = performance.timeOrigin + performance.now();
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
      const tookMs = Number(stdout) - startMs;
      if (status !== 0 || !(tookMs > 0)) throw new Error(`antipode run failed: ${stdout}${stderr}`);
      return 1000 / tookMs;
    },
  };
}

/** What a user waits for. */
export const startup: Entry = {
  method: `The published build, its compile cache warm: a whole process of \`antipode --version\` against one of \`node -e 0\`; and \`antipode run\` of hello until the first event has happened in a trial thread (its heartbeat is watched), against a clock of ${FIRST_EVENT_MS} ms.`,
  prepare() {
    const launcher = join(installed(), 'sim/cli/antipode.js');
    const watcher = join(ROOT, 'test/bench/first-event.cjs');
    const out = workFolder('startup-out');
    const hello = ['run', join(ROOT, 'scenarios/hello'), '--quiet', '--no-cache', '--out', out];
    return {
      comparisons: [
        {
          name: 'antipode --version',
          operation: 'starts',
          subject: perSecond('antipode --version', [launcher, '--version']),
          peers: [{ ...perSecond('node -e 0', ['-e', '0']), atLeast: 1 / 1.6 }],
        },
        {
          name: 'run of a small scenario, to its first event',
          operation: 'starts',
          subject: firstEvents(['--require', watcher, launcher, ...hello]),
          peers: [{ name: `${FIRST_EVENT_MS} ms`, run: () => 1000 / FIRST_EVENT_MS, atLeast: 1 }],
        },
      ],
      skipped: [],
    };
  },
};
