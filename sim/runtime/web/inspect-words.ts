// The words in which `inspect` names things: texts in quotes, keys, functions, and the kinds of objects.
import { OriginalDate } from './before-lockdown.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
  '\\': '\\\\',
};

/** A text in the first kind of quotes that it does not contain. */
export function quoted(text: string): string {
  const quote = ["'", '"', '`'].find((mark) => !text.includes(mark)) ?? "'";
  const escaped = text.replaceAll(/[\p{Cc}\\]/gu, (unit) => {
    const code = unit.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0');
    return ESCAPES[unit] ?? `\\x${code}`;
  });
  return `${quote}${quote === "'" ? escaped.replaceAll("'", "\\'") : escaped}${quote}`;
}

/** A property's name as it stands before its colon. */
export function shownKey(key: PropertyKey): string {
  if (typeof key === 'symbol') return String(key);
  const text = String(key);
  return /^[A-Za-z_][\w]*$/.test(text) ? text : quoted(text);
}

/** The name of the class that an object is of; null without a prototype. */
function classOf(value: object): string | null {
  for (let at: object | null = value; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    const made: unknown = Object.getOwnPropertyDescriptor(at, 'constructor')?.value;
    if (typeof made === 'function' && made.name !== '') return made.name;
  }
  return null;
}

/** `[Function: name]`, `[class A extends B]`. */
export function functionText(value: object): string {
  const text = Function.prototype.toString.call(value);
  const name = String(Reflect.get(value, 'name') ?? '');
  if (text.startsWith('class')) {
    const parent: unknown = Object.getPrototypeOf(value);
    const above = typeof parent === 'function' && parent.name !== '' ? ` extends ${parent.name}` : '';
    return `[class ${name === '' ? '(anonymous)' : name}${above}]`;
  }
  const kind = classOf(value) ?? 'Function';
  return name === '' ? `[${kind} (anonymous)]` : `[${kind}: ${name}]`;
}

/** What an object is called. */
interface Kind {
  /** Inside brackets, where its members are too deep to be shown. */
  readonly name: string;
  /** Before its brackets. */
  readonly prefix: string;
  /** Its whole text when it has no members; null when brackets are always shown. */
  readonly text: string | null;
}

function bytesText(buffer: ArrayBuffer): string {
  const bytes = Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0'));
  return `{ [Uint8Contents]: <${bytes.slice(0, 50).join(' ')}>, byteLength: ${buffer.byteLength} }`;
}

function textOf(value: object): string | null {
  if (value instanceof OriginalDate) {
    return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  }
  if (value instanceof RegExp) return String(value);
  if (value instanceof Error) return String(value.stack ?? value);
  if (value instanceof ArrayBuffer) return `ArrayBuffer ${bytesText(value)}`;
  for (const Boxed of [Number, String, Boolean]) {
    if (value instanceof Boxed) {
      const held: unknown = value.valueOf();
      return `[${Boxed.name}: ${typeof held === 'string' ? quoted(held) : String(held)}]`;
    }
  }
  return null;
}

/** How many members an object says to have, for those whose prefix shows it. */
function sizeOf(value: object): number | null {
  if (value instanceof Map || value instanceof Set) return value.size;
  if (Array.isArray(value)) return value.length;
  if (ArrayBuffer.isView(value) && 'length' in value) return Number(value.length);
  return null;
}

/** Names an object by its class, its tag and its size. */
export function describeKind(value: object): Kind {
  const made = classOf(value);
  const isArray = Array.isArray(value);
  const tag: unknown = Reflect.get(value, Symbol.toStringTag);
  const shownTag = typeof tag === 'string' && tag !== '' && tag !== made ? ` [${tag}]` : '';
  const size = sizeOf(value);
  const whole = made ?? `[${isArray ? 'Array' : 'Object'}: null prototype]`;
  const isPlain = (made === 'Object' || (isArray && made === 'Array')) && shownTag === '';
  return {
    name: made === null ? '[Object: null prototype]'.slice(1, -1) : `${made}${shownTag}`,
    prefix: isPlain ? '' : `${whole}${size === null ? '' : `(${size})`}${shownTag}`,
    text: textOf(value),
  };
}
