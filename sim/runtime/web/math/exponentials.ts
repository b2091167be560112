// Exponentials and logarithms, rounded to the nearest double: workerd's V8 takes them from LLVM's libc, Node's from fdlibm, which is a unit off now and then.
import { numberOf } from './number-of.ts';
import { add, divide, multiply, type Pair, productOf, scaled, subtract, sumOf, whole } from './pairs.ts';

/** The engine's own, within a unit in the last place: what is corrected here. */
const { cbrt, exp, expm1, log, log10, log1p, log2 } = Math;

const LN2: Pair = { high: Math.LN2, low: 2.3190468138462996e-17 };
const LN10: Pair = { high: Math.LN10, low: -2.1707562233822494e-16 };
const ONE = whole(1);

/** Steps of the table within a factor of two. */
const STEPS = 64;
const STEP = scaled(LN2, 1 / STEPS);
/** Beyond it results overflow or lose bits, and the engine's own stand. */
const LARGEST_EXPONENT = 708;
/** Numbers outside of these are left to the engine: products of them would overflow or lose bits. */
const LEAST = 1e-270;
const MOST = 1e270;
/** Below it the first terms of a series say everything. */
const TINY = 1e-6;

const bits = new DataView(new ArrayBuffer(8));

function powerOfTwo(exponent: number): number {
  bits.setInt32(0, (exponent + 1023) << 20);
  return bits.getFloat64(0);
}

/** e^r - 1 for an r of at most half a step: what the third term adds is below the precision of a pair. */
function smallExponential(r: Pair): Pair {
  const x = r.high;
  const rest = x * x * x * (1 / 6 + x * (1 / 24 + x * (1 / 120 + x * (1 / 720 + x / 5040))));
  return add(add(r, scaled(multiply(r, r), 0.5)), whole(rest));
}

/** e^(i/64 ln 2) for each step, made by a long series when it is first wanted. */
let table: readonly Pair[] | null = null;

function makeTable(): readonly Pair[] {
  return Array.from({ length: STEPS }, (_, i) => {
    const x = multiply(STEP, whole(i));
    let sum = ONE;
    let term = ONE;
    for (let n = 1; n <= 28; n++) {
      term = divide(multiply(term, x), whole(n));
      sum = add(sum, term);
    }
    return sum;
  });
}

/** e^x and e^x - 1 of a double that is not too large, as pairs. */
function exponential(x: number, minus: 0 | 1): Pair {
  const steps = Math.round(x / STEP.high);
  const whole64 = productOf(steps, STEP.high);
  const r = subtract(sumOf(x, -whole64.high), sumOf(whole64.low, steps * STEP.low));
  const small = smallExponential(r);
  const index = ((steps % STEPS) + STEPS) % STEPS;
  if (steps === 0) return minus === 1 ? small : add(ONE, small);
  const base = (table ??= makeTable())[index] ?? ONE;
  const all = scaled(add(base, multiply(base, small)), powerOfTwo((steps - index) / STEPS));
  return minus === 1 ? subtract(all, ONE) : all;
}

/** The logarithm of 1 + d, for a tiny d. */
function tinyLogarithm(d: number): Pair {
  const square = scaled(productOf(d, d), -0.5);
  return add(add(whole(d), square), whole(d * d * d * (1 / 3 - d / 4)));
}

/** The logarithm of a pair near its rounded value: one step of Newton's method. */
function refined(value: Pair, near: number): Pair {
  const excess = subtract(multiply(value, exponential(-near, 0)), ONE);
  return add(whole(near), subtract(excess, whole((excess.high * excess.high) / 2)));
}

/** The logarithm as a pair; null for what is left to the engine. */
function logarithm(x: number): Pair | null {
  if (!(x > LEAST && x < MOST)) return null;
  const distance = x - 1;
  return Math.abs(distance) < TINY ? tinyLogarithm(distance) : refined(whole(x), log(x));
}

/** The functions of `Math`; methods, so that they are no constructors. */
export const exponentials = {
  exp(x: number): number {
    const value = numberOf(x);
    return Math.abs(value) < LARGEST_EXPONENT ? exponential(value, 0).high : exp(value);
  },
  expm1(x: number): number {
    const value = numberOf(x);
    if (value === 0 || !(Math.abs(value) < LARGEST_EXPONENT)) return expm1(value);
    return Math.abs(value) < LEAST ? value : exponential(value, 1).high;
  },
  log(x: number): number {
    const value = numberOf(x);
    return logarithm(value)?.high ?? log(value);
  },
  log1p(x: number): number {
    const value = numberOf(x);
    const size = Math.abs(value);
    if (!(size > LEAST && value > -1 && value < MOST)) return log1p(value);
    return (size < TINY ? tinyLogarithm(value) : refined(sumOf(1, value), log1p(value))).high;
  },
  log2(x: number): number {
    const value = numberOf(x);
    const natural = logarithm(value);
    return natural === null ? log2(value) : divide(natural, LN2).high;
  },
  log10(x: number): number {
    const value = numberOf(x);
    const natural = logarithm(value);
    return natural === null ? log10(value) : divide(natural, LN10).high;
  },
  cbrt(x: number): number {
    const value = numberOf(x);
    const near = cbrt(value);
    const size = Math.abs(value);
    if (!(size > LEAST && size < MOST)) return near;
    const square = productOf(near, near);
    const rest = subtract(whole(value), multiply(square, whole(near))).high;
    return near + rest / (3 * square.high);
  },
};
