// Trigonometry, rounded to the nearest double: workerd's V8 takes it from LLVM's libc, Node's from fdlibm, which is a unit off now and then.
import { numberOf } from './number-of.ts';
import {
  add,
  divide,
  multiply,
  negative,
  type Pair,
  productOf,
  scaled,
  subtract,
  sumOf,
  whole,
} from './pairs.ts';

/** The engine's own, within a unit in the last place: what is corrected here. */
const { acos, asin, atan, atan2, cos, sin, tan } = Math;

const PI: Pair = { high: Math.PI, low: 1.2246467991473532e-16 };
const PI_REST = -2.9947698097183397e-33;
/** Steps of the table in a quarter of a circle, and in half of it. */
const QUARTER = 64;
const HALF = 2 * QUARTER;
const STEP = scaled(PI, 1 / HALF);
const STEP_REST = PI_REST / HALF;
const ONE = whole(1);
/** Larger angles than this are left to the engine, which takes the circles off them as exactly. */
const LARGEST_ANGLE = 1e13;
/** Smaller numbers are their own sine and tangent, and products of them would lose bits. */
const LEAST = 1e-100;
const MOST = 1e100;

interface Turned {
  readonly sine: Pair;
  readonly cosine: Pair;
}

/** Of an angle of at most half a step. */
function smallAngle(r: Pair): Turned {
  const x = r.high;
  const square = x * x;
  const sineRest = x * square * (-1 / 6 + square * (1 / 120 - square / 5040));
  const cosineRest = square * square * (1 / 24 - square * (1 / 720 - square / 40_320));
  const half = scaled(multiply(r, r), -0.5);
  return { sine: add(r, whole(sineRest)), cosine: add(add(ONE, half), whole(cosineRest)) };
}

/** Of the sum of two angles. */
function turnedBy(a: Turned, b: Turned): Turned {
  return {
    sine: add(multiply(a.sine, b.cosine), multiply(a.cosine, b.sine)),
    cosine: subtract(multiply(a.cosine, b.cosine), multiply(a.sine, b.sine)),
  };
}

/** The steps of a quarter of a circle, made by long series when they are first wanted. */
let table: readonly Turned[] | null = null;

function series(x: Pair, first: Pair, n: number): Pair {
  const square = negative(multiply(x, x));
  let sum = first;
  let term = first;
  for (let i = n; i <= 30; i += 2) {
    term = divide(multiply(term, square), whole(i * (i + 1)));
    sum = add(sum, term);
  }
  return sum;
}

function makeTable(): readonly Turned[] {
  return Array.from({ length: QUARTER }, (_, i) => {
    const x = multiply(STEP, whole(i));
    return { sine: series(x, x, 2), cosine: series(x, ONE, 1) };
  });
}

/** Sine and cosine of an angle that is not too large. */
function turned(x: number): Turned {
  const steps = Math.round(x / STEP.high);
  if (steps === 0) return smallAngle(whole(x));
  const first = productOf(steps, STEP.high);
  const second = productOf(steps, STEP.low);
  const left = subtract(sumOf(x, -first.high), sumOf(first.low, second.high));
  const r = subtract(left, whole(second.low + steps * STEP_REST));
  const quarters = Math.floor(steps / QUARTER);
  const base = (table ??= makeTable())[steps - quarters * QUARTER];
  const small = smallAngle(r);
  const { sine, cosine } = base === undefined || base.sine.high === 0 ? small : turnedBy(base, small);
  const quadrant = ((quarters % 4) + 4) % 4;
  if (quadrant === 0) return { sine, cosine };
  if (quadrant === 1) return { sine: cosine, cosine: negative(sine) };
  if (quadrant === 2) return { sine: negative(sine), cosine: negative(cosine) };
  return { sine: negative(cosine), cosine: sine };
}

/** Whether an angle is turned here, and not left to the engine. */
function isTurned(x: number): boolean {
  const size = Math.abs(x);
  return size > LEAST && size < LARGEST_ANGLE;
}

/** An angle near another one, of which the sine and cosine are known: the angle between them is so small that it is its own sine. */
function corrected(near: number, { sine, cosine }: Turned): number {
  const { sine: s, cosine: c } = turned(near);
  return near + subtract(multiply(sine, c), multiply(cosine, s)).high;
}

/** The other side of a right triangle whose hypotenuse is 1. */
function otherSide(x: number): Pair {
  const square = multiply(sumOf(1, -x), sumOf(1, x));
  const near = Math.sqrt(square.high);
  if (near === 0) return whole(0);
  return sumOf(near, subtract(square, productOf(near, near)).high / (2 * near));
}

/** The angle of a point, near to what the engine says. */
function angleOf(y: number, x: number, near: number): number {
  const { sine: s, cosine: c } = turned(near);
  const across = subtract(multiply(whole(y), c), multiply(whole(x), s));
  const along = add(multiply(whole(x), c), multiply(whole(y), s));
  return near + across.high / along.high;
}

function isMiddling(x: number): boolean {
  const size = Math.abs(x);
  return size > LEAST && size < MOST;
}

/** The functions of `Math`; methods, so that they are no constructors. */
export const angles = {
  sin(x: number): number {
    const value = numberOf(x);
    return isTurned(value) ? turned(value).sine.high : sin(value);
  },
  cos(x: number): number {
    const value = numberOf(x);
    return isTurned(value) ? turned(value).cosine.high : cos(value);
  },
  tan(x: number): number {
    const value = numberOf(x);
    if (!isTurned(value)) return tan(value);
    const { sine, cosine } = turned(value);
    return divide(sine, cosine).high;
  },
  asin(x: number): number {
    const value = numberOf(x);
    const near = asin(value);
    if (!isMiddling(near)) return near;
    return corrected(near, { sine: whole(value), cosine: otherSide(value) });
  },
  acos(x: number): number {
    const value = numberOf(x);
    const near = acos(value);
    if (!isMiddling(near)) return near;
    return corrected(near, { sine: otherSide(value), cosine: whole(value) });
  },
  atan(x: number): number {
    const value = numberOf(x);
    const near = atan(value);
    return isMiddling(value) ? angleOf(value, 1, near) : near;
  },
  atan2(y: number, x: number): number {
    const up = numberOf(y);
    const right = numberOf(x);
    const near = atan2(up, right);
    return isMiddling(up) && isMiddling(right) && isMiddling(near) ? angleOf(up, right, near) : near;
  },
};
