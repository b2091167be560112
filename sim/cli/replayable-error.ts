// A fault of ours during a run, together with what it takes to see it again.

/** Wraps an internal error with the seeds and the plan that showed it. */
export class ReplayableError extends Error {
  readonly seeds: readonly number[];
  readonly planDigest: string;

  constructor(cause: unknown, run: { readonly seeds: readonly number[]; readonly planDigest: string }) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'ReplayableError';
    this.seeds = run.seeds;
    this.planDigest = run.planDigest;
  }
}
