// How console shows values: one line, close to what V8's inspector prints, bounded in depth and length.

const MAX_DEPTH = 4;
const MAX_ITEMS = 100;

function members(value: object, depth: number, seen: readonly object[]): string[] {
  const inner = [...seen, value];
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => show(item, depth + 1, inner));
  if (value instanceof Map) {
    return [...value]
      .slice(0, MAX_ITEMS)
      .map(([k, v]) => `${show(k, depth + 1, inner)} => ${show(v, depth + 1, inner)}`);
  }
  if (value instanceof Set) return [...value].slice(0, MAX_ITEMS).map((item) => show(item, depth + 1, inner));
  return Object.keys(value)
    .slice(0, MAX_ITEMS)
    .map((key) => `${key}: ${show((value as Record<string, unknown>)[key], depth + 1, inner)}`);
}

function showObject(value: object, depth: number, seen: readonly object[]): string {
  if (seen.includes(value)) return '[Circular]';
  if (value instanceof Error) return String(value.stack ?? value);
  if (value instanceof Date || value instanceof RegExp) return String(value);
  const name = String((value.constructor as { name?: unknown } | undefined)?.name ?? '');
  if (depth > MAX_DEPTH) return `[${name === '' ? 'Object' : name}]`;
  const parts = members(value, depth, seen).join(', ');
  if (Array.isArray(value)) return parts === '' ? '[]' : `[ ${parts} ]`;
  const prefix = name === 'Object' || name === '' ? '' : `${name} `;
  return parts === '' ? `${prefix}{}` : `${prefix}{ ${parts} }`;
}

function show(value: unknown, depth: number, seen: readonly object[]): string {
  switch (typeof value) {
    case 'string':
      return depth === 0 ? value : `'${value}'`;
    case 'bigint':
      return `${value}n`;
    case 'function':
      return value.name === '' ? '[Function (anonymous)]' : `[Function: ${value.name}]`;
    case 'object':
      return value === null ? 'null' : showObject(value, depth, seen);
    default:
      return String(value);
  }
}

/** The text of a value; a getter that throws shows as such. */
export function inspect(value: unknown): string {
  try {
    return show(value, 0, []);
  } catch {
    return '[object that cannot be shown]';
  }
}
