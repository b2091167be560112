// Lines through the points of a sweep with their 95 % intervals, over one swept field: logarithmic, even, or one place for each value.
import { scaleLinear, scaleLog } from 'd3-scale';
import { line } from 'd3-shape';
import type { Estimate } from '../../format.ts';
import { axisX, axisY, frameOf, rule, svg } from '../svg.ts';

/** One line: an estimate for each value of the field, null where the sweep has none. */
export interface GridLine {
  readonly className: string;
  readonly values: readonly (Estimate | null)[];
}

interface GridOptions {
  readonly label: string;
  /** Name of the swept field. */
  readonly title: string;
  readonly values: readonly { readonly text: string; readonly number: number | null }[];
  readonly format: (value: number) => string;
  readonly unit: string;
}

/** Beyond this ratio of the largest to the smallest value the field's axis is logarithmic, and also where each value is the same multiple of the one before. */
const LOG_FROM = 20;
const MOST_LABELS = 9;
/** How far multiples may differ and still be called the same: values are written with few digits. */
const SAME = 0.01;

/** The chart; a point without a figure interrupts nothing and shows nothing. */
export function gridLines(lines: readonly GridLine[], options: GridOptions): string {
  const frame = frameOf({ left: 62, top: 26 });
  const place = places(options.values, [frame.left + 8, frame.right - 8]);
  const known = lines
    .flatMap(({ values }) => values)
    .flatMap((one) => (one === null ? [] : [one.value, one.low, one.high]))
    .filter((one) => one !== null);
  const y = scaleLinear()
    .domain([Math.min(0, ...known), Math.max(1e-9, ...known)])
    .range([frame.bottom, frame.top])
    .nice(5);
  const drawn = lines.map(({ className, values }) => {
    const points = values.flatMap((one, i) =>
      one === null || one.value === null
        ? []
        : [{ x: place(i), y: y(one.value), low: y(one.low ?? one.value), high: y(one.high ?? one.value) }],
    );
    const path = line<{ x: number; y: number }>(
      (point) => point.x,
      (point) => point.y,
    ).digits(1)(points);
    const marks = points.map(
      (point) =>
        rule({ x: point.x, y: point.low }, { x: point.x, y: point.high }, `whisker ${className}`) +
        `<circle class="dot ${className}" cx="${point.x.toFixed(1)}" cy="${point.y.toFixed(1)}" r="4"/>`,
    );
    return `<path class="curve ${className}" d="${path ?? ''}"/>${marks.join('')}`;
  });
  const every = Math.ceil(options.values.length / MOST_LABELS);
  const ticks = options.values.map((_, i) => i).filter((i) => i % every === 0);
  return svg(
    frame,
    { className: 'chart', label: options.label },
    axisX(frame, {
      ticks,
      at: place,
      format: (i) => options.values[i]?.text ?? '',
      title: isLogarithmic(numbersOf(options.values)) ? `${options.title}, logarithmic` : options.title,
    }),
    axisY(frame, { ticks: y.ticks(5), at: y, format: options.format, title: options.unit }),
    ...drawn,
  );
}

function numbersOf(values: GridOptions['values']): number[] {
  return values.flatMap(({ number }) => (number === null ? [] : [number]));
}

function isLogarithmic(numbers: readonly number[]): boolean {
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  if (numbers.length < 2 || low <= 0 || low === high) return false;
  if (high / low > LOG_FROM) return true;
  const factors = numbers.slice(1).map((value, i) => value / (numbers[i] ?? value));
  return (
    factors.length > 1 && Math.min(...factors) > 1 && Math.max(...factors) < Math.min(...factors) * (1 + SAME)
  );
}

/** Where each value stands: by its size where all are numbers, else one after the other. */
function places(values: GridOptions['values'], range: [number, number]): (index: number) => number {
  const numbers = numbersOf(values);
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  if (numbers.length < values.length || low === high) {
    const scale = scaleLinear()
      .domain([0, Math.max(1, values.length - 1)])
      .range(range);
    return (index) => scale(index);
  }
  const scale = (isLogarithmic(numbers) ? scaleLog() : scaleLinear()).domain([low, high]).range(range);
  return (index) => scale(numbers[index] ?? low);
}
