// Records of phases that are used again by one journey after the other: six a request were a tenth of its garbage.
import type { PhaseKind, PhaseLink } from '../trial-record.ts';

/** A phase of a journey under way. */
export interface PhaseRecord extends PhaseLink {
  kind: PhaseKind;
  startUs: number;
  endUs: number;
  note: string;
  before: PhaseRecord | null;
}

/** Lends records, those given back last first. */
export class PhasePool {
  #free: PhaseRecord | null = null;

  /** A record whose fields the borrower sets. */
  take(): PhaseRecord {
    const record = this.#free;
    if (record === null) return { kind: 'dns', startUs: 0, endUs: 0, note: '', before: null };
    this.#free = record.before;
    return record;
  }

  /** Takes back a chain of records from its first to its last. */
  giveBack(first: PhaseRecord, last: PhaseRecord): void {
    first.before = this.#free;
    this.#free = last;
  }
}
