// The words in which `inspect` names things: texts in quotes, numbers, keys, functions, and the classes of objects.

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
  const escaped = text.replaceAll(/[\p{Cc}\p{Cs}\\]/gu, (unit) => {
    const code = unit.charCodeAt(0);
    const digits = code.toString(16);
    if (code > 0xff) return `\\u${digits}`;
    return ESCAPES[unit] ?? `\\x${digits.toUpperCase().padStart(2, '0')}`;
  });
  return `${quote}${quote === "'" ? escaped.replaceAll("'", "\\'") : escaped}${quote}`;
}

/** Digits in groups of three, on both sides of a point. */
export function separated(text: string): string {
  const {
    sign = '',
    whole = text,
    rest = '',
  } = /^(?<sign>-?)(?<whole>\d+)(?<rest>.*)$/s.exec(text)?.groups ?? {};
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/g, '_');
  return `${sign}${grouped}${rest.replace(/^\.\d+$/, (part) => part.replaceAll(/(\d{3})(?=\d)/g, '$1_'))}`;
}

/** Whether a name stands before its colon as it is. */
export function isPlainName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name);
}

const ITERATOR: unknown = Reflect.get(globalThis, 'Iterator');

/** Whether an object inherits from what a class gives its instances. */
function isOf(value: object, made: object): boolean {
  const given: unknown = Object.getOwnPropertyDescriptor(made, 'prototype')?.value;
  return typeof given === 'object' && given !== null && Object.prototype.isPrototypeOf.call(given, value);
}

/** The name of the class that an object is of; null without one. */
export function classOf(value: object): string | null {
  for (let at: object | null = value; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    // In a hardened realm accessors stand in the place of what may be overridden.
    const made: unknown = Object.hasOwn(at, 'constructor') ? Reflect.get(at, 'constructor') : undefined;
    // What iterators inherit has an accessor there by itself, and is nobody's class.
    if (made === ITERATOR) continue;
    if (typeof made === 'function' && made.name !== '' && isOf(value, made)) return made.name;
  }
  return null;
}

/** What stands before an object's bracket, with a space after it: class, size and tag. */
export function prefixOf(made: string | null, tag: string, fallback: string, size = ''): string {
  if (made === null)
    return `[${fallback}${size}: null prototype] ${tag !== '' && tag !== fallback ? `[${tag}] ` : ''}`;
  return `${made}${size} ${tag !== '' && tag !== made ? `[${tag}] ` : ''}`;
}

/** `[Function: name]`, `[class A extends B]`. */
export function functionText(value: object, made: string | null, tag: string): string {
  const text = Function.prototype.toString.call(value);
  const name = String(Object.getOwnPropertyDescriptor(value, 'name')?.value ?? '');
  if (text.startsWith('class') && text.endsWith('}')) {
    const parent: unknown = Object.getPrototypeOf(value);
    const above = typeof parent === 'function' && parent.name !== '' ? ` extends ${parent.name}` : '';
    const isNull = made === null || Object.getPrototypeOf(value) === null ? ' extends null' : '';
    return `[class ${name === '' ? '(anonymous)' : name}${above === '' ? isNull : above}]`;
  }
  const kind = /^(?:Async)?(?:Generator)?Function$/.test(tag) ? tag : 'Function';
  const nullProto = made === null ? ' (null prototype)' : '';
  const shown = name === '' ? `[${kind}${nullProto} (anonymous)]` : `[${kind}${nullProto}: ${name}]`;
  return tag !== '' && tag !== made && tag !== kind ? `${shown} [${tag}]` : shown;
}

/** Bytes in hexadecimal, with how many more there are. */
export function bytesText(bytes: Uint8Array, most: number): string {
  const shown = Array.from(bytes.subarray(0, most), (byte) => byte.toString(16).padStart(2, '0'));
  const left = bytes.length - shown.length;
  return `<${shown.join(' ')}${left > 0 ? ` ... ${left} more byte${left > 1 ? 's' : ''}` : ''}>`;
}

/** What an error is called first: its stack, under the name of its class where the stack has another. */
export function errorText(error: Error, made: string | null): string {
  const stack: unknown = error.stack;
  const text = typeof stack === 'string' && stack !== '' ? stack : Error.prototype.toString.call(error);
  const given: unknown = error.name;
  const name = String(given);
  const isUnderOther = made !== null && made !== name && !(text.split('\n', 1)[0] ?? '').includes(made);
  const named =
    isUnderOther && name.endsWith('Error') && text.startsWith(name) && made.endsWith('Error')
      ? `${made}${text.slice(name.length)}`
      : text;
  return /\n {4}at /.test(named) ? named : `[${named}]`;
}
