// Small tools for taking what a file says in the words of other tools, or as people write it from memory.

export type Json = Readonly<Record<string, unknown>>;

/** Whether a value has keys of its own: an object, and no list. */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectOf(value: unknown): Json {
  return isJson(value) ? value : {};
}

/** A word by its letters and digits alone: `max_batch_size`, `maxBatchSize` and `MaxBatchSize` are one word. */
function lettersOf(word: string): string {
  return word.toLowerCase().replaceAll(/[^a-z\d]/g, '');
}

/** Other words for a key, by the key that is ours. */
export type Words = Readonly<Record<string, readonly string[]>>;

/** The key of ours that a word stands for, if any. */
export function ourWord(word: string, words: Words): string | undefined {
  const letters = lettersOf(word);
  return Object.keys(words).find(
    (own) => lettersOf(own) === letters || words[own]?.some((other) => lettersOf(other) === letters),
  );
}

/** The same object with our keys; what stands under our own word already wins, and keys that are nobody's stay. */
export function renamed(given: Json, words: Words): Json {
  const held: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(given)) {
    const own = ourWord(key, words) ?? key;
    if (key === own || !(own in given)) held[own] ??= value;
  }
  return held;
}

export function without(given: Json, keys: readonly string[]): Json {
  return Object.fromEntries(Object.entries(given).filter(([key]) => !keys.includes(key)));
}

/** One thing by its name from a list of names, or of objects that say their name; anything else as it is. `bare` makes what is only named. */
export function byName(
  value: unknown,
  nameKeys: readonly string[],
  bare: (name: string) => unknown = () => null,
): unknown {
  if (!Array.isArray(value)) return value;
  const named = value.map((one: unknown): readonly [string, unknown] | undefined => {
    if (typeof one === 'string') return [one, bare(one)];
    const key = nameKeys.find((word) => typeof objectOf(one)[word] === 'string');
    return key === undefined ? undefined : [String(objectOf(one)[key]), without(objectOf(one), [key])];
  });
  return named.includes(undefined) ? value : Object.fromEntries(named.filter((one) => one !== undefined));
}

/** Each member of an object made anew; anything but an object as it is. */
export function eachOf(value: unknown, made: (one: unknown, name: string) => unknown): unknown {
  if (!isJson(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, made(one, name)]));
}
