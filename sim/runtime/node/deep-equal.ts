// Deep equality as `util.isDeepStrictEqual` and `assert.deepStrictEqual` mean it.

type Pairs = readonly (readonly [object, object])[];

function sameEntries(a: object, b: object, seen: Pairs): boolean {
  const keys = Reflect.ownKeys(a).filter((key) => Object.prototype.propertyIsEnumerable.call(a, key));
  const others = Reflect.ownKeys(b).filter((key) => Object.prototype.propertyIsEnumerable.call(b, key));
  return (
    keys.length === others.length &&
    keys.every((key) => others.includes(key) && same(Reflect.get(a, key), Reflect.get(b, key), seen))
  );
}

function sameMaps(a: ReadonlyMap<unknown, unknown>, b: ReadonlyMap<unknown, unknown>, seen: Pairs): boolean {
  const rest = [...b];
  return [...a].every(([key, value]) => {
    const at = rest.findIndex((other) => same(key, other[0], seen) && same(value, other[1], seen));
    if (at >= 0) rest.splice(at, 1);
    return at >= 0;
  });
}

function sameSets(a: ReadonlySet<unknown>, b: ReadonlySet<unknown>, seen: Pairs): boolean {
  const rest = [...b];
  return [...a].every((value) => {
    const at = rest.findIndex((other) => same(value, other, seen));
    if (at >= 0) rest.splice(at, 1);
    return at >= 0;
  });
}

/** What objects of the language hold apart from their properties. */
function sameInside(a: object, b: object, seen: Pairs): boolean {
  if (a instanceof Date && b instanceof Date) return Object.is(a.getTime(), b.getTime());
  if (a instanceof RegExp && b instanceof RegExp)
    return String(a) === String(b) && a.lastIndex === b.lastIndex;
  if (a instanceof Error && b instanceof Error) return a.message === b.message && a.name === b.name;
  if (a instanceof Map && b instanceof Map) return a.size === b.size && sameMaps(a, b, seen);
  if (a instanceof Set && b instanceof Set) return a.size === b.size && sameSets(a, b, seen);
  return !Array.isArray(a) || (Array.isArray(b) && a.length === b.length);
}

function same(a: unknown, b: unknown, seen: Pairs): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (seen.some(([x, y]) => x === a && y === b)) return true;
  const inner: Pairs = [...seen, [a, b]];
  return sameInside(a, b, inner) && sameEntries(a, b, inner);
}

/** Whether two values are alike in type, prototype and all that they hold. */
export function isDeepStrictEqual(a: unknown, b: unknown): boolean {
  return same(a, b, []);
}
