// What a store may know of its world: where it is, how far regions are, and what time it is.
import type { Kernel } from '../kernel/kernel.ts';
import type { Arm } from '../plan.ts';
import type { Site, WorldView } from '../stores/store.ts';
import type { Geography } from './geography.ts';

/** The view of the stores of one arm. */
export function worldView(geography: Geography, arm: Arm, kernel: Kernel, seed: number): WorldView {
  const origin = geography.pops.length;
  const wayUs = (epoch: number, to: Site | string, region: string): number => {
    const rttUs =
      typeof to === 'string' || to === origin
        ? geography.regionToRegionUs(epoch, typeof to === 'string' ? to : arm.region, region)
        : (geography.popToRegionUs(epoch, region)[to] ?? 0);
    return Math.ceil(rttUs / 2);
  };
  const epochNow = (): number => geography.epochIndexAt(kernel.nowUs());
  return {
    seed,
    sites: { count: origin + 1, origin },
    nowUs: () => kernel.nowUs(),
    oneWayToRegionUs: (site, region) => wayUs(epochNow(), site, region),
    regionToRegionUs: (from, to) => wayUs(epochNow(), from, to),
    receivedUs: (from, to) => {
      const nowUs = kernel.nowUs();
      for (let epoch = epochNow(); epoch < geography.epochs.length; epoch++) {
        const us = wayUs(epoch, to, from);
        if (Number.isFinite(us)) return Math.max(nowUs, geography.epochs[epoch]?.fromUs ?? 0) + us;
      }
      return Number.POSITIVE_INFINITY;
    },
  };
}
