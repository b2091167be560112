// What kind of thing `inspect` has before it: its brackets, what stands before them, and the elements that are no properties.
import { OriginalDate } from './before-lockdown.ts';
import { classOf, errorText, functionText, prefixOf } from './inspect-words.ts';
import type { Style } from './inspect-options.ts';

/** The parts of an object that do not depend on options. */
export interface Kind {
  readonly open: string;
  readonly close: string;
  /** What stands before the bracket, and alone when there are no members. */
  readonly base: string;
  readonly style: Style | null;
  /** Whether its elements stand before its members. */
  readonly elements: 'list' | 'typed' | 'set' | 'map' | 'buffer' | 'view' | 'hidden' | 'none';
  /** What it is called where its members are too deep to be shown. */
  readonly name: string;
  /** Whether its members show the elements again. */
  readonly skipsIndices: boolean;
}

/** What an object calls itself; not where that is shown as a member anyway. */
function tagOf(value: object): string {
  if (Object.prototype.propertyIsEnumerable.call(value, Symbol.toStringTag)) return '';
  const tag: unknown = Reflect.get(value, Symbol.toStringTag);
  return typeof tag === 'string' ? tag : '';
}

const typedName = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype),
  Symbol.toStringTag,
)?.get;

function boxedText(value: object, made: string | null): { base: string; style: Style } | null {
  for (const Boxed of [Number, String, Boolean, BigInt, Symbol]) {
    if (!(value instanceof Boxed)) continue;
    const held: unknown = value.valueOf();
    const text =
      typeof held === 'string'
        ? null
        : Object.is(held, -0)
          ? '-0'
          : `${String(held)}${typeof held === 'bigint' ? 'n' : ''}`;
    const name = made === Boxed.name || made === null ? Boxed.name : `${Boxed.name} (${made})`;
    return { base: `[${name}: ${text ?? ''}`, style: typeof held as Style };
  }
  return null;
}

/** What is written whole, without brackets unless it has members. */
function wholeOf(
  value: object,
  made: string | null,
  tag: string,
): { base: string; style: Style | null } | null {
  if (typeof value === 'function') return { base: functionText(value, made, tag), style: 'special' };
  const named = (name: string, text: string): string => {
    const prefix = prefixOf(made, tag, name);
    return prefix === `${name} ` ? text : `${prefix}${text}`;
  };
  if (value instanceof RegExp)
    return { base: named('RegExp', RegExp.prototype.toString.call(value)), style: 'regexp' };
  if (value instanceof OriginalDate) {
    const text = Number.isNaN(value.getTime())
      ? 'Invalid Date'
      : OriginalDate.prototype.toISOString.call(value);
    return { base: named('Date', text), style: 'date' };
  }
  if (value instanceof Error) return { base: errorText(value, made), style: null };
  return boxedText(value, made);
}

/** A class without a name of its own, or none. */
function plainName(value: object): string | null {
  const made = classOf(value);
  if (made !== null || Object.getPrototypeOf(value) === null) return made;
  return 'Object <[Object: null prototype] {}>';
}

const SIZED = [
  ['set', Set],
  ['map', Map],
] as const;

/** Objects with elements: what is in their brackets before their members. */
function collectionOf(value: object, made: string | null, tag: string): Partial<Kind> & { prefix: string } {
  if (Array.isArray(value)) {
    const isPlain = made === 'Array' && tag === '';
    const prefix = isPlain ? '' : prefixOf(made, tag, 'Array', `(${value.length})`);
    return { prefix, elements: 'list' };
  }
  for (const [elements, Collection] of SIZED)
    if (value instanceof Collection)
      return { prefix: prefixOf(made, tag, Collection.name, `(${value.size})`), elements };
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const { length } = value as unknown as { readonly length: number };
    const name = String(Reflect.apply(typedName as () => unknown, value, []));
    return { prefix: prefixOf(made, tag, name, `(${length})`), elements: 'typed' };
  }
  if (value instanceof DataView) return { prefix: prefixOf(made, tag, 'DataView'), elements: 'view' };
  if (value instanceof ArrayBuffer) return { prefix: prefixOf(made, tag, 'ArrayBuffer'), elements: 'buffer' };
  if (value instanceof WeakMap || value instanceof WeakSet)
    return { prefix: prefixOf(made, tag, 'Object'), elements: 'hidden' };
  const isArguments = Object.prototype.toString.call(value) === '[object Arguments]';
  if (isArguments && tag === '') return { prefix: '[Arguments] ', elements: 'none' };
  const isPlain = made === 'Object' && tag === '';
  return { prefix: isPlain ? '' : prefixOf(made, tag, 'Object'), elements: 'none' };
}

/** Says what an object is. */
export function kindOf(value: object): Kind {
  const tag = tagOf(value);
  const made = plainName(value);
  const whole = wholeOf(value, made, tag);
  const { prefix, elements = 'none' } = collectionOf(value, made, tag);
  const isList = elements === 'list' || elements === 'typed';
  const name =
    made === null ? 'Object: null prototype' : made === 'Array' ? 'Array' : prefixOf(made, tag, '').trim();
  return {
    open: `${whole === null ? prefix : ''}${isList ? '[' : '{'}`,
    close: isList ? ']' : '}',
    base: whole?.base ?? '',
    style: whole?.style ?? null,
    elements,
    name,
    skipsIndices: isList || (whole?.base.startsWith('[String') ?? false),
  };
}
