// Hyperbolic functions as V8 makes them of exponentials and logarithms (fdlibm's formulas), so that they are off where workerd's are; of tanh the engine's own is as near.
import { exponentials } from './exponentials.ts';
import { numberOf } from './number-of.ts';

const { exp, expm1, log, log1p } = exponentials;

/** Above it one of the two exponentials does not count; above the second a single one would overflow. */
const ONE_SIDED = 22;
const LARGEST_LOG = 709.782712893384;
/** Below 2^-28 they are straight lines, above 2^28 logarithms. */
const STRAIGHT = 3.725290298461914e-9;
const STEEP = 268_435_456;

/** Half of e^x where e^x alone may overflow. */
function halfExponential(x: number, half: number): number {
  if (x <= LARGEST_LOG) return half * exp(x);
  const root = exp(0.5 * x);
  return half * root * root;
}

function sinhOf(x: number): number {
  const size = Math.abs(x);
  const half = x < 0 ? -0.5 : 0.5;
  if (!(size < ONE_SIDED)) return Number.isFinite(x) ? halfExponential(size, half) : x;
  if (size < STRAIGHT) return x;
  const t = expm1(size);
  return size < 1 ? half * (2 * t - (t * t) / (t + 1)) : half * (t + t / (t + 1));
}

function coshOf(x: number): number {
  const size = Math.abs(x);
  if (!(size < ONE_SIDED)) return Number.isFinite(x) ? halfExponential(size, 0.5) : size;
  if (size < 0.5 * Math.LN2) {
    const t = expm1(size);
    return 1 + (t * t) / (2 * (1 + t));
  }
  const t = exp(size);
  return 0.5 * t + 0.5 / t;
}

function asinhOf(x: number): number {
  const size = Math.abs(x);
  if (size < STRAIGHT || !Number.isFinite(x)) return x;
  const square = x * x;
  const found =
    size > STEEP
      ? log(size) + Math.LN2
      : size > 2
        ? log(2 * size + 1 / (Math.sqrt(square + 1) + size))
        : log1p(size + square / (1 + Math.sqrt(1 + square)));
  return x < 0 ? -found : found;
}

function acoshOf(x: number): number {
  if (!(x >= 1)) return Number.NaN;
  if (x > STEEP) return log(x) + Math.LN2;
  if (x > 2) return log(2 * x - 1 / (x + Math.sqrt(x * x - 1)));
  const t = x - 1;
  return log1p(t + Math.sqrt(2 * t + t * t));
}

function atanhOf(x: number): number {
  const size = Math.abs(x);
  if (size < STRAIGHT) return x;
  const twice = size + size;
  const t = 0.5 * log1p(size < 0.5 ? twice + (twice * size) / (1 - size) : twice / (1 - size));
  return x < 0 ? -t : t;
}

/** The functions of `Math`; methods, so that they are no constructors. */
export const hyperbolic = {
  sinh: (x: number): number => sinhOf(numberOf(x)),
  cosh: (x: number): number => coshOf(numberOf(x)),
  asinh: (x: number): number => asinhOf(numberOf(x)),
  acosh: (x: number): number => acoshOf(numberOf(x)),
  atanh: (x: number): number => atanhOf(numberOf(x)),
};
