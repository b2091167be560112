// How values are shown as text: the way of Node's util.inspect, which workerd's console and its node:util follow.
import { host } from './host.ts';
import { elementsOf } from './inspect-elements.ts';
import type { Ways } from './inspect-elements.ts';
import { groupItems, joinParts } from './inspect-layout.ts';
import type { Shape } from './inspect-layout.ts';
import { coloured, fullOptions } from './inspect-options.ts';
import type { FullOptions, InspectOptions, Style } from './inspect-options.ts';
import { kindOf } from './inspect-parts.ts';
import type { Kind } from './inspect-parts.ts';
import { platformParts } from './inspect-platform.ts';
import type { PlatformParts } from './inspect-platform.ts';
import { isPlainName, quoted, separated } from './inspect-words.ts';

const CUSTOM = Symbol.for('nodejs.util.inspect.custom');
/** Texts up to this length are never divided among lines. */
const LEAST_DIVIDED = 16;
/** Keys of errors that their stack says already. */
const IN_STACK = ['name', 'message', 'stack'];

class Inspector {
  readonly #options: FullOptions;
  readonly #open: object[] = [];
  readonly #circular = new Map<object, number>();
  #indent = 0;
  /** Depth of the object that was begun last. */
  #reached = 0;

  constructor(options: InspectOptions) {
    this.#options = fullOptions(options);
  }

  #paint(text: string, style: Style): string {
    return this.#options.colors ? coloured(text, style) : text;
  }

  show(value: unknown, level: number, isInView = false): string {
    switch (typeof value) {
      case 'string':
        return this.#showText(value);
      case 'bigint':
        return this.#paint(this.#number(`${value}n`), 'bigint');
      case 'number':
        return this.#paint(this.#number(Object.is(value, -0) ? '-0' : String(value)), 'number');
      case 'object':
      case 'function':
        return value === null ? this.#paint('null', 'null') : this.#showObject(value, level, isInView);
      default:
        return this.#paint(String(value), typeof value as 'boolean' | 'symbol' | 'undefined');
    }
  }

  #number(text: string): string {
    return this.#options.numericSeparator ? separated(text) : text;
  }

  #showText(text: string): string {
    const { maxStringLength, breakLength, compact } = this.#options;
    const left = text.length - maxStringLength;
    const rest = left > 0 ? `... ${left} more character${left > 1 ? 's' : ''}` : '';
    const shown = left > 0 ? text.slice(0, maxStringLength) : text;
    const isLong = shown.length > LEAST_DIVIDED && shown.length > breakLength - this.#indent - 4;
    if (compact === true || !isLong) return `${this.#paint(quoted(shown), 'string')}${rest}`;
    const lines = shown.split(/(?<=\n)/).map((line) => this.#paint(quoted(line), 'string'));
    return `${lines.join(` +\n${' '.repeat(this.#indent + 2)}`)}${rest}`;
  }

  #showObject(value: object, level: number, isInView: boolean): string {
    if (host.node.isProxy(value)) return this.#showProxy(value);
    const made = this.#custom(value, level);
    if (made !== undefined) return made;
    if (this.#open.includes(value)) {
      const index = this.#circular.get(value) ?? this.#circular.size + 1;
      this.#circular.set(value, index);
      return this.#paint(`[Circular *${index}]`, 'special');
    }
    return this.#showRaw(value, level, isInView);
  }

  /** What the host says, which alone can look into some objects. */
  #hostText(value: object): string {
    const { depth, breakLength, compact, colors, showProxy } = this.#options;
    const options = { depth: Number.isFinite(depth) ? depth : null, breakLength, compact, colors, showProxy };
    return host.node.look(value, JSON.stringify(options)).replaceAll('\n', `\n${' '.repeat(this.#indent)}`);
  }

  #showProxy(value: object): string {
    const text = this.#hostText(value);
    return this.#options.showProxy ? text : `Proxy(${text})`;
  }

  /** What an object says of itself when it has a word for that. */
  #custom(value: object, level: number): string | undefined {
    if (!this.#options.customInspect) return undefined;
    const custom: unknown = Reflect.get(value, CUSTOM);
    if (typeof custom !== 'function' || custom === inspect) return undefined;
    const depth = this.#options.depth - level;
    const stylize = (text: string, style: string): string =>
      this.#options.colors ? coloured(text, style) : text;
    const said: unknown = Reflect.apply(custom as () => unknown, value, [
      depth,
      { ...this.#options, stylize },
      inspect,
    ]);
    if (said === value) return undefined;
    const isObject = typeof said === 'object' && said !== null;
    const text = isObject ? this.show(said, level) : String(said);
    return text.replaceAll('\n', `\n${' '.repeat(this.#indent)}`);
  }

  #showRaw(value: object, level: number, isInView: boolean): string {
    const tag = Object.prototype.toString.call(value);
    const isOpaque = value instanceof Promise || /^\[object (?:Map|Set) Iterator\]$/.test(tag);
    if (isOpaque) return this.#hostText(value);
    const platform = platformParts(value);
    const kind = kindOf(value);
    const keys = platform === null ? this.#keysOf(value, kind) : [];
    const base = this.#baseOf(value, kind);
    if (this.#isEmpty(value, kind, keys, platform)) {
      if (base !== '') return base;
      return platform === null ? `${kind.open}${kind.close}` : `${platform.name}(0) {}`;
    }
    if (level > this.#options.depth) return this.#paint(`[${kind.name}]`, 'special');
    this.#open.push(value);
    this.#reached = level;
    const items =
      platform === null
        ? [...elementsOf(value, kind, this.#ways(level, isInView)), ...this.#members(value, keys, level)]
        : this.#platformItems(platform, level);
    this.#open.pop();
    const index = this.#circular.get(value);
    const reference = index === undefined ? '' : `${this.#paint(`<ref *${index}>`, 'special')} `;
    const size = platform === null || platform.pairs === null ? '' : `(${platform.pairs.length})`;
    const open = platform === null ? kind.open : `${platform.name}${size} {`;
    return this.#layOut(items, {
      value,
      level,
      isList: kind.close === ']',
      open: base === '' ? `${reference}${open}` : open,
      close: kind.close,
      base: base === '' ? '' : `${reference}${base}`,
    });
  }

  #baseOf(value: object, { base, style }: Kind): string {
    if (base === '') return '';
    const whole =
      base === '[String: ' || base.startsWith('[String (') ? `${base}${quoted(String(value))}` : base;
    const text = whole.startsWith('[') && !whole.endsWith(']') ? `${whole}]` : whole;
    const indented = text.replaceAll('\n', `\n${' '.repeat(this.#indent)}`);
    return style === null ? indented : this.#paint(indented, style);
  }

  #isEmpty(value: object, kind: Kind, keys: readonly PropertyKey[], platform: PlatformParts | null): boolean {
    if (platform !== null) return platform.members.length + (platform.pairs?.length ?? 0) === 0;
    if (keys.length > 0) return false;
    switch (kind.elements) {
      case 'list':
        return (value as readonly unknown[]).length === 0;
      case 'typed':
        return (value as Uint8Array).length === 0 && !this.#options.showHidden;
      case 'set':
      case 'map':
        return (value as ReadonlySet<unknown>).size === 0;
      case 'none':
        return true;
      default:
        return false;
    }
  }

  /** The members that are shown: all with `showHidden`, else those that are enumerated. */
  #keysOf(value: object, { skipsIndices }: Kind): PropertyKey[] {
    const keys = Reflect.ownKeys(value).filter((key) => {
      if (skipsIndices && typeof key === 'string' && /^(?:0|[1-9]\d*)$/.test(key)) return false;
      if (this.#options.showHidden) return true;
      return Object.prototype.propertyIsEnumerable.call(value, key);
    });
    if (!(value instanceof Error)) return keys;
    const said: unknown = value.stack;
    const stack = String(said ?? '');
    const rest = keys.filter(
      (key) => !IN_STACK.includes(String(key)) || !stack.includes(String(Reflect.get(value, key))),
    );
    for (const key of ['cause', 'errors'])
      if (Object.hasOwn(value, key) && !rest.includes(key)) rest.push(key);
    return rest;
  }

  #members(value: object, keys: readonly PropertyKey[], level: number): string[] {
    const items = keys.map((key) => this.#member(value, key, level));
    const { sorted } = this.#options;
    if (sorted === false) return items;
    return sorted === true ? items.sort() : items.sort(sorted);
  }

  /** How elements of an object are shown. */
  #ways(level: number, isInView: boolean): Ways {
    return {
      options: this.#options,
      isInView,
      inner: (item, isOfView) => this.#indented(() => this.show(item, level + 1, isOfView)),
      paint: (text, style) => this.#paint(text, style),
    };
  }

  #platformItems({ members, pairs }: PlatformParts, level: number): string[] {
    const inner = (item: unknown): string => this.#indented(() => this.show(item, level + 1));
    return [
      ...(pairs ?? []).map(([key, value]) => `${inner(key)} => ${inner(value)}`),
      ...members.map(([key, value]) => `${key}: ${inner(value)}`),
    ];
  }

  #member(value: object, key: PropertyKey, level: number): string {
    const found = Object.getOwnPropertyDescriptor(value, key) ?? { value: undefined, enumerable: true };
    const text = this.#indented(() => this.#held(value, found, level));
    if (typeof key === 'symbol') return `${this.#paint(String(key), 'symbol')}: ${text}`;
    const name = String(key);
    if (found.enumerable === false) return `[${name}]: ${text}`;
    return `${isPlainName(name) ? name : this.#paint(quoted(name), 'string')}: ${text}`;
  }

  /** What a member holds, or that it is computed. */
  #held(owner: object, { get, set, value }: PropertyDescriptor, level: number): string {
    if (get === undefined && set === undefined) return this.show(value, level + 1);
    if (get === undefined) return this.#paint('[Setter]', 'special');
    const label = set === undefined ? 'Getter' : 'Getter/Setter';
    const { getters } = this.#options;
    const asks = getters === true || (getters === 'get' && !set) || (getters === 'set' && Boolean(set));
    if (!asks) return this.#paint(`[${label}]`, 'special');
    const begin = this.#paint(`[${label}:`, 'special');
    const end = this.#paint(']', 'special');
    try {
      const said: unknown = Reflect.apply(get as () => unknown, owner, []);
      if (typeof said === 'object' && said !== null)
        return `${this.#paint(`[${label}]`, 'special')} ${this.show(said, level + 1)}`;
      return `${begin} ${this.show(said, level + 1)}${end}`;
    } catch (error) {
      return `${begin} <Inspection threw (${String(Object(error).message)})>${end}`;
    }
  }

  #indented<T>(run: () => T): T {
    this.#indent += 2;
    const made = run();
    this.#indent -= 2;
    return made;
  }

  #layOut(
    items: string[],
    how: Pick<Shape, 'open' | 'close' | 'base'> & { value: object; level: number; isList: boolean },
  ): string {
    const { breakLength, compact, maxArrayLength } = this.#options;
    const { value, level, isList, open, close, base } = how;
    const levels = typeof compact === 'number' ? compact : compact ? true : 0;
    const shape: Shape = { open, close, base, breakLength, indent: this.#indent, compact: levels };
    if (levels === true) return joinParts(items, shape, true);
    const isGrouped = isList && items.length > 6 && levels >= 1;
    const grouped = isGrouped
      ? groupItems(items, shape, {
          isNumeric: Object.values(value).every(
            (held) => typeof held === 'number' || typeof held === 'bigint',
          ),
          hasMore: (value as readonly unknown[]).length > maxArrayLength,
        })
      : items;
    const maybeOneLine = this.#reached - level < levels && grouped.length === items.length;
    return joinParts(grouped, shape, maybeOneLine);
  }
}

/** The text of a value; a getter or trap that throws shows as such. */
export function inspect(value: unknown, options: InspectOptions = {}): string {
  try {
    return new Inspector(options).show(value, 0);
  } catch {
    return '[object that cannot be shown]';
  }
}
