// How values are shown as text: the way of Node's util.inspect, which workerd's console and its node:util follow.
import { describeKind, functionText, quoted, shownKey } from './inspect-words.ts';
import { groupItems, joinParts } from './inspect-layout.ts';

/** What may be asked of the text; the defaults are Node's. */
export interface InspectOptions {
  readonly depth?: number | null;
  readonly breakLength?: number;
  readonly compact?: boolean | number;
  readonly maxArrayLength?: number | null;
  readonly maxStringLength?: number | null;
}

const CUSTOM = Symbol.for('nodejs.util.inspect.custom');

/** The parts of an object between its brackets. */
interface Parts {
  readonly open: string;
  readonly close: string;
  readonly items: string[];
  /** Whether they are elements, which may stand in columns. */
  readonly isList: boolean;
}

class Inspector {
  readonly #depth: number;
  readonly #breakLength: number;
  readonly #compact: number;
  readonly #maxItems: number;
  readonly #maxText: number;
  readonly #open: object[] = [];
  readonly #circular = new Map<object, number>();
  #indent = 0;
  /** Depth of the object that was begun last. */
  #reached = 0;

  constructor({ depth = 2, breakLength = 80, compact = 3, maxArrayLength, maxStringLength }: InspectOptions) {
    this.#depth = depth ?? Number.POSITIVE_INFINITY;
    this.#breakLength = breakLength;
    this.#compact = typeof compact === 'number' ? compact : compact ? 3 : 0;
    this.#maxItems = maxArrayLength === undefined ? 100 : (maxArrayLength ?? Number.POSITIVE_INFINITY);
    this.#maxText = maxStringLength === undefined ? 10_000 : (maxStringLength ?? Number.POSITIVE_INFINITY);
  }

  show(value: unknown, level: number): string {
    switch (typeof value) {
      case 'string':
        return this.#showText(value);
      case 'bigint':
        return `${value}n`;
      case 'number':
        return Object.is(value, -0) ? '-0' : String(value);
      case 'object':
      case 'function':
        return value === null ? 'null' : this.#showObject(value, level);
      default:
        return String(value);
    }
  }

  #showText(text: string): string {
    if (text.length <= this.#maxText) return quoted(text);
    const left = text.length - this.#maxText;
    return `${quoted(text.slice(0, this.#maxText))}... ${left} more character${left > 1 ? 's' : ''}`;
  }

  #showObject(value: object, level: number): string {
    const custom: unknown = Reflect.get(value, CUSTOM);
    if (typeof custom === 'function') {
      const made: unknown = Reflect.apply(custom as () => unknown, value, [this.#depth - level, {}, inspect]);
      if (made !== value) return typeof made === 'string' ? made : this.show(made, level);
    }
    if (this.#open.includes(value)) {
      const index = this.#circular.get(value) ?? this.#circular.size + 1;
      this.#circular.set(value, index);
      return `[Circular *${index}]`;
    }
    const kind = describeKind(value);
    if (level > this.#depth && hasMembers(value)) return `[${kind.name}]`;
    this.#open.push(value);
    this.#reached = level;
    const parts = this.#partsOf(value, level);
    this.#open.pop();
    const index = this.#circular.get(value);
    const reference = index === undefined ? '' : `<ref *${index}> `;
    return typeof parts === 'string' ? reference + parts : reference + this.#layOut(value, parts, level);
  }

  /** The parts of an object, or its whole text when nothing stands between brackets. */
  #partsOf(value: object, level: number): Parts | string {
    const kind = describeKind(value);
    const { items, isList } = this.#itemsOf(value, level);
    const skipsElements =
      Array.isArray(value) || ArrayBuffer.isView(value) || kind.text?.startsWith('[String');
    const keys = Reflect.ownKeys(value).filter(
      (key) =>
        Object.prototype.propertyIsEnumerable.call(value, key) &&
        !(skipsElements && typeof key === 'string' && /^\d+$/.test(key)),
    );
    items.push(...keys.map((key) => this.#member(value, key, level)));
    const base = typeof value === 'function' ? functionText(value) : kind.text;
    if (base !== null) return items.length === 0 ? base : joinedBase(base, items);
    const [open, close] = isList ? ['[', ']'] : ['{', '}'];
    const prefix = kind.prefix === '' ? '' : `${kind.prefix} `;
    if (items.length === 0) return `${prefix}${open}${close}`;
    return { open: `${prefix}${open}`, close, items, isList };
  }

  #itemsOf(value: object, level: number): { items: string[]; isList: boolean } {
    if (Array.isArray(value)) return { items: this.#elements(value, level), isList: true };
    if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
      return { items: this.#elements(value as unknown as readonly unknown[], level), isList: true };
    }
    if (value instanceof Map) {
      const entries = [...(value as Map<unknown, unknown>)];
      const items = this.#indented(() =>
        entries.map(([key, item]) => `${this.show(key, level + 1)} => ${this.show(item, level + 1)}`),
      );
      return { items, isList: false };
    }
    if (value instanceof Set) {
      const members = [...(value as Set<unknown>)];
      return {
        items: this.#indented(() => members.map((item) => this.show(item, level + 1))),
        isList: false,
      };
    }
    if (value instanceof WeakMap || value instanceof WeakSet)
      return { items: ['<items unknown>'], isList: false };
    if (value instanceof Promise) return { items: ['<pending>'], isList: false };
    return { items: [], isList: false };
  }

  #elements(list: readonly unknown[], level: number): string[] {
    const items: string[] = [];
    const shown = Math.min(list.length, this.#maxItems);
    let holes = 0;
    const flush = (): void => {
      if (holes > 0) items.push(`<${holes} empty item${holes > 1 ? 's' : ''}>`);
      holes = 0;
    };
    this.#indented(() => {
      for (let i = 0; i < shown; i++) {
        if (i in list) {
          flush();
          items.push(this.show(list[i], level + 1));
        } else holes++;
      }
    });
    flush();
    const left = list.length - shown;
    if (left > 0) items.push(`... ${left} more item${left > 1 ? 's' : ''}`);
    return items;
  }

  #member(value: object, key: PropertyKey, level: number): string {
    const { get, set, value: held } = Object.getOwnPropertyDescriptor(value, key) ?? {};
    const name = shownKey(key);
    if (get !== undefined) return `${name}: [Getter${set === undefined ? '' : '/Setter'}]`;
    if (set !== undefined) return `${name}: [Setter]`;
    return `${name}: ${this.#indented(() => this.show(held, level + 1))}`;
  }

  #indented<T>(run: () => T): T {
    this.#indent += 2;
    const made = run();
    this.#indent -= 2;
    return made;
  }

  #layOut(value: object, { open, close, items, isList }: Parts, level: number): string {
    const shape = {
      open,
      close,
      breakLength: this.#breakLength,
      indent: this.#indent,
      compact: this.#compact,
    };
    const hasMore = Array.isArray(value) && value.length > this.#maxItems;
    const grouped =
      isList && items.length > 6 && this.#compact >= 1 ? groupItems(items, shape, { value, hasMore }) : items;
    const maybeOneLine = this.#reached - level < this.#compact && grouped.length === items.length;
    return joinParts(grouped, shape, maybeOneLine);
  }
}

/** Whether there is anything between the brackets of an object. */
function hasMembers(value: object): boolean {
  if (value instanceof Map || value instanceof Set) return value.size > 0;
  return Reflect.ownKeys(value).some((key) => Object.prototype.propertyIsEnumerable.call(value, key));
}

/** A function or an error with members of its own. */
function joinedBase(base: string, items: readonly string[]): string {
  return base.includes('\n') ? `${base} {\n  ${items.join(',\n  ')}\n}` : `${base} { ${items.join(', ')} }`;
}

/** The text of a value; a getter or trap that throws shows as such. */
export function inspect(value: unknown, options: InspectOptions = {}): string {
  try {
    return new Inspector(options).show(value, 0);
  } catch {
    return '[object that cannot be shown]';
  }
}
