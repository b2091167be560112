// What workerd's SQLite takes at most: its `sqlite3_limit` calls, and as it refuses more.

/** By the names that Node's SQLite has for them; lengths in bytes. */
export const LIMITS = {
  length: 2_200_000,
  sqlLength: 100_000,
  column: 100,
  exprDepth: 100,
  compoundSelect: 5,
  likePatternLength: 50,
  variableNumber: 100,
};
