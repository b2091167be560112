// The metric names of one kind of store, made once: they are used for every operation.

/** Names as the table of metrics has them, with the kind of store in front. */
export interface StoreNames {
  readonly reads: string;
  readonly writes: string;
  readonly rejectedWrites: string;
  readonly staleReads: string;
  readonly lostUpdates: string;
  readonly ownWriteMissed: string;
  readonly ownWriteMissedElsewhere: string;
  readonly read: string;
  readonly write: string;
  readonly staleness: string;
  tier(tier: string): string;
}

/** The names for a kind, such as `kv`. */
export function storeNames(kind: string): StoreNames {
  const tiers = new Map<string, string>();
  return {
    reads: `${kind}.reads`,
    writes: `${kind}.writes`,
    rejectedWrites: `${kind}.rejectedWrites`,
    staleReads: `${kind}.staleReads`,
    lostUpdates: `${kind}.lostUpdates`,
    ownWriteMissed: `${kind}.ownWriteMissed`,
    ownWriteMissedElsewhere: `${kind}.ownWriteMissedElsewhere`,
    read: `${kind}.read`,
    write: `${kind}.write`,
    staleness: `${kind}.staleness`,
    tier(tier) {
      let name = tiers.get(tier);
      if (name === undefined) tiers.set(tier, (name = `${kind}.tier.${tier}`));
      return name;
    },
  };
}
