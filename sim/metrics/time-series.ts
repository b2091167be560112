// What happened when: sums over equal steps of the window, one column for each figure.

/** Steps of the time series over the window. */
const STEPS = 60;

/** Columns of sums; a result shows them by these names. */
export class TimeSeries {
  readonly requests = new Float64Array(STEPS);
  readonly ttfbSumUs = new Float64Array(STEPS);
  readonly originRequests = new Float64Array(STEPS);
  readonly originEgressBytes = new Float64Array(STEPS);
  readonly offloaded = new Float64Array(STEPS);
  readonly coldStarts = new Float64Array(STEPS);
  readonly cacheHits = new Float64Array(STEPS);
  readonly handlerRuns = new Float64Array(STEPS);
  readonly #windowStartUs: number;
  readonly #windowUs: number;

  constructor(window: { readonly windowStartUs: number; readonly windowUs: number }) {
    this.#windowStartUs = window.windowStartUs;
    this.#windowUs = window.windowUs;
  }

  /** The step that an instant of the window falls into. */
  stepAt(atUs: number): number {
    return Math.floor(((atUs - this.#windowStartUs) / this.#windowUs) * STEPS);
  }

  /** The columns by name. */
  toJson(): Record<string, number[]> {
    return Object.fromEntries(
      Object.entries(this).map(([name, column]) => [name, [...(column as Float64Array)]]),
    );
  }
}

/** Adds to one step of a column. */
export function addAt(column: Float64Array, step: number, by: number): void {
  column[step] = (column[step] ?? 0) + by;
}
