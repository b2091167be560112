// Plain data as bytes that travel and rest: exact (typed arrays, undefined and all), compressed, and sealed by a digest, so that damage is noticed.
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { constants, gunzip, gzip } from 'node:zlib';

const MAGIC = Buffer.from('antipode sealed 1\n');
const SEAL_BYTES = 32;
/** Records are mostly integers in arrays: the fastest level already takes off most of what can be. */
const COMPRESSION = { level: constants.Z_BEST_SPEED };
/** More than any record or shard of ours, less than what would break the process. */
const MOST_BYTES = 2_000_000_000;

/** Bytes that are not what `seal` has made, or were damaged since. */
export class BrokenSeal extends Error {
  override readonly name = 'BrokenSeal';
}

/** A value of plain data as bytes. */
export async function seal(value: unknown): Promise<Buffer> {
  const body = await promisify(gzip)(serialize(value), COMPRESSION);
  return Buffer.concat([MAGIC, createHash('sha256').update(body).digest(), body]);
}

/** The value again; throws BrokenSeal for bytes that were damaged, cut short, or are something else. */
export async function unseal(bytes: Uint8Array): Promise<unknown> {
  const start = MAGIC.length + SEAL_BYTES;
  if (!MAGIC.equals(bytes.subarray(0, MAGIC.length))) throw new BrokenSeal('something else');
  const body = bytes.subarray(start);
  const found = createHash('sha256').update(body).digest();
  if (!found.equals(bytes.subarray(MAGIC.length, start))) throw new BrokenSeal('damaged or cut short');
  try {
    return deserialize(await promisify(gunzip)(body, { maxOutputLength: MOST_BYTES }));
  } catch (error) {
    throw new BrokenSeal(`of another version of Node (${error instanceof Error ? error.message : ''})`);
  }
}
