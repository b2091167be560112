// What a finding is: a sentence with its number, and what would change it.

/** A finding: what the run shows, and what would change it. */
export interface Finding {
  readonly id: string;
  readonly text: string;
  readonly change: string;
}
