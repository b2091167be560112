// Pages of R2's `list`: objects and common prefixes in the order of their names, in pages that follow one another.
import type { ObjectRecord } from './r2-objects.ts';
import { R2Refusal } from './r2-uploads.ts';
import { byUtf8 } from './replication.ts';

const PAGE = 1000;

/** One page as JSON: records, whether there is more, and from where. `names` are those with the prefix, in order. */
export function listObjects(
  options: Readonly<Record<string, unknown>>,
  names: readonly string[],
  recordOf: (name: string) => ObjectRecord | null,
): string {
  const { prefix = '', delimiter = '', startAfter = '', cursor, include, limit = PAGE } = options;
  if (typeof limit !== 'number' || limit < 1 || limit > PAGE)
    throw new R2Refusal('MaxKeys params must be positive integer <= 1000.', 10022);
  const isNextPage = typeof cursor === 'string';
  const after = isNextPage ? Buffer.from(cursor, 'base64').toString() : String(startAfter);
  const included = Array.isArray(include) ? include : [];
  const objects: object[] = [];
  const prefixes: string[] = [];
  let last = '';
  let truncated = false;
  for (const name of names) {
    const shared = sharedPrefix(name, String(prefix), String(delimiter));
    if (after !== '' && byUtf8(name, after) <= 0) continue;
    // A prefix that an earlier page told stands for all names below it.
    if (shared !== null && (prefixes.includes(shared) || (isNextPage && byUtf8(shared, after) <= 0)))
      continue;
    if (objects.length + prefixes.length >= limit) {
      truncated = true;
      break;
    }
    last = shared ?? name;
    if (shared !== null) prefixes.push(shared);
    else objects.push(shown(recordOf(name), included));
  }
  const next = truncated ? { cursor: Buffer.from(last).toString('base64') } : {};
  return JSON.stringify({ objects, truncated, ...next, delimitedPrefixes: prefixes });
}

function sharedPrefix(name: string, prefix: string, delimiter: string): string | null {
  if (delimiter === '') return null;
  const end = name.indexOf(delimiter, prefix.length);
  return end < 0 ? null : name.slice(0, end + delimiter.length);
}

/** Metadata is only told where it is asked for. */
function shown(record: ObjectRecord | null, include: readonly unknown[]): object {
  return {
    ...record,
    httpMetadata: include.includes('httpMetadata') ? record?.httpMetadata : {},
    customMetadata: include.includes('customMetadata') ? record?.customMetadata : {},
  };
}
