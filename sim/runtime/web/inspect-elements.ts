// What stands in an object's brackets before its members: elements, entries, bytes.
import type { FullOptions, Style } from './inspect-options.ts';
import type { Kind } from './inspect-parts.ts';
import { bytesText } from './inspect-words.ts';

/** How elements are shown. */
export interface Ways {
  readonly options: FullOptions;
  /** Whether the object is the buffer of a typed array, whose bytes are shown there. */
  readonly isInView: boolean;
  inner(item: unknown, isOfView?: boolean): string;
  paint(text: string, style: Style): string;
}

function more(left: number): string[] {
  return left > 0 ? [`... ${left} more item${left > 1 ? 's' : ''}`] : [];
}

function listed(list: readonly unknown[], { options, inner, paint }: Ways): string[] {
  const items: string[] = [];
  let at = 0;
  while (at < list.length && items.length < options.maxArrayLength) {
    const begin = at;
    while (at < list.length && !(at in list)) at++;
    const holes = at - begin;
    if (holes > 0) items.push(paint(`<${holes} empty item${holes > 1 ? 's' : ''}>`, 'undefined'));
    else items.push(inner(list[at++]));
  }
  return [...items, ...more(list.length - at)];
}

function collected<T>(all: readonly T[], show: (item: T) => string, { options }: Ways): string[] {
  const items = all.slice(0, options.maxArrayLength).map(show);
  if (options.sorted !== false) items.sort();
  return [...items, ...more(all.length - options.maxArrayLength)];
}

function bytesOf(value: ArrayBuffer, { options, isInView, inner, paint }: Ways): string[] {
  const length = `byteLength: ${inner(value.byteLength)}`;
  if (isInView) return [length];
  const text = bytesText(new Uint8Array(value), options.maxArrayLength);
  return [`${paint('[Uint8Contents]', 'special')}: ${text}`, length];
}

const HIDDEN = ['BYTES_PER_ELEMENT', 'length', 'byteLength', 'byteOffset', 'buffer'];

/** The elements of an object, in order. */
export function elementsOf(value: object, { elements }: Kind, ways: Ways): string[] {
  const { options, inner, paint } = ways;
  switch (elements) {
    case 'list':
      return listed(value as readonly unknown[], ways);
    case 'typed': {
      const hidden = options.showHidden ? HIDDEN : [];
      const members = hidden.map((key) => `[${key}]: ${inner(Reflect.get(value, key), true)}`);
      return [...listed(value as readonly unknown[], ways), ...members];
    }
    case 'set':
      return collected([...(value as ReadonlySet<unknown>)], (item) => inner(item), ways);
    case 'map': {
      const entries = [...(value as ReadonlyMap<unknown, unknown>)];
      return collected(entries, ([key, item]) => `${inner(key)} => ${inner(item)}`, ways);
    }
    case 'buffer':
      return bytesOf(value as ArrayBuffer, ways);
    case 'view':
      return ['byteLength', 'byteOffset', 'buffer'].map((key) => `${key}: ${inner(Reflect.get(value, key))}`);
    case 'hidden':
      return options.showHidden ? [''] : [paint('<items unknown>', 'special')];
    default:
      return [];
  }
}
