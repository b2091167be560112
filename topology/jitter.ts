// The jitter of a packet on a long path: a small lognormal delay and, rarely, a spike.
import { CONSTANTS } from './provenance.ts';

/**
 * Milliseconds to add to an RTT, from three uniform numbers in (0, 1): a lognormal delay (its normal number by Box and
 * Muller, 1958) and, for a share of the packets, an exponential spike. Quantiles p50 0.5, p90 2.6, p99 17 ms lie in the
 * ranges that WonderProxy measured; checked in test/topology/jitter.test.ts.
 */
export function jitterMs(u1: number, u2: number, u3: number): number {
  const normal = Math.sqrt(-2 * Math.log(u1)) * Math.cos(2 * Math.PI * u2);
  const delayMs = CONSTANTS.jitterMedianMs.value * Math.exp(CONSTANTS.jitterSigma.value * normal);
  const share = CONSTANTS.spikeShare.value;
  const spikeMs = u3 < share ? -CONSTANTS.spikeMeanMs.value * Math.log(u3 / share) : 0;
  return delayMs + spikeMs;
}
