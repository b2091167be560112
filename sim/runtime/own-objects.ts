// The realm's text for code that may change the language, continued: nothing that code puts on `Object.prototype` or `RegExp.prototype` becomes part of what the platform does with objects of its own.

/** A parameter that is an empty object when nobody gives it, or what stands in the place of options that nobody gave. */
const EMPTY_PARAMETER = /(?<=[(,] ?\w+ = )\{\}(?=[,)])/g;
const EMPTY_INSTEAD = /(?<!\breturn [^;\n]*)\?\? \{\}/g;

/** What the platform's own streams are made of, and how much they hold. */
const STREAM_PART = /(\bnew (?:Readable|Writable|Transform)Stream\w*\(\{|\{(?= highWaterMark: [\dI]))/g;

/** The text with objects of which members are asked that need not be there, so that they inherit none. */
export function withBareObjects(text: string): string {
  return text
    .replaceAll('= Object.defineProperty;', '= Object[$defineProperty];')
    .replaceAll(EMPTY_PARAMETER, '$none')
    .replaceAll(EMPTY_INSTEAD, '?? $none')
    .replaceAll(STREAM_PART, '$1 __proto__: null,');
}

/**
 * What the text calls in the stead of some of the language's methods, as a map by these: property descriptors inherit nothing, JSON of the platform's
 * own asks no `toJSON` that code has given to all objects, and patterns are searched as the language does it.
 */
export const WAYS_INSTEAD = `  $none = Object.freeze({ __proto__: null });
  const instead = new Map();
  const bare = (descriptor) => ({ __proto__: null, ...descriptor });
  const { create, defineProperties } = Object;
  const { ownKeys: keysOf } = Reflect;
  const allBare = (descriptors) => {
    const keys = keysOf(descriptors);
    const result = { __proto__: null };
    for (let at = 0; at < keys.length; at++) result[keys[at]] = bare(descriptors[keys[at]]);
    return result;
  };
  const { defineProperty: defines } = Reflect;
  instead.set(defineProperty, (target, key, descriptor) => defineProperty(target, key, bare(descriptor)));
  instead.set(defines, (target, key, descriptor) => defines(target, key, bare(descriptor)));
  instead.set(defineProperties, (target, descriptors) => defineProperties(target, allBare(descriptors)));
  instead.set(create, (proto, descriptors) => descriptors === undefined ? create(proto) : create(proto, allBare(descriptors)));

  const { stringify } = JSON;
  const simple = [Array.prototype, String.prototype, Number.prototype, Boolean.prototype];
  const shaped = [Object.prototype, ...simple];
  instead.set(stringify, (value, replacer, space) => {
    let isShaped = false;
    for (let at = 0; at < simple.length; at++) if ('toJSON' in simple[at]) isShaped = true;
    if (!isShaped) return stringify(value, replacer, space);
    const before = [];
    try {
      for (let at = 0; at < shaped.length; at++) {
        defineProperty(before, at, bare({ value: getOwnPropertyDescriptor(shaped[at], 'toJSON') }));
        delete shaped[at].toJSON;
      }
      return stringify(value, replacer, space);
    } finally {
      for (let at = 0; at < shaped.length; at++)
        if (before[at] !== undefined) defineProperty(shaped[at], 'toJSON', bare(before[at]));
    }
  });

  const pattern = RegExp.prototype;
  const { exec: execute } = pattern;
  const { replace: replaces, match: matches, matchAll: matchesAll, split: splits, search: searches } = Symbol;
  const waysOf = [replaces, matches, matchesAll, splits, searches];
  const ways = { __proto__: null, exec: execute };
  for (const way of waysOf) ways[way] = pattern[way];
  const isAsItWas = () =>
    pattern.exec === execute && pattern[replaces] === ways[replaces] && pattern[matches] === ways[matches] &&
    pattern[matchesAll] === ways[matchesAll] && pattern[splits] === ways[splits] && pattern[searches] === ways[searches];
  const textOf = getOwnPropertyDescriptor(pattern, 'source').get;
  const flagsOf = getOwnPropertyDescriptor(pattern, 'flags').get;
  const { apply: applies } = Reflect;
  const searching = (given) => {
    const own = new RegExp(applies(textOf, given, []), applies(flagsOf, given, []));
    const keys = keysOf(ways);
    for (let at = 0; at < keys.length; at++) defineProperty(own, keys[at], bare({ value: ways[keys[at]] }));
    const species = function (text, flags) { return searching(new RegExp(text, flags)); };
    defineProperty(own, 'constructor', bare({ value: { __proto__: null, [Symbol.species]: species } }));
    return own;
  };
  const byPattern = (inner) => ({ way(given, other) {
    return applies(inner, this, [isAsItWas() || !(given instanceof RegExp) ? given : searching(given), other]);
  } }).way;
  for (const name of ['replace', 'replaceAll', 'match', 'matchAll', 'split', 'search'])
    instead.set(String.prototype[name], byPattern(String.prototype[name]));
`;
