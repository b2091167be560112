// Shards: an ensemble cut into equal shares that different machines run on their own, and their files merged into the one result.
import type { RunResult } from '../../reports/result.ts';
import { engineDigest } from '../engine-digest.ts';
import { SimError } from '../errors.ts';
import type { Plan } from '../plan.ts';
import type { TrialRecord } from '../trial-record.ts';
import { assembleResult, groundOf } from './assemble.ts';
import { BrokenSeal, seal, unseal } from './sealed.ts';
import type { ShardIndex } from './shard-index.ts';
import { ensembleDigest } from './trials.ts';
import type { Trial, Work } from './trials.ts';

/** How names of shard files end. */
export const SHARD_SUFFIX = '.shard';

/** What a shard's file holds: the whole question, and the records of its share. */
export interface ShardFile {
  readonly kind: 'antipode-shard';
  readonly version: 1;
  readonly shard: ShardIndex;
  /** The same in every shard of an ensemble, and in no other. */
  readonly ensemble: string;
  readonly engine: string;
  readonly seeds: readonly number[];
  readonly scenarioPath: string;
  readonly work: Work;
  readonly records: readonly TrialRecord[];
}

/** A shard's file with the name that messages use. */
export interface NamedShard {
  readonly path: string;
  readonly file: ShardFile;
}

/** The trials of a share: every arm is spread over all shares, so that they take about equally long. */
export function trialsOfShard(plan: Plan, seeds: readonly number[], { index, count }: ShardIndex): Trial[] {
  const all = plan.arms.flatMap((_arm, armIndex) => seeds.map((seed) => ({ armIndex, seed }))).toReversed();
  if (count > all.length)
    throw new SimError('E_USAGE', `${all.length} trials cannot be shared among ${count} shards`, {
      hint: `ask for at most ${all.length} shards, or for more seeds`,
    });
  return all.filter((_trial, position) => position % count === index - 1);
}

/** The bytes of a shard's file. */
export async function shardBytes(
  shard: ShardIndex,
  at: {
    readonly work: Work;
    readonly seeds: readonly number[];
    readonly scenarioPath: string;
    readonly records: readonly TrialRecord[];
  },
): Promise<Uint8Array> {
  const engine = engineDigest();
  const ensemble = ensembleDigest(at.work, at.seeds, engine);
  const file: ShardFile = { kind: 'antipode-shard', version: 1, shard, ensemble, engine, ...at };
  return seal(file);
}

/** Reads a shard's file; throws E_RESULT for anything else. */
export async function readShardFile(path: string, bytes: Uint8Array): Promise<NamedShard> {
  try {
    const value = await unseal(bytes);
    if (isShardFile(value)) return { path, file: value };
    throw new BrokenSeal('not a shard of this version of antipode');
  } catch (error) {
    if (!(error instanceof BrokenSeal)) throw error;
    throw new SimError('E_RESULT', `${path} cannot be merged: it is ${error.message}`, {
      hint: 'run that shard again, or name the files that `npx antipode run --shard` wrote',
    });
  }
}

function isShardFile(value: unknown): value is ShardFile {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    value.kind === 'antipode-shard' &&
    'version' in value &&
    value.version === 1
  );
}

/** The result of all shards together: the same as one process would have had. Throws E_RESULT for shards that are missing, come twice, or belong to something else. */
export function mergeShards(shards: readonly NamedShard[]): RunResult {
  const [first] = shards;
  if (first === undefined) throw new SimError('E_RESULT', 'there are no shards to merge');
  for (const other of shards) checkSameEnsemble(first, other);
  checkComplete(shards, first.file.shard.count);
  const { work, seeds, scenarioPath } = first.file;
  const { plan, bundles, files, kernel } = work;
  return assembleResult(plan, {
    records: shards.flatMap(({ file }) => file.records),
    seeds,
    bundles,
    files,
    ground: groundOf(plan, files),
    partial: false,
    scenarioPath,
    kernel,
    ran: { shards: shards.length },
  });
}

function checkSameEnsemble(first: NamedShard, other: NamedShard): void {
  const [a, b] = [first.file, other.file];
  const differs = [
    ['the version of antipode', a.engine === b.engine],
    ['the scenario', a.work.plan.name === b.work.plan.name],
    ['the seeds', a.seeds.join() === b.seeds.join()],
    ['the event kernel', a.work.kernel === b.work.kernel],
    ['the plan or its handlers', a.ensemble === b.ensemble],
    ['the number of shards', a.shard.count === b.shard.count],
  ].find(([, same]) => same === false);
  if (differs === undefined) return;
  throw new SimError(
    'E_RESULT',
    `${other.path} belongs to another run than ${first.path}: ${String(differs[0])} differs`,
    { hint: 'merge only shards of one command line, run from the same sources' },
  );
}

function checkComplete(shards: readonly NamedShard[], count: number): void {
  const byIndex = new Map<number, NamedShard>();
  for (const one of shards) {
    const twin = byIndex.get(one.file.shard.index);
    if (twin !== undefined)
      throw new SimError(
        'E_RESULT',
        `${twin.path} and ${one.path} are both shard ${one.file.shard.index} of ${count}`,
        { hint: 'name each shard once' },
      );
    byIndex.set(one.file.shard.index, one);
  }
  const missing = Array.from({ length: count }, (_, i) => i + 1).filter((index) => !byIndex.has(index));
  if (missing.length === 0) return;
  throw new SimError(
    'E_RESULT',
    `shard ${missing.join(', ')} of ${count} ${missing.length === 1 ? 'is' : 'are'} missing`,
    { hint: `run it: npx antipode run <scenario> --shard ${missing[0]}/${count}` },
  );
}
