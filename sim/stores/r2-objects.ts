// Objects of R2 as versions of a home: what is told of one, its ranges and its conditions.
import { createHash } from 'node:crypto';
import { US_PER_MS } from '../units.ts';
import { valueBytes, type Version } from './replication.ts';

/** What was given with an object when it was put. */
export interface ObjectDetails {
  readonly httpMetadata?: object;
  readonly customMetadata?: Readonly<Record<string, string>>;
  /** Hex by algorithm, those beside MD5 that the writer named. */
  readonly checksums?: Readonly<Record<string, string>>;
  /** Of an object made from parts, whose tag is not the MD5 of its content. */
  readonly etag?: string;
}

/** What is told of an object. */
export interface ObjectRecord {
  readonly key: string;
  readonly version: string;
  readonly size: number;
  readonly etag: string;
  readonly uploadedMs: number;
  readonly httpMetadata: object;
  readonly customMetadata: Readonly<Record<string, string>>;
  readonly checksums: Readonly<Record<string, string>>;
}

/** A part of an object as it was asked for. */
export interface AskedRange {
  readonly offset?: number;
  readonly length?: number;
  readonly suffix?: number;
}

/** Conditions; tags without their quotes, instants in milliseconds since 1970. */
export interface Conditions {
  readonly etagMatches?: readonly string[];
  readonly etagDoesNotMatch?: readonly string[];
  readonly uploadedBeforeMs?: number;
  readonly uploadedAfterMs?: number;
  readonly secondsGranularity?: boolean;
}

export function hashOf(algorithm: string, value: string | Uint8Array): string {
  return createHash(algorithm).update(value).digest('hex');
}

/** The record of a version that holds an object. */
export function recordOf(key: string, version: Version, epochMs: number): ObjectRecord {
  const { value, metaJson, committedUs, number } = version;
  const details = (metaJson === '' ? {} : JSON.parse(metaJson)) as ObjectDetails;
  const md5 = details.etag === undefined ? hashOf('md5', value ?? '') : undefined;
  return {
    key,
    version: hashOf('md5', `${key} ${number}`),
    size: valueBytes(value),
    etag: details.etag ?? md5 ?? '',
    uploadedMs: Math.floor(epochMs + Math.max(0, committedUs) / US_PER_MS),
    httpMetadata: details.httpMetadata ?? {},
    customMetadata: details.customMetadata ?? {},
    checksums: { ...(md5 !== undefined && { md5 }), ...details.checksums },
  };
}

/** First byte and number of bytes; null when nothing of the object lies in it, as in an empty one. */
export function reachOf(
  { offset, length, suffix }: AskedRange,
  size: number,
): { offset: number; length: number } | null {
  if (suffix !== undefined) {
    if (suffix <= 0 || size === 0) return null;
    const taken = Math.min(suffix, size);
    return { offset: size - taken, length: taken };
  }
  if (offset === undefined && length === undefined) return { offset: 0, length: size };
  const from = offset ?? 0;
  const asked = length ?? size - from;
  if (from >= size || asked <= 0) return null;
  return { offset: from, length: Math.min(asked, size - from) };
}

/** Whether an object, or its absence, meets the conditions (RFC 9110 section 13, in R2's names). */
export function meets(conditions: Conditions, record: ObjectRecord | null): boolean {
  const { etagMatches, etagDoesNotMatch, uploadedBeforeMs, uploadedAfterMs } = conditions;
  if (record === null) return etagMatches === undefined && uploadedAfterMs === undefined;
  const isTag = (tag: string): boolean => tag === '*' || tag === record.etag;
  const step = conditions.secondsGranularity === true ? 1000 : 1;
  const uploaded = Math.floor(record.uploadedMs / step);
  const matches = etagMatches?.some(isTag);
  const differs = etagDoesNotMatch === undefined ? undefined : !etagDoesNotMatch.some(isTag);
  const isOlder = uploadedBeforeMs === undefined || uploaded < Math.floor(uploadedBeforeMs / step);
  const isNewer = uploadedAfterMs === undefined || uploaded > Math.floor(uploadedAfterMs / step);
  return (matches ?? isOlder) && (differs ?? isNewer);
}
