// The 95 % interval of a mean over seeds, by Student's t on replications.

/** An estimate with the ends of its 95 % interval; all null without values, ends null with fewer than two. */
export interface Interval {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** Two-sided 95 % points of Student's t for 1 to 30 degrees of freedom (standard table, e.g. NIST handbook 1.3.6.7.2). */
const T95 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
  2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
] as const;

/** The two-sided 95 % point of Student's t; beyond the table by the expansion in 1/degrees (error below 0.001). */
export function studentT95(degreesOfFreedom: number): number {
  const tabled = T95[degreesOfFreedom - 1];
  if (tabled !== undefined) return tabled;
  const normal = 1.959964;
  const inverse = 1 / degreesOfFreedom;
  // Abramowitz and Stegun 26.7.5, first two terms, with x = 1.959964: (x^3 + x)/4 and (5x^5 + 16x^3 + 3x)/96.
  return normal + 2.372271 * inverse + 2.822486 * inverse * inverse;
}

/** Mean and interval of one figure per seed: mean ± t · s / √n. */
export function meanInterval(values: readonly number[]): Interval {
  const n = values.length;
  if (n === 0) return { value: null, low: null, high: null };
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { value: mean, low: null, high: null };
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  const half = studentT95(n - 1) * Math.sqrt(squares / (n - 1) / n);
  return { value: mean, low: mean - half, high: mean + half };
}
