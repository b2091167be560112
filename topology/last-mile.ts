// The access network of a user: its RTT by interpolation between measured quantiles, and its jitter.
import { accessNetwork } from './catalog.ts';
import type { AccessType } from './catalog.ts';
import { CONSTANTS } from './provenance.ts';

/**
 * RTT of a user's access link in ms from one uniform number in (0, 1): the quantile function, linear between the quantiles
 * 0, 25, 50, 75, 95 and 100 %; the two outermost are assumed (0.8 × p25 and 1.5 × p95). Draw it once for each user.
 */
export function accessRttMs(type: AccessType, u: number): number {
  const access = accessNetwork(type);
  const { p25Ms, p50Ms, p75Ms, p95Ms } = access;
  if (u < 0.25) return between(p25Ms * CONSTANTS.accessMinFactor.value, p25Ms, u / 0.25);
  if (u < 0.5) return between(p25Ms, p50Ms, (u - 0.25) / 0.25);
  if (u < 0.75) return between(p50Ms, p75Ms, (u - 0.5) / 0.25);
  if (u < 0.95) return between(p75Ms, p95Ms, (u - 0.75) / 0.2);
  return between(p95Ms, p95Ms * CONSTANTS.accessMaxFactor.value, (u - 0.95) / 0.05);
}

/**
 * What one exchange differs from the user's median access RTT, in ms, from one uniform number in (0, 1): exponential,
 * shifted to a median of zero. The distance from p50 to p95 of an exponential of mean m is m ln 10, so m = jitter / ln 10.
 */
export function accessJitterMs(type: AccessType, u: number): number {
  const meanMs = accessNetwork(type).jitterMs / Math.LN10;
  return -meanMs * (Math.log(u) + Math.LN2);
}

function between(low: number, high: number, share: number): number {
  return low + (high - low) * share;
}
