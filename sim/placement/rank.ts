// Where a database and its replicas should stand, by the round trips that users' sites have to it: every primary, every pair, and greedily beyond.

/** Sites that users enter by, with round trips in milliseconds; candidates are numbered. */
export interface PlacementInput {
  /** Share of requests, the user's own round trip to the site, and from the site to each candidate. */
  readonly sites: readonly {
    readonly weight: number;
    readonly userMs: number;
    readonly toMs: readonly number[];
  }[];
  readonly candidates: number;
  /** Share of requests that write, 0 to 1. */
  readonly writeShare: number;
  /** What one operation costs in USD: a read once, a write once for each copy. */
  readonly operationUsd: number;
  readonly operationsAMonth: number;
}

/** One way to place the database, and what users would wait; milliseconds. */
export interface Placement {
  readonly primary: number;
  /** In the order in which they were added, the most useful first. */
  readonly replicas: readonly number[];
  readonly readMs: number;
  readonly writeMs: number;
  /** Over reads and writes as they come. */
  readonly meanMs: number;
  readonly p95Ms: number;
  readonly monthUsd: number;
}

/**
 * For every primary its best sets of 0, 1, … replicas, the quickest placements first within each number of replicas. Reads go to the nearest copy,
 * writes to the primary. One replica is found by trying all; each further one is the one that helps most beside those chosen, which saves at
 * least 63 % of what the best set would (Nemhauser, Wolsey and Fisher 1978: what replicas save is submodular).
 */
export function rankPlacements(input: PlacementInput, mostReplicas: number): Placement[][] {
  const byCount: Placement[][] = Array.from({ length: mostReplicas + 1 }, () => []);
  for (let primary = 0; primary < input.candidates; primary++) {
    const nearestMs = input.sites.map(({ toMs }) => toMs[primary] ?? Number.POSITIVE_INFINITY);
    const replicas: number[] = [];
    for (const list of byCount) {
      list.push(measured(input, primary, replicas, nearestMs));
      const best = mostHelpful(input, nearestMs);
      if (best === null) break;
      replicas.push(best);
      for (const [index, { toMs }] of input.sites.entries())
        nearestMs[index] = Math.min(nearestMs[index] ?? 0, toMs[best] ?? Number.POSITIVE_INFINITY);
    }
  }
  return byCount.map((list) => list.toSorted((a, b) => a.meanMs - b.meanMs || a.primary - b.primary));
}

/** The candidate whose copy would save reads the most; null when none saves anything. */
function mostHelpful({ sites, candidates }: PlacementInput, nearestMs: readonly number[]): number | null {
  let best: number | null = null;
  let bestSaved = 0;
  for (let candidate = 0; candidate < candidates; candidate++) {
    let saved = 0;
    for (const [index, { weight, toMs }] of sites.entries())
      saved += weight * Math.max(0, (nearestMs[index] ?? 0) - (toMs[candidate] ?? Number.POSITIVE_INFINITY));
    if (saved > bestSaved) [best, bestSaved] = [candidate, saved];
  }
  return best;
}

function measured(
  input: PlacementInput,
  primary: number,
  replicas: readonly number[],
  nearestMs: readonly number[],
): Placement {
  const { sites, writeShare, operationUsd, operationsAMonth } = input;
  let [weights, readSum, writeSum] = [0, 0, 0];
  const waits: { ms: number; weight: number }[] = [];
  for (const [index, { weight, userMs, toMs }] of sites.entries()) {
    const read = userMs + (nearestMs[index] ?? 0);
    const write = userMs + (toMs[primary] ?? Number.POSITIVE_INFINITY);
    weights += weight;
    readSum += weight * read;
    writeSum += weight * write;
    waits.push({ ms: read, weight: weight * (1 - writeShare) }, { ms: write, weight: weight * writeShare });
  }
  const [readMs, writeMs] = [readSum / weights, writeSum / weights];
  const copies = 1 + replicas.length;
  return {
    primary,
    replicas: [...replicas],
    readMs,
    writeMs,
    meanMs: (1 - writeShare) * readMs + writeShare * writeMs,
    p95Ms: weightedQuantile(waits, 0.95 * weights),
    monthUsd: operationsAMonth * operationUsd * (1 - writeShare + writeShare * copies),
  };
}

function weightedQuantile(waits: readonly { ms: number; weight: number }[], upTo: number): number {
  let sum = 0;
  const ordered = waits.filter(({ weight }) => weight > 0).toSorted((a, b) => a.ms - b.ms);
  for (const { ms, weight } of ordered) {
    sum += weight;
    if (sum >= upTo) return ms;
  }
  return ordered.at(-1)?.ms ?? 0;
}
