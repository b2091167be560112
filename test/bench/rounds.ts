// How everything is measured here: contenders take turns, round by round, and ratios are taken within a round.

/** One of the programs compared; `run` does its work once and returns operations per second. */
export interface Contender {
  readonly name: string;
  readonly run: () => number | Promise<number>;
}

/** One comparison: our program (the subject) against peers or bounds measured in the same rounds. */
export interface Comparison {
  readonly name: string;
  /** What one operation is, for the table. */
  readonly operation: string;
  readonly subject: Contender;
  readonly peers: readonly Peer[];
}

/** A contender that the subject is compared with, and the ratio that the project promises, if any. */
export interface Peer extends Contender {
  readonly atLeast?: number;
}

/** A bench entry: a file of this folder, named in the table of main.ts. */
export interface Entry {
  /** One sentence on what is compared and how. */
  readonly method: string;
  /** Every run is a whole process of its own, cold as users start it: it needs no warming up, and one round is what it is given. */
  readonly whole?: true;
  /** Prepares the comparisons; `skipped` names what is left out, such as peers that this machine lacks. `long`: minutes are no matter. */
  readonly prepare: (options: { readonly long: boolean }) => Prepared | Promise<Prepared>;
}

/** What an entry is ready to measure. */
export interface Prepared {
  readonly comparisons: readonly Comparison[];
  readonly skipped: readonly string[];
  /** Ends what was started for the comparisons, once they are measured. */
  readonly done?: () => Promise<void>;
}

/** The outcome for one peer: medians over the rounds. */
export interface PeerOutcome {
  readonly peer: string;
  readonly perSecond: number;
  /** Subject's rate ÷ peer's rate, the median of the rounds' ratios. */
  readonly ratio: number;
  readonly lowestRatio: number;
  readonly highestRatio: number;
  readonly atLeast?: number;
}

/** The outcome of one comparison. */
export interface Outcome {
  readonly comparison: string;
  readonly operation: string;
  readonly subject: string;
  readonly perSecond: number;
  readonly rounds: number;
  readonly peers: readonly PeerOutcome[];
}

/** What an entry came to. */
export interface EntryOutcome {
  readonly entry: string;
  readonly method: string;
  readonly skipped: readonly string[];
  readonly outcomes: readonly Outcome[];
}

/** Measures a comparison: `warmUp` unmeasured rounds, then `rounds` rounds. */
export async function measure(comparison: Comparison, rounds: number, warmUp = 1): Promise<Outcome> {
  const contenders = [comparison.subject, ...comparison.peers];
  const rates = contenders.map((): number[] => []);
  for (let round = -warmUp; round < rounds; round++) {
    for (const [n, contender] of contenders.entries()) {
      const rate = await contender.run();
      if (round >= 0) rates[n]?.push(rate);
    }
  }
  const [subjectRates = [], ...peerRates] = rates;
  return {
    comparison: comparison.name,
    operation: comparison.operation,
    subject: comparison.subject.name,
    perSecond: median(subjectRates),
    rounds,
    peers: comparison.peers.map((peer, n) => {
      const own = peerRates[n] ?? [];
      const ratios = subjectRates.map((rate, round) => rate / (own[round] ?? Number.NaN));
      return {
        peer: peer.name,
        perSecond: median(own),
        ratio: median(ratios),
        lowestRatio: Math.min(...ratios),
        highestRatio: Math.max(...ratios),
        ...(peer.atLeast === undefined ? {} : { atLeast: peer.atLeast }),
      };
    }),
  };
}

/** Runs `work`, which does `operations` operations, and returns operations per second. */
export function rateOf(operations: number, work: () => void): number {
  const start = process.hrtime.bigint();
  work();
  return (operations * 1e9) / Number(process.hrtime.bigint() - start);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
