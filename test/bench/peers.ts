// Peers of the event kernel that are programs of their own (peers/): compiled or started where this machine has what they need, named where not.
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { workFolder } from './work-folder.ts';

/** What a peer is asked for: arguments of its program, null for what it cannot do. */
interface Program {
  readonly name: string;
  readonly file: string;
  /** The library it is linked with, as pkg-config knows it, and the Debian package that brings it. */
  readonly library?: { readonly name: string; readonly debian: string };
  readonly hold: (pending: number) => readonly (string | number)[] | null;
  readonly queue: readonly (string | number)[] | null;
  /** Said of what it is left out of. */
  readonly leftOut?: string;
}

/** A peer that runs here: operations per second of the two models. */
export interface RunningPeer {
  readonly name: string;
  readonly hold: (pending: number) => (() => number) | null;
  readonly queue: (() => number) | null;
}

const COMPILER = 'g++';
const LIBRARY_TOOL = 'pkg-config';
/** Debian's own Python knows Debian's packages; another one that comes first on the path may not. */
const PYTHONS = ['python3', '/usr/bin/python3'];
const NS3 = { name: 'ns3-core', debian: 'libns3-dev' };
const QUIET = '--log=xbt_cfg.thresh:warning';
/** An actor has a stack of its own; with more of them the system runs out of mappings. */
const MOST_ACTORS = 10_000;

const COMPILED: readonly Program[] = [
  {
    name: 'C++ std::priority_queue',
    file: 'with-priority-queue.cpp',
    hold: (pending) => ['hold', pending, 1_500_000],
    queue: null,
  },
  ...['MapScheduler', 'PriorityQueueScheduler'].map((scheduler): Program => ({
    name: `ns-3, ${scheduler}`,
    file: 'with-ns3.cpp',
    library: NS3,
    hold: (pending) => ['hold', `ns3::${scheduler}`, pending, 500_000],
    queue: ['mm1', `ns3::${scheduler}`, 500_000],
  })),
  {
    name: 'SimGrid',
    file: 'with-simgrid.cpp',
    library: { name: 'simgrid', debian: 'libsimgrid-dev' },
    hold: (pending) => (pending > MOST_ACTORS ? null : ['hold', pending, 100_000, QUIET]),
    queue: ['mm1', 100_000, QUIET],
    leftOut: `SimGrid with more than ${MOST_ACTORS.toLocaleString('en')} actors, one for each pending event`,
  },
];

const SIMPY = { name: 'SimPy', hold: 60_000, queue: 30_000 };

/** The peers of this machine; compiled programs lie in a folder for temporary files, removed when the process ends. */
export function findPeers(): { readonly peers: readonly RunningPeer[]; readonly skipped: readonly string[] } {
  const folder = workFolder('bench');
  const peers: RunningPeer[] = [];
  const skipped: string[] = [];
  for (const program of COMPILED) {
    const missing = missingFor(program);
    if (missing === undefined) {
      peers.push(compiled(program, folder));
      if (program.leftOut !== undefined) skipped.push(program.leftOut);
    } else skipped.push(`${program.name}: ${missing}`);
  }
  const python = PYTHONS.find((name) => spawnSync(name, ['-c', 'import simpy']).status === 0);
  if (python === undefined) skipped.push('SimPy: not installed (python3-simpy3 or python3-simpy of Debian)');
  else peers.push(simpy(python));
  return { peers, skipped };
}

function missingFor({ library }: Program): string | undefined {
  if (spawnSync(COMPILER, ['--version']).status !== 0) return `there is no ${COMPILER}`;
  if (library === undefined || spawnSync(LIBRARY_TOOL, ['--exists', library.name]).status === 0)
    return undefined;
  return `not installed (${library.debian} of Debian, and ${LIBRARY_TOOL})`;
}

function compiled({ name, file, library, hold, queue }: Program, folder: string): RunningPeer {
  const program = join(folder, file.replace('.cpp', ''));
  const libraries = library === undefined ? [] : [`-l${library.name}`];
  const options = ['-O3', '-march=native', '-o', program, join(import.meta.dirname, 'peers', file)];
  execFileSync(COMPILER, [...options, ...libraries]);
  return {
    name,
    hold: (pending) => {
      const args = hold(pending);
      return args === null ? null : () => printed(program, args);
    },
    queue: queue === null ? null : () => printed(program, queue),
  };
}

function simpy(python: string): RunningPeer {
  const file = join(import.meta.dirname, 'peers/with-simpy.py');
  return {
    name: SIMPY.name,
    hold: (pending) => () => printed(python, [file, 'hold', pending, SIMPY.hold]),
    queue: () => printed(python, [file, 'mm1', SIMPY.queue]),
  };
}

/** The rate that a program prints. */
function printed(program: string, args: readonly (string | number)[]): number {
  const text = execFileSync(program, args.map(String), { encoding: 'utf8' });
  const rate = Number(text);
  if (!(rate > 0)) throw new Error(`${program} ${args.join(' ')} printed "${text}" instead of a rate`);
  return rate;
}
