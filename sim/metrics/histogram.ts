// A log-linear histogram with integer counts: merging is exact in any order, and every quantile is within 0.4 % of the true value.

/** Mantissa bits kept per power of two; a bucket is at most 2^-7 = 0.78 % wide, so its middle errs by at most 0.4 %. */
const MANTISSA_BITS = 7;
const SUB_BUCKETS = 1 << MANTISSA_BITS;

/** The saved form: sparse, sorted by bucket, integers only; negative buckets hold negative values. */
export interface HistogramJson {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly buckets: number[];
  readonly counts: number[];
}

/** Bucket of an integer: exact below 128, then 128 buckets per power of two; negative values mirror positive ones. */
export function bucketOf(value: number): number {
  if (value < 0) return -bucketOf(-value);
  if (value < SUB_BUCKETS) return value;
  // Latencies in microseconds nearly always fit 31 bits, where shifts do it.
  if (value <= 0x7fffffff) {
    const shift = 31 - MANTISSA_BITS - Math.clz32(value);
    return (shift << MANTISSA_BITS) + (value >> shift);
  }
  let exponent = value < 4294967296 ? 31 - Math.clz32(value) : 63 - Math.clz32(value / 4294967296);
  exponent -= MANTISSA_BITS;
  const mantissa = Math.floor(value / powerOfTwo(exponent)) - SUB_BUCKETS;
  return SUB_BUCKETS + exponent * SUB_BUCKETS + mantissa;
}

/** The middle of a bucket, in the units recorded. */
export function bucketMiddle(bucket: number): number {
  if (bucket < 0) return -bucketMiddle(-bucket);
  if (bucket < SUB_BUCKETS) return bucket;
  const exponent = Math.floor((bucket - SUB_BUCKETS) / SUB_BUCKETS);
  const width = powerOfTwo(exponent);
  const low = (SUB_BUCKETS + ((bucket - SUB_BUCKETS) % SUB_BUCKETS)) * width;
  return low + (width - 1) / 2;
}

function powerOfTwo(exponent: number): number {
  return exponent < 31 ? 1 << exponent : 2147483648 * powerOfTwo(exponent - 31);
}

/** Counts of integers (microseconds, bytes); mutable, mergeable, and saved as `HistogramJson`. */
export class Histogram {
  count = 0;
  sum = 0;
  min = 0;
  max = 0;
  /** Room for 2 s in microseconds from the start, so that latencies make it grow rarely. */
  #positive = new Float64Array(1920);
  #negative = new Float64Array(0);

  /** Records an integer `times` times; fractions are rounded. */
  record(value: number, times = 1): void {
    const whole = Math.round(value);
    if (this.count === 0 || whole < this.min) this.min = whole;
    if (this.count === 0 || whole > this.max) this.max = whole;
    this.count += times;
    this.sum += whole * times;
    this.#add(bucketOf(whole), times);
  }

  /** Adds all of another histogram's counts. */
  merge(other: Histogram): void {
    if (other.count === 0) return;
    this.min = this.count === 0 ? other.min : Math.min(this.min, other.min);
    this.max = this.count === 0 ? other.max : Math.max(this.max, other.max);
    this.count += other.count;
    this.sum += other.sum;
    other.#each((bucket, times) => this.#add(bucket, times));
  }

  /** The value at quantile q in 0..1 (nearest rank), clamped to the recorded extremes; NaN when empty. */
  quantile(q: number): number {
    if (this.count === 0) return Number.NaN;
    const rank = Math.max(1, Math.ceil(q * this.count));
    let seen = 0;
    let answer = this.max;
    this.#each((bucket, times) => {
      if (seen < rank && seen + times >= rank) answer = bucketMiddle(bucket);
      seen += times;
    });
    return Math.min(this.max, Math.max(this.min, answer));
  }

  /** The share (0..1) of recorded values at or below a limit, to bucket resolution; NaN when empty. */
  shareAtOrBelow(limit: number): number {
    if (this.count === 0) return Number.NaN;
    const last = bucketOf(Math.floor(limit));
    let below = 0;
    this.#each((bucket, times) => {
      if (bucket <= last) below += times;
    });
    return below / this.count;
  }

  mean(): number {
    return this.count === 0 ? Number.NaN : this.sum / this.count;
  }

  toJson(): HistogramJson {
    const buckets: number[] = [];
    const counts: number[] = [];
    this.#each((bucket, times) => {
      buckets.push(bucket);
      counts.push(times);
    });
    return { count: this.count, sum: this.sum, min: this.min, max: this.max, buckets, counts };
  }

  static fromJson(json: HistogramJson): Histogram {
    const histogram = new Histogram();
    histogram.count = json.count;
    histogram.sum = json.sum;
    histogram.min = json.min;
    histogram.max = json.max;
    json.buckets.forEach((bucket, i) => histogram.#add(bucket, json.counts[i] ?? 0));
    return histogram;
  }

  #add(bucket: number, times: number): void {
    if (bucket >= 0) {
      if (bucket >= this.#positive.length) this.#positive = grown(this.#positive, bucket);
      this.#positive[bucket] = (this.#positive[bucket] ?? 0) + times;
    } else {
      if (-bucket >= this.#negative.length) this.#negative = grown(this.#negative, -bucket);
      this.#negative[-bucket] = (this.#negative[-bucket] ?? 0) + times;
    }
  }

  /** Visits the filled buckets in ascending order of value. None lies outside the extremes: a record has hundreds of histograms, most of them narrow. */
  #each(visit: (bucket: number, times: number) => void): void {
    const [first, last] = [bucketOf(this.min), bucketOf(this.max)];
    for (let b = Math.max(0, -first); b > Math.max(0, -last - 1); b--) {
      const times = this.#negative[b] ?? 0;
      if (times > 0) visit(-b, times);
    }
    for (let b = Math.max(0, first); b <= last; b++) {
      const times = this.#positive[b] ?? 0;
      if (times > 0) visit(b, times);
    }
  }
}

function grown(old: Float64Array<ArrayBuffer>, index: number): Float64Array<ArrayBuffer> {
  const bigger = new Float64Array(Math.max(64, 2 * old.length, index + 1));
  bigger.set(old);
  return bigger;
}
