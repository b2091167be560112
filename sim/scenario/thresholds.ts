// The little language of thresholds: metrics of arms, quantities, plus and minus, and one comparison.
import { metricTable } from '../metrics/names.ts';
import { nearestWord } from './nearest-word.ts';
import { readQuantity } from './quantity.ts';
import type { QuantityKind } from './quantity.ts';
import { readSlice, suggestion } from './slices.ts';

export type Comparison = '<' | '<=' | '>' | '>=';

/** A metric of one arm, taken once or more, added or taken away: `sign` is 1 or -1. */
export interface Reference {
  readonly sign: 1 | -1;
  readonly arm: string;
  /** Name in the table of metrics, for example `ttfb.p95`. */
  readonly metric: string;
  /** As the histograms name it: `all`, `country:BR`, `continent:EU`, `connection:new`. */
  readonly slice: string;
}

/** A threshold with every metric brought to the left and every quantity to the right. */
export interface Threshold {
  readonly text: string;
  readonly references: readonly Reference[];
  readonly comparison: Comparison;
  /** In the metrics' unit: ms, ratio 0..1, count, bytes, USD. */
  readonly limit: number;
}

/** What is wrong with a threshold, and what may have been meant; `word` is the part of the text that it is about. */
export interface ThresholdMistake {
  readonly message: string;
  readonly hint?: string | undefined;
  readonly word?: string;
}

export type ThresholdReading =
  | { readonly ok: true; readonly threshold: Threshold }
  | { readonly ok: false; readonly mistake: ThresholdMistake };

const TOKEN =
  /\s*(<=|>=|<|>|\+|-|[A-Za-z][\w-]*(?:\.\w+)+(?:\[[^\]]*\])?|(?:\d+(?:\.\d+)?|\.\d+)[^\s<>=+-]*|\S+)/gy;
const REFERENCE = /^([A-Za-z][\w-]*)\.([\w.]+)(?:\[([^\]]*)\])?$/;
const QUANTITY_OF_UNIT: Readonly<Record<string, QuantityKind>> = {
  ms: 'duration',
  ratio: 'share',
  bytes: 'size',
  'per second': 'rate',
  USD: 'money',
};

/** Reads a threshold such as `edge.ttfb.p95[country=BR] < origin.ttfb.p95 - 40ms`; with `bindings`, slices by store must name one of them. */
export function parseThreshold(
  text: string,
  armNames: readonly string[],
  bindings: readonly string[] | null = null,
): ThresholdReading {
  const reader = new Reader(text, armNames, bindings);
  try {
    return { ok: true, threshold: reader.read() };
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    return { ok: false, mistake: error.mistake };
  }
}

/** Metrics of arms, added and taken away, without a limit: `edge.ttfb.p95 - origin.ttfb.p95`. */
export interface Expression {
  readonly text: string;
  readonly references: readonly Reference[];
  /** The unit that all of them share. */
  readonly unit: string;
}

export type ExpressionReading =
  | { readonly ok: true; readonly expression: Expression }
  | { readonly ok: false; readonly mistake: ThresholdMistake };

/** Reads what a threshold may have on its left. */
export function parseExpression(text: string, armNames: readonly string[]): ExpressionReading {
  const reader = new Reader(text, armNames, null);
  try {
    return { ok: true, expression: reader.readExpression() };
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    return { ok: false, mistake: error.mistake };
  }
}

class Mistake extends Error {
  readonly mistake: ThresholdMistake;
  constructor(mistake: ThresholdMistake) {
    super(mistake.message);
    this.mistake = mistake;
  }
}

class Reader {
  readonly #text: string;
  readonly #armNames: readonly string[];
  readonly #bindings: readonly string[] | null;
  readonly #references: Reference[] = [];
  readonly #quantities: { readonly sign: number; readonly written: string }[] = [];

  constructor(text: string, armNames: readonly string[], bindings: readonly string[] | null) {
    this.#text = text;
    this.#armNames = armNames;
    this.#bindings = bindings;
  }

  read(): Threshold {
    const tokens = [...this.#text.matchAll(TOKEN)].map((match) => match[1] ?? '');
    const middles = tokens.flatMap((token, index) => (isComparison(token) ? [index] : []));
    const [middle] = middles;
    const comparison = tokens[middle ?? -1];
    if (middle === undefined || middles.length > 1 || !isComparison(comparison))
      throw new Mistake({
        message: 'a threshold holds one comparison: <, <=, > or >=',
        hint: 'write for example "edge.ttfb.p95 < 120ms"',
      });
    // Metrics of the right side change their sign on the way to the left, quantities of the left on the way to the right.
    this.#side(tokens.slice(0, middle), 1);
    this.#side(tokens.slice(middle + 1), -1);
    const unit = this.#unit();
    const limit = this.#quantities.reduce(
      (sum, { sign, written }) => sum - sign * quantityIn(unit, written),
      0,
    );
    const threshold = { text: this.#text, references: this.#references, comparison, limit };
    return this.#references.some(({ sign }) => sign === 1) ? threshold : turned(threshold);
  }

  readExpression(): Expression {
    this.#side(
      [...this.#text.matchAll(TOKEN)].map((match) => match[1] ?? ''),
      1,
    );
    const [quantity] = this.#quantities;
    if (quantity !== undefined)
      throw new Mistake({ message: `"${quantity.written}" is no metric`, word: quantity.written });
    return { text: this.#text, references: this.#references, unit: this.#unit() };
  }

  #side(tokens: readonly string[], side: 1 | -1): void {
    let sign: 1 | -1 = 1;
    let wantsTerm = true;
    for (const token of tokens) {
      if (token === '+' || token === '-') {
        if (wantsTerm)
          throw new Mistake({
            message: `"${token}" stands where a metric or a quantity is expected`,
            word: token,
          });
        sign = token === '+' ? 1 : -1;
        wantsTerm = true;
        continue;
      }
      if (!wantsTerm)
        throw new Mistake({ message: `"${token}" stands where + or - is expected`, word: token });
      this.#term(token, sign === side ? 1 : -1);
      wantsTerm = false;
    }
    if (wantsTerm) throw new Mistake({ message: 'a metric or a quantity is missing beside an operator' });
  }

  #term(token: string, sign: 1 | -1): void {
    if (/^[\d.]/.test(token)) {
      this.#quantities.push({ sign, written: token });
      return;
    }
    const match = REFERENCE.exec(token);
    const [, arm = '', metric = '', slice] = match ?? [];
    if (match === null)
      throw new Mistake({
        message: `"${token}" is neither a metric such as edge.ttfb.p95 nor a quantity such as 40ms`,
        word: token,
      });
    if (!this.#armNames.includes(arm))
      throw new Mistake({
        message: `there is no arm "${arm}"`,
        hint: suggestion(arm, this.#armNames, 'arms'),
        word: arm,
      });
    this.#references.push({
      sign,
      arm,
      metric: knownMetric(metric),
      slice: sliceOf(metric, slice, this.#bindings),
    });
  }

  /** The one unit that all metrics share. */
  #unit(): string {
    const table = metricTable();
    const [first, ...others] = this.#references;
    if (first === undefined)
      throw new Mistake({ message: 'a threshold names at least one metric of an arm' });
    const unit = table[first.metric]?.unit ?? '';
    const other = others.find((reference) => table[reference.metric]?.unit !== unit);
    if (other === undefined) return unit;
    const otherUnit = table[other.metric]?.unit ?? '';
    throw new Mistake({
      message: `${first.metric} (${unit}) and ${other.metric} (${otherUnit}) cannot be compared`,
      word: other.metric,
    });
  }
}

/** "200ms > edge.ttfb.p95" said the other way round, so that the figure shown is the metric itself. */
function turned({ text, references, comparison, limit }: Threshold): Threshold {
  const mirrored = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;
  return {
    text,
    references: references.map((reference) => ({ ...reference, sign: reference.sign === 1 ? -1 : 1 })),
    comparison: mirrored[comparison],
    limit: -limit,
  };
}

function isComparison(token: string | undefined): token is Comparison {
  return token === '<' || token === '<=' || token === '>' || token === '>=';
}

function knownMetric(metric: string): string {
  const table = metricTable();
  if (Object.hasOwn(table, metric)) return metric;
  const parts = Object.keys(table).filter((name) => name.startsWith(`${metric}.`));
  const near = parts.find((name) => name.endsWith('.p95')) ?? nearestWord(metric, Object.keys(table));
  throw new Mistake({
    message: `there is no metric "${metric}"`,
    hint: near === undefined ? 'metrics are listed by: npx antipode schema metrics' : `did you mean ${near}?`,
    word: metric,
  });
}

/** The slice's name in the histograms, `all` for none. */
function sliceOf(metric: string, written: string | undefined, bindings: readonly string[] | null): string {
  const reading = readSlice(metric, written, bindings);
  if (typeof reading === 'string') return reading;
  throw new Mistake(reading);
}

function quantityIn(unit: string, written: string): number {
  const bare = /^[\d.]+(e[+-]?\d+)?$/i.test(written);
  if (unit === 'count' || (unit === 'ratio' && bare)) {
    if (!bare)
      throw new Mistake({
        message: `"${written}" has a unit where a plain number is expected`,
        word: written,
      });
    return Number(written);
  }
  const kind = QUANTITY_OF_UNIT[unit] ?? 'duration';
  const reading = readQuantity(kind, written);
  if (reading.ok) return reading.value;
  const example = {
    duration: '120ms',
    share: '80%',
    size: '10MB',
    rate: '50/s',
    bandwidth: '50Mbps',
    money: '50$',
  }[kind];
  throw new Mistake({
    message: `"${written}" is not a quantity in ${unit}`,
    hint: `write it like ${example}`,
    word: written,
  });
}
