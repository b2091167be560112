// inspect and format of node:util: values as texts, and formats like printf's.
import { argumentType } from './errors.ts';
import { hooks } from './hooks.ts';
import { COLORS, STYLES } from './util-styles.ts';
import { defaults } from './inspect-defaults.ts';

type Options = Readonly<Record<string, unknown>>;

/** Options as an object, or as three values in turn, as they once were. */
function optionsOf(first: unknown, depth?: unknown, colors?: unknown): Options {
  if (typeof first === 'object' && first !== null) return { ...defaults, ...first };
  return {
    ...defaults,
    ...(typeof first === 'boolean' && { showHidden: first }),
    ...(depth !== undefined && { depth }),
    ...(colors !== undefined && { colors }),
  };
}

/** The text of a value; strings are quoted, as Node does. */
export const inspect = Object.assign(
  (value: unknown, first?: unknown, depth?: unknown, colors?: unknown): string =>
    hooks.inspect(value, optionsOf(first, depth, colors)),
  { custom: Symbol.for('nodejs.util.inspect.custom'), colors: COLORS, styles: STYLES },
);
Object.defineProperty(inspect, 'defaultOptions', {
  enumerable: true,
  get: () => defaults,
  set(options: unknown) {
    if (typeof options !== 'object' || options === null)
      throw argumentType('options', 'of type object', options);
    Object.assign(defaults, options);
  },
});

/** Whether the text of an object is its class' own word for it, and not that of the language. */
function hasOwnWords(value: object): boolean {
  if (hooks.isProxy(value)) return false;
  if (typeof Reflect.get(value, 'toString') !== 'function') return false;
  let owner: object | null = value;
  while (owner !== null && !Object.hasOwn(owner, 'toString')) owner = Object.getPrototypeOf(owner) as object;
  if (owner === null) return false;
  if (owner === value) return true;
  const made: unknown = Object.hasOwn(owner, 'constructor') ? Reflect.get(owner, 'constructor') : undefined;
  return !(typeof made === 'function' && Object.getOwnPropertyNames(globalThis).includes(made.name));
}

function asText(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value !== 'object' || value === null || hasOwnWords(value)) return String(value);
  return inspect(value, { depth: 0, colors: false, compact: 3 });
}

function asNumber(value: unknown, read: (value: unknown) => number): string {
  if (typeof value === 'bigint') return `${value}n`;
  return typeof value === 'symbol' ? 'NaN' : asText(read(value));
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof TypeError && error.message.includes('circular')) return '[Circular]';
    throw error;
  }
}

function replaced(directive: string, value: unknown, options: Options): string {
  switch (directive) {
    case '%s':
      return asText(value);
    case '%d':
      return asNumber(value, (given) => (typeof given === 'object' ? Number.NaN : Number(given)));
    case '%i':
      return asNumber(value, (given) =>
        typeof given === 'object' ? Number.NaN : Number.parseInt(String(given), 10),
      );
    case '%f':
      return asNumber(value, (given) => Number.parseFloat(String(given)));
    case '%j':
      return asJson(value);
    case '%c':
      return '';
    case '%o':
      return inspect(value, { ...options, showHidden: true, showProxy: true, depth: 4 });
    default:
      return inspect(value, options);
  }
}

/** Fills a format with values, which are shown by options; what is left over follows it. */
export function formatWithOptions(options: object, ...args: unknown[]): string {
  if (typeof options !== 'object' || options === null)
    throw argumentType('inspectOptions', 'of type object', options);
  const shown = (value: unknown): string => (typeof value === 'string' ? value : inspect(value, options));
  const [first, ...rest] = args;
  if (typeof first !== 'string') return args.map(shown).join(' ');
  if (rest.length === 0) return first;
  const text = first.replaceAll(/%[sdifjoOc%]/g, (directive) => {
    if (directive === '%%') return '%';
    return rest.length === 0 ? directive : replaced(directive, rest.shift(), options as Options);
  });
  return [text, ...rest.map(shown)].join(' ');
}

export const format = (...args: unknown[]): string => formatWithOptions({}, ...args);

/** A text in a style; nothing here is a terminal, so styles show only where that is not asked. */
export function styleText(
  style: string | readonly string[],
  text: string,
  options: { readonly validateStream?: boolean } = {},
): string {
  if (typeof text !== 'string') throw argumentType('text', 'of type string', text);
  const styles = Array.isArray(style) ? (style as readonly string[]) : [style as string];
  for (const name of styles) {
    if (COLORS[name] !== undefined) continue;
    const known = Object.keys(COLORS).map((one) => `'${one}'`);
    const words = `The argument 'format' must be one of: ${known.join(', ')}. Received ${inspect(name)}`;
    throw Object.assign(new TypeError(words), { code: 'ERR_INVALID_ARG_VALUE' });
  }
  if (options.validateStream !== false) return text;
  return styles.reduceRight((inner, name) => {
    const [open, close] = COLORS[name] ?? [0, 0];
    return `\u001B[${open}m${inner}\u001B[${close}m`;
  }, text);
}
