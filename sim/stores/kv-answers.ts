// What a KV binding answers: values, pages of keys, and refusals, the same for every store that speaks the KV API.
import type { Answer } from '../runtime/types.ts';
import { US_PER_SECOND } from '../units.ts';
import { byUtf8, type Home, isLive, type Version } from './replication.ts';
import type { StoreOperation } from './store.ts';

/** Most keys of one page of `list`. */
const PAGE_KEYS = 1000;

/** The value and metadata of a version, or null where it shows none any more. */
export function answerFromVersion(version: Version, nowUs: number): Answer {
  if (!isLive(version, nowUs)) return { ok: true, value: null };
  return version.metaJson === ''
    ? { ok: true, value: version.value }
    : { ok: true, value: version.value, metaJson: `{"metadata":${version.metaJson}}` };
}

/** A refusal as the binding throws it. */
export function kvError(status: number, message: string): Answer {
  return {
    ok: false,
    name: 'Error',
    message: message.includes(String(status)) ? message : `${message} (${status})`,
  };
}

/** Metadata and expiry of a put, from its options; `expirationTtl` counts from the commit and goes before `expiration`, which is absolute in the trial's epoch. */
export function newVersionDetails(
  operation: StoreOperation,
  atUs: number,
): { metaJson: string; atUs: number; expiresUs: number } {
  const ttlS = operation.options['expirationTtl'];
  const absoluteUs = operation.options['expiresUs'];
  const metadata = operation.options['metadata'];
  const endUs = typeof absoluteUs === 'number' ? absoluteUs : Number.POSITIVE_INFINITY;
  return {
    metaJson: metadata === undefined ? '' : JSON.stringify(metadata),
    atUs,
    expiresUs: typeof ttlS === 'number' ? atUs + ttlS * US_PER_SECOND : endUs,
  };
}

/** One page of keys as JSON: `{ keys: [{ name, expiration?, metadata? }], list_complete, cursor? }`; expiry is in seconds since 1970. */
export function listAnswer(
  home: Home,
  operation: StoreOperation,
  at: { readonly nowUs: number; readonly epochMs: number },
): Answer {
  const { prefix, limit, cursor } = operation.options;
  const names = home.keys(typeof prefix === 'string' ? prefix : '', at.nowUs);
  const after = typeof cursor === 'string' && cursor !== '' ? Buffer.from(cursor, 'base64').toString() : null;
  const start = after === null ? 0 : names.findIndex((name) => byUtf8(name, after) > 0);
  const size = Math.min(PAGE_KEYS, typeof limit === 'number' && limit > 0 ? limit : PAGE_KEYS);
  const page = start < 0 ? [] : names.slice(start, start + size);
  const complete = start < 0 || start + size >= names.length;
  const keys = page.map((name) => {
    const { metaJson, expiresUs } = home.latest(name);
    const endsS = Math.floor(at.epochMs / 1000 + expiresUs / US_PER_SECOND);
    return {
      name,
      ...(Number.isFinite(endsS) && { expiration: endsS }),
      ...(metaJson !== '' && metaJson !== 'null' && { metadata: JSON.parse(metaJson) as unknown }),
    };
  });
  const last = page.at(-1);
  return {
    ok: true,
    value: JSON.stringify({
      keys,
      list_complete: complete,
      ...(complete || last === undefined ? {} : { cursor: Buffer.from(last).toString('base64') }),
    }),
  };
}
