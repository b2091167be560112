// `Math.sumPrecise`: the exact sum of numbers, rounded once at the end (proposal Math.sumPrecise), which workerd's V8 has and Node's has not.

/** The exponent of the smallest number above zero: every number is a whole multiple of 2^-1074. */
const LEAST_EXPONENT = -1074;
/** Bits that are kept for rounding: more than the 53 of a number, so that one rounding remains. */
const KEPT_BITS = 64;

const view = new DataView(new ArrayBuffer(8));

/** A finite number as a multiple of 2^-1074. */
function multipleOf(value: number): bigint {
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 2047n);
  const fraction = bits & 0xf_ffff_ffff_ffffn;
  const whole = biased === 0 ? fraction : (fraction | 0x10_0000_0000_0000n) << BigInt(biased - 1);
  return value < 0 ? -whole : whole;
}

/** A power of two as a number, by its exponent; too large ones are infinite. */
function powerOfTwo(exponent: number): number {
  if (exponent > 1023) return Number.POSITIVE_INFINITY;
  view.setBigUint64(
    0,
    exponent < -1022 ? 1n << BigInt(exponent - LEAST_EXPONENT) : BigInt(exponent + 1023) << 52n,
  );
  return view.getFloat64(0);
}

/** The number nearest to a multiple of 2^-1074. */
function nearest(multiple: bigint): number {
  const size = multiple < 0n ? -multiple : multiple;
  const excess = size.toString(2).length - KEPT_BITS;
  if (excess <= 0) return Number(multiple) * powerOfTwo(LEAST_EXPONENT);
  const shift = BigInt(excess);
  const kept = size >> shift;
  // A last bit stands for all that was cut off, so that ties are told from what lies above them.
  const sticky = kept << shift === size ? kept : kept | 1n;
  // In two steps, because the power alone may be too large or too small where the product is not.
  const half = Math.trunc((excess + LEAST_EXPONENT) / 2);
  const sum = Number(sticky) * powerOfTwo(half) * powerOfTwo(excess + LEAST_EXPONENT - half);
  return multiple < 0n ? -sum : sum;
}

/** Throws TypeError for what is no iterable of numbers; the sum of nothing is -0. */
export function sumPrecise(items: Iterable<unknown>): number {
  let exact = 0n;
  let special = 0;
  let onlyMinusZero = true;
  for (const item of items) {
    if (typeof item !== 'number') throw new TypeError(`${String(item)} is not a number`);
    if (!Object.is(item, -0)) onlyMinusZero = false;
    if (Number.isFinite(item)) exact += multipleOf(item);
    else special += item;
  }
  if (special !== 0) return special;
  return onlyMinusZero ? -0 : nearest(exact);
}
