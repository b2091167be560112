// What a store may know of its world: where it is, how far regions are, and what time it is.
import type { Kernel } from '../kernel/kernel.ts';
import type { Arm } from '../plan.ts';
import type { WorldView } from '../stores/store.ts';
import type { Geography } from './geography.ts';

/** The view of the stores of one arm. */
export function worldView(geography: Geography, arm: Arm, kernel: Kernel, seed: number): WorldView {
  const origin = geography.pops.length;
  return {
    seed,
    sites: { count: origin + 1, origin },
    nowUs: () => kernel.nowUs(),
    oneWayToRegionUs: (site, region) => {
      const epoch = geography.epochIndexAt(kernel.nowUs());
      const rttUs =
        site === origin
          ? geography.regionToRegionUs(epoch, arm.region, region)
          : (geography.popToRegionUs(epoch, region)[site] ?? 0);
      return Math.ceil(rttUs / 2);
    },
    regionToRegionUs: (from, to) =>
      Math.ceil(geography.regionToRegionUs(geography.epochIndexAt(kernel.nowUs()), from, to) / 2),
  };
}
