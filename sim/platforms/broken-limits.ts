// Which limits of a platform a measured handler would break, and how near it comes to the others.
import type { HandlerProfile } from '../plan.ts';
import type { Figure, Platform } from './platform.ts';

const BYTES_PER_MIB = 1_048_576;

/** One limit beside what the handler needs; both in the limit's unit. */
export interface LimitUse {
  readonly limit: Figure;
  readonly needs: number;
  readonly broken: boolean;
}

/** What a handler needs of each limit that the platform states: start-up, CPU of the slowest request, memory of one instance, size. */
export function limitUses(
  platform: Platform,
  handler: { readonly profile: HandlerProfile; readonly sizeBytes: number },
): LimitUse[] {
  const { limits, cpuScale } = platform;
  const { profile, sizeBytes } = handler;
  const coldMs = profile.firstRequestExtraMs + Math.max(0, ...cpuMsByClass(profile).map(({ p99 }) => p99));
  const needed: readonly (readonly [Figure | null, number])[] = [
    [limits.startUpMs, (profile.compileMs + profile.evaluateMs) * cpuScale.value],
    [limits.cpuMs, coldMs * cpuScale.value],
    [limits.memoryMib, (profile.moduleHeapBytes + profile.requestHeapBytes) / BYTES_PER_MIB],
    [limits.scriptMib, sizeBytes / BYTES_PER_MIB],
  ];
  return needed.flatMap(([limit, needs]) =>
    limit === null ? [] : [{ limit, needs, broken: needs > limit.value }],
  );
}

/** CPU of a whole request in milliseconds, warm; the p99 takes every segment at its p99, so it is an upper bound. */
export function cpuMsByClass({
  classes,
}: HandlerProfile): { readonly name: string; readonly p50: number; readonly p99: number }[] {
  return Object.entries(classes).map(([name, segments]) => ({
    name,
    p50: sumOf(segments, 0.5),
    p99: sumOf(segments, 0.99),
  }));
}

function sumOf(segments: readonly (readonly number[])[], quantile: number): number {
  const us = segments.reduce(
    (sum, times) => sum + (times[Math.min(times.length - 1, Math.floor(quantile * times.length))] ?? 0),
    0,
  );
  return us / 1000;
}
