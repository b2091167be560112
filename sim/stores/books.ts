// What has become of everything that a store committed.

/** Every version that was committed is counted once in `superseded`, `expired` or `visible`. */
export interface CommitAccount {
  readonly committed: number;
  /** Replaced by a newer version of the same key. */
  readonly superseded: number;
  /** The newest of its key, and over by itself. */
  readonly expired: number;
  /** The newest of its key: what every reader sees in the end, be it a value or that there is none. */
  readonly visible: number;
}

/** The books of a store that commits in one home. */
export interface StoreBooks {
  /** How many versions operations have committed so far. */
  commits(): number;
  /** Number of the newest version of a key; 0 for a key that nobody has written. */
  newest(key: string): number;
  account(atUs: number): CommitAccount;
}

/** The books of nothing. */
const NO_COMMITS: CommitAccount = { committed: 0, superseded: 0, expired: 0, visible: 0 };

/** Several accounts together. */
export function addAccounts(accounts: readonly CommitAccount[]): CommitAccount {
  return accounts.reduce(
    (sum, one) => ({
      committed: sum.committed + one.committed,
      superseded: sum.superseded + one.superseded,
      expired: sum.expired + one.expired,
      visible: sum.visible + one.visible,
    }),
    NO_COMMITS,
  );
}
