// Which share of an ensemble this process has: as the flag says, or as the batch system that started it says.
import { SimError } from '../errors.ts';

/** One of `count` equal shares; `index` counts from 1. */
export interface ShardIndex {
  readonly index: number;
  readonly count: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** A batch system that numbers its tasks: its name, and what its variables say; null when it did not start this process. */
interface BatchSystem {
  readonly name: string;
  readonly read: (env: Environment) => { readonly index: number; readonly count: number | null } | null;
}

const SYSTEMS: readonly BatchSystem[] = [
  {
    name: 'Kubernetes',
    // An Indexed Job tells its pods their index, but not how many there are.
    read: (env) => numbered(env['JOB_COMPLETION_INDEX'], { first: '0', step: '1', count: undefined }),
  },
  {
    name: 'Slurm',
    read: (env) =>
      numbered(env['SLURM_ARRAY_TASK_ID'], {
        first: env['SLURM_ARRAY_TASK_MIN'] ?? '0',
        step: env['SLURM_ARRAY_TASK_STEP'] ?? '1',
        count: env['SLURM_ARRAY_TASK_COUNT'],
      }),
  },
  {
    name: 'AWS Batch',
    read: (env) =>
      numbered(env['AWS_BATCH_JOB_ARRAY_INDEX'], {
        first: '0',
        step: '1',
        count: env['AWS_BATCH_JOB_ARRAY_SIZE'],
      }),
  },
];

function numbered(
  task: string | undefined,
  at: { readonly first: string; readonly step: string; readonly count: string | undefined },
): { index: number; count: number | null } | null {
  if (task === undefined || task === '') return null;
  const index = (Number(task) - Number(at.first)) / Number(at.step) + 1;
  return { index, count: at.count === undefined ? null : Number(at.count) };
}

/** Reads `2/5`, `auto` (the batch system says both numbers) or `auto/5` (it says the index only); throws E_USAGE. */
export function readShard(text: string, env: Environment): ShardIndex {
  const [, index, count] = /^(\d+|auto)(?:\/(\d+))?$/.exec(text) ?? [];
  if (index === undefined || (index !== 'auto' && count === undefined))
    throw usage(`--shard ${text} is not a share`, 'write --shard 2/5, --shard auto/5 or --shard auto');
  if (index !== 'auto') return checked({ index: Number(index), count: Number(count) }, text);
  const given = env['ANTIPODE_SHARD'];
  if (given !== undefined && given !== '') {
    if (!/^\d+\/\d+$/.test(given))
      throw usage(`ANTIPODE_SHARD is ${given}, not a share`, 'set it to 2/5, for instance');
    return agreed(readShard(given, env), count, 'ANTIPODE_SHARD');
  }
  for (const { name, read } of SYSTEMS) {
    const found = read(env);
    if (found === null) continue;
    const known = found.count ?? (count === undefined ? null : Number(count));
    if (known === null)
      throw usage(`${name} does not say how many shards there are`, 'add their number, as in --shard auto/5');
    if (!Number.isInteger(found.index))
      throw usage(
        `the tasks of ${name} are not numbered evenly`,
        'number them without gaps, or give --shard 2/5 yourself',
      );
    return agreed(checked({ index: found.index, count: known }, name), count, name);
  }
  throw usage(
    '--shard auto finds no batch system that has numbered this process',
    'it reads ANTIPODE_SHARD, JOB_COMPLETION_INDEX (Kubernetes), SLURM_ARRAY_TASK_ID and AWS_BATCH_JOB_ARRAY_INDEX; or give --shard 2/5 yourself',
  );
}

function checked(shard: ShardIndex, source: string): ShardIndex {
  if (shard.count >= 1 && shard.index >= 1 && shard.index <= shard.count) return shard;
  throw usage(
    `${source}: there is no shard ${shard.index} of ${shard.count}`,
    `shards are numbered from 1 to ${Math.max(1, shard.count)}`,
  );
}

function agreed(shard: ShardIndex, count: string | undefined, source: string): ShardIndex {
  if (count === undefined || Number(count) === shard.count) return shard;
  throw usage(
    `${source} says ${shard.count} shards, the flag says ${count}`,
    'leave the number out of the flag: --shard auto',
  );
}

function usage(message: string, hint: string): SimError {
  return new SimError('E_USAGE', message, { hint });
}
