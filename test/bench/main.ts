// `node test/bench/main.ts [entry ...] [--rounds N] [--long] [--json]`: runs the named entries, or all, and prints ratios; all of them also write the page README.md.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { billion } from './billion.ts';
import { e2e } from './e2e.ts';
import { handlers } from './handlers.ts';
import { kernel } from './kernel.ts';
import { loopback } from './loopback.ts';
import { page } from './page.ts';
import type { Entry, EntryOutcome, Outcome, PeerOutcome } from './rounds.ts';
import { measure } from './rounds.ts';
import { scale } from './scale.ts';
import { startup } from './startup.ts';
import { stores } from './stores.ts';
import { threads } from './threads.ts';

/** Every entry by name: one file, one row. */
const ENTRIES: Readonly<Record<string, Entry>> = {
  e2e,
  handlers,
  stores,
  kernel,
  loopback,
  threads,
  startup,
  scale,
  billion,
};

async function runEntry(
  name: string,
  { rounds, long }: { readonly rounds: number; readonly long: boolean },
): Promise<EntryOutcome> {
  const entry = ENTRIES[name];
  if (entry === undefined)
    throw new Error(`there is no bench entry "${name}"; there are: ${Object.keys(ENTRIES).join(', ')}`);
  const { comparisons, skipped, done } = await entry.prepare({ long });
  const outcomes: Outcome[] = [];
  for (const comparison of comparisons) {
    process.stderr.write(`${name}: ${comparison.name}\n`);
    outcomes.push(entry.whole ? await measure(comparison, 1, 0) : await measure(comparison, rounds));
  }
  await done?.();
  return { entry: name, method: entry.method, skipped, outcomes };
}

function rate(perSecond: number): string {
  if (perSecond < 100) return perSecond.toFixed(2);
  return perSecond >= 1e5 ? `${(perSecond / 1e6).toFixed(2)} M/s` : `${(perSecond / 1e3).toFixed(2)} k/s`;
}

function peerLine(peer: PeerOutcome): string {
  const range = `${peer.lowestRatio.toFixed(2)} to ${peer.highestRatio.toFixed(2)}`;
  const bar =
    peer.atLeast === undefined
      ? ''
      : `  promised ${peer.atLeast}x: ${peer.ratio >= peer.atLeast ? 'kept' : 'MISSED'}`;
  return `    ${peer.ratio.toFixed(2).padStart(7)}x ${peer.peer.padEnd(26)} ${rate(peer.perSecond).padStart(11)}  (${range})${bar}`;
}

function table(result: EntryOutcome): string {
  const lines = [result.entry, `  ${result.method}`];
  for (const outcome of result.outcomes) {
    lines.push(
      `  ${outcome.comparison}: ${outcome.subject} ${rate(outcome.perSecond)} ${outcome.operation}, medians of ${outcome.rounds} rounds`,
    );
    lines.push(...outcome.peers.map(peerLine));
  }
  lines.push(...result.skipped.map((reason) => `  skipped: ${reason}`));
  return lines.join('\n');
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '7' },
  },
});
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1)
  throw new Error(`--rounds takes a whole number of at least 1, not "${values.rounds}"`);
const machine = { node: process.version, cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length };
const results: EntryOutcome[] = [];
for (const name of positionals.length > 0 ? positionals : Object.keys(ENTRIES)) {
  const result = await runEntry(name, { rounds, long: values.long });
  results.push(result);
  if (!values.json) process.stdout.write(`${table(result)}\n`);
}
if (positionals.length === 0)
  writeFileSync(join(import.meta.dirname, 'README.md'), page({ machine, rounds, results }));
if (values.json) process.stdout.write(`${JSON.stringify({ machine, entries: results }, null, 2)}\n`);
