// Looks into values of YAML files, whatever they are.

/** A member of a mapping; undefined where there is none. */
export function at(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  const inner: unknown = Reflect.get(value, key);
  return inner;
}

/** The keys of a mapping; none for anything else. */
export function keysOf(value: unknown): string[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}

/** The keys of a mapping that is a member. */
export function keysAt(value: unknown, key: string): string[] {
  return keysOf(at(value, key));
}

/** The items of a list that is a member. */
export function itemsAt(value: unknown, key: string): readonly unknown[] {
  const items = at(value, key);
  return Array.isArray(items) ? items : [];
}
