// Reading the data files: each row is an array, and each cell is checked when it is read.

/** One row of a data file. */
export type Row = readonly (string | number | null)[];

/** The text in a cell; throws when it is not text, which is a fault of the data file. */
export function textAt(row: Row, column: number): string {
  const cell = row[column];
  if (typeof cell !== 'string')
    throw new Error(`data row ${JSON.stringify(row)}: column ${column} must be text`);
  return cell;
}

/** The number in a cell; throws when it is not a number, which is a fault of the data file. */
export function numberAt(row: Row, column: number): number {
  const cell = row[column];
  if (typeof cell !== 'number')
    throw new Error(`data row ${JSON.stringify(row)}: column ${column} must be a number`);
  return cell;
}

/** The word in a cell, which must be one of those allowed. */
export function wordAt<Word extends string>(row: Row, column: number, allowed: readonly Word[]): Word {
  const cell = row[column];
  const word = allowed.find((candidate) => candidate === cell);
  if (word === undefined)
    throw new Error(`data row ${JSON.stringify(row)}: column ${column} must be one of ${allowed.join(', ')}`);
  return word;
}
