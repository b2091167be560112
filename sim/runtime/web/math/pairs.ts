// Numbers with twice the precision: unevaluated sums of two doubles (T. J. Dekker, "A floating-point technique for extending the available precision", 1971).

/** The sum of both, `low` being at most half a unit in the last place of `high`: so `high` is the pair rounded to a double. */
export interface Pair {
  readonly high: number;
  readonly low: number;
}

/** Splits 53 bits into 26 and 26; products of halves are exact. */
const SPLITTER = 134_217_729;

/** A sum whose first term is the larger one. */
function ordered(a: number, b: number): Pair {
  const high = a + b;
  return { high, low: b - (high - a) };
}

/** The exact sum of two doubles. */
export function sumOf(a: number, b: number): Pair {
  const high = a + b;
  const part = high - a;
  return { high, low: a - (high - part) + (b - part) };
}

/** The exact product of two doubles, below 2^996 and far from the smallest ones. */
export function productOf(a: number, b: number): Pair {
  const high = a * b;
  const wideA = SPLITTER * a;
  const wideB = SPLITTER * b;
  const upperA = wideA - (wideA - a);
  const upperB = wideB - (wideB - b);
  const lowerA = a - upperA;
  const lowerB = b - upperB;
  const low = lowerA * lowerB - (high - upperA * upperB - lowerA * upperB - upperA * lowerB);
  return { high, low };
}

export function add(a: Pair, b: Pair): Pair {
  const sum = sumOf(a.high, b.high);
  const rest = sumOf(a.low, b.low);
  const first = ordered(sum.high, sum.low + rest.high);
  return ordered(first.high, first.low + rest.low);
}

export function negative({ high, low }: Pair): Pair {
  return { high: -high, low: -low };
}

export function subtract(a: Pair, b: Pair): Pair {
  return add(a, negative(b));
}

export function multiply(a: Pair, b: Pair): Pair {
  const product = productOf(a.high, b.high);
  return ordered(product.high, product.low + (a.high * b.low + a.low * b.high));
}

export function divide(a: Pair, b: Pair): Pair {
  const first = a.high / b.high;
  const rest = subtract(a, multiply(b, whole(first)));
  const second = rest.high / b.high;
  const last = subtract(rest, multiply(b, whole(second))).high / b.high;
  return add(ordered(first, second), whole(last));
}

/** A double as a pair. */
export function whole(value: number): Pair {
  return { high: value, low: 0 };
}

/** A pair times a power of two. */
export function scaled({ high, low }: Pair, power: number): Pair {
  return { high: high * power, low: low * power };
}
