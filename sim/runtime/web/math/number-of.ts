// What the functions of `Math` make of an argument before they begin.

/** A number as it is; texts, dates and the like as numbers, while big integers and symbols throw: of a single argument the maximum is just that. */
export function numberOf(value: number): number {
  return Math.max(value);
}
