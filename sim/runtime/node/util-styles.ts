// Colours of the terminal in node:util: what numbers begin and end each (ECMA-48, section 8.3.117).

type Style = readonly [number, number];

const HUES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
const named = (suffix: string, first: number, close: number, prefix = ''): [string, Style][] =>
  HUES.map((hue, i) => {
    const name = prefix === '' ? hue : `${prefix}${hue.charAt(0).toUpperCase()}${hue.slice(1)}`;
    return [`${name}${suffix}`, [first + i, close]];
  });
const bright = (first: number, close: number, prefix = ''): [string, Style][] =>
  named('Bright', first, close, prefix).slice(1);

/** The styles by their names. */
export const COLORS: Readonly<Record<string, Style>> = Object.fromEntries<Style>([
  ['reset', [0, 0]],
  ['bold', [1, 22]],
  ['dim', [2, 22]],
  ['italic', [3, 23]],
  ['underline', [4, 24]],
  ['blink', [5, 25]],
  ['inverse', [7, 27]],
  ['hidden', [8, 28]],
  ['strikethrough', [9, 29]],
  ['doubleunderline', [21, 24]],
  ...named('', 30, 39),
  ...named('', 40, 49, 'bg'),
  ['framed', [51, 54]],
  ['overlined', [53, 55]],
  ['gray', [90, 39]],
  ...bright(90, 39),
  ['bgGray', [100, 49]],
  ...bright(100, 49, 'bg'),
]);

/** Which style each kind of value has. */
export const STYLES = {
  special: 'cyan',
  number: 'yellow',
  bigint: 'yellow',
  boolean: 'yellow',
  undefined: 'grey',
  null: 'bold',
  string: 'green',
  symbol: 'green',
  date: 'magenta',
  name: '',
  regexp: 'red',
  module: 'underline',
};

/** Other names for some of them, which cannot be listed. */
const ALIASES: Readonly<Record<string, string>> = {
  grey: 'gray',
  blackBright: 'gray',
  bgGrey: 'bgGray',
  bgBlackBright: 'bgGray',
  faint: 'dim',
  crossedout: 'strikethrough',
  strikeThrough: 'strikethrough',
  crossedOut: 'strikethrough',
  conceal: 'hidden',
  swapColors: 'inverse',
  swapcolors: 'inverse',
  doubleUnderline: 'doubleunderline',
};
for (const [alias, name] of Object.entries(ALIASES))
  Object.defineProperty(COLORS, alias, { get: () => COLORS[name], configurable: true });
