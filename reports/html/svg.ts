// Small builders of SVG and HTML text that all charts share; every foreign text passes through `escapeHtml`.
import { escapeHtml } from '../text.ts';

/** A coordinate with at most one decimal. */
export function num(value: number): string {
  const rounded = Math.round(value * 10) / 10;
  return Object.is(rounded, -0) ? '0' : String(rounded);
}

/** The size of a drawing in its own units. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where a plot lies inside its drawing. */
export interface Frame extends Size {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The usual frame of a chart: room for numbers at the left and below. */
export function frameOf(options: Partial<Frame> = {}): Frame {
  const width = options.width ?? 540;
  const height = options.height ?? 300;
  return {
    width,
    height,
    left: options.left ?? 46,
    right: width - (options.right ?? 14),
    top: options.top ?? 14,
    bottom: height - (options.bottom ?? 38),
  };
}

/** A whole drawing; the label is what a screen reader says. */
export function svg(
  size: Size,
  options: { label: string; className?: string },
  ...parts: readonly string[]
): string {
  const name = options.className === undefined ? '' : ` class="${options.className}"`;
  return `<svg${name} viewBox="0 0 ${num(size.width)} ${num(size.height)}" role="img" aria-label="${escapeHtml(options.label, 400)}">${parts.join('')}</svg>`;
}

/** A line of text; `className` sets its colour and weight. */
export function label(
  x: number,
  y: number,
  text: string,
  options: { anchor?: 'start' | 'middle' | 'end'; className?: string; limit?: number } = {},
): string {
  const anchor =
    options.anchor === undefined || options.anchor === 'start' ? '' : ` text-anchor="${options.anchor}"`;
  const name = options.className === undefined ? '' : ` class="${options.className}"`;
  return `<text x="${num(x)}" y="${num(y)}"${anchor}${name}>${escapeHtml(text, options.limit ?? 80)}</text>`;
}

/** A straight line. */
export function rule(
  from: { x: number; y: number },
  to: { x: number; y: number },
  className: string,
): string {
  return `<path class="${className}" d="M${num(from.x)} ${num(from.y)}L${num(to.x)} ${num(to.y)}"/>`;
}

/** A rectangle with an optional native tooltip; as a path it is a third shorter than as a `rect`. */
export function box(
  at: { x: number; y: number; width: number; height: number },
  className: string,
  tip?: string,
): string {
  const x = num(at.x);
  const open = `<path class="box ${className}" d="M${x} ${num(at.y)}h${num(Math.max(0, at.width))}v${num(at.height)}H${x}z"`;
  return tip === undefined ? `${open}/>` : `${open}><title>${escapeHtml(tip)}</title></path>`;
}

/** Many dots as one path: zero-length strokes with round ends on whole units, each once, in relative steps. */
export function dots(points: readonly { x: number; y: number }[], className: string): string {
  const whole = points.map((point) => ({ x: Math.round(point.x), y: Math.round(point.y) }));
  const sorted = whole.toSorted((a, b) => a.x - b.x || a.y - b.y);
  let path = '';
  let x = 0;
  let y = 0;
  for (const point of sorted) {
    if (path !== '' && point.x === x && point.y === y) continue;
    const dy = point.y - y;
    path += `m${point.x - x}${dy < 0 ? '' : ' '}${dy}h0`;
    ({ x, y } = point);
  }
  return path === '' ? '' : `<path class="dots ${className}" d="${path}"/>`;
}

/** Ticks at 1, 2 and 5 times the powers of ten between two positive numbers. */
export function logTicks(low: number, high: number): number[] {
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++)
    for (const step of [1, 2, 5]) {
      const tick = Number(`${step}e${power}`);
      if (tick >= low * 0.999 && tick <= high * 1.001) ticks.push(tick);
    }
  return ticks;
}

interface AxisOptions {
  readonly ticks: readonly number[];
  readonly at: (value: number) => number;
  readonly format: (value: number) => string;
  readonly title: string;
}

/** A horizontal axis below the frame with light grid lines. */
export function axisX(frame: Frame, options: AxisOptions): string {
  const ticks = options.ticks.map((tick) => {
    const x = options.at(tick);
    const grid = rule({ x, y: frame.top }, { x, y: frame.bottom }, 'grid');
    return grid + label(x, frame.bottom + 16, options.format(tick), { anchor: 'middle' });
  });
  const title = label((frame.left + frame.right) / 2, frame.bottom + 33, options.title, {
    anchor: 'middle',
    className: 'axis',
  });
  return ticks.join('') + title;
}

/** A vertical axis left of the frame; its title stands above the plot. */
export function axisY(frame: Frame, options: AxisOptions): string {
  const ticks = options.ticks.map((tick) => {
    const y = options.at(tick);
    const grid = rule({ x: frame.left, y }, { x: frame.right, y }, 'grid');
    return grid + label(frame.left - 6, y + 4, options.format(tick), { anchor: 'end' });
  });
  const title = options.title === '' ? '' : label(0, 10, options.title, { className: 'axis' });
  return ticks.join('') + title;
}
