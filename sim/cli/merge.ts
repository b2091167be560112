// `antipode merge`: the files of all shards in, the result that one process would have had out.
import { Command } from 'commander';
import { join } from 'node:path';
import { SimError } from '../errors.ts';
import { examples } from './options.ts';
import type { Terminal } from './terminal.ts';

interface MergeFlags {
  readonly out?: string;
  readonly junit?: string;
  readonly json?: true;
  readonly quiet?: true;
}

/** The command `merge`. */
export function mergeCommand(terminal: Terminal): Command {
  return new Command('merge')
    .summary('merge the shards of a run into its result')
    .description(
      'Merges what `run --shard` wrote, from a folder or from files, and writes result.json and report.html.',
    )
    .argument('<shards...>', 'the shards, or the folder that holds them')
    .option('--out <dir>', 'folder for the files (default: out/<scenario>)')
    .option('--junit <file>', 'write the thresholds as a JUnit test report')
    .option('--json', 'print the result as JSON and nothing else')
    .option('--quiet', 'no hints')
    .addHelpText(
      'after',
      examples(
        'antipode merge out/hello',
        'antipode merge shards/1-of-2.shard shards/2-of-2.shard --out out/hello',
      ),
    )
    .action((paths: string[], flags: MergeFlags) => merge(paths, flags, terminal));
}

async function merge(paths: readonly string[], flags: MergeFlags, terminal: Terminal): Promise<void> {
  const { mergeShards, readShardFile } = await import('../ensemble/shard.ts');
  const { readFile } = await import('node:fs/promises');
  const { deliver } = await import('./deliver.ts');
  const files = (await Promise.all(paths.map(shardsUnder))).flat();
  const shards = await Promise.all(
    files.map(async (path) => {
      const bytes = await readFile(path).catch((error: unknown) => {
        const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
        throw new SimError('E_FILE', `${path} cannot be read: ${reason}`, { at: { file: path } });
      });
      return readShardFile(path, bytes);
    }),
  );
  const result = mergeShards(shards);
  const out = flags.out ?? join('out', result.scenario.name);
  const next = `npx antipode compare ${join(out, 'result.json')}   (its arms side by side)`;
  return deliver(result, { ...flags, out, next }, terminal);
}

/** The path itself, or the shards in the folder that it names. */
async function shardsUnder(path: string): Promise<string[]> {
  const { isFolder } = await import('../scenario/read-file.ts');
  const { readdir } = await import('node:fs/promises');
  const { SHARD_SUFFIX } = await import('../ensemble/shard.ts');
  if (!(await isFolder(path))) return [path];
  const names = (await readdir(path)).filter((name) => name.endsWith(SHARD_SUFFIX)).toSorted();
  if (names.length > 0) return names.map((name) => join(path, name));
  throw new SimError('E_FILE', `${path} holds no shards`, {
    hint: `they are written by: npx antipode run <scenario> --shard 1/2 --out ${path}`,
  });
}
