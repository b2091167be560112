// The realm's text for code that may change the language: it calls the language's own methods by symbols, whatever has become of their names.
import { GLOBALS, HOLDERS, METHODS, REPLACED } from './own-names.ts';
import { WAYS_INSTEAD, withBareObjects } from './own-objects.ts';

/** Parts of the text that are left as they are: they take the language apart before anybody else runs. */
const LEFT_ALONE = /^\S*node_modules\/(?:ses|@endo)\//;

/** Where the text ends. */
const END = /\nreturn __antipode; \}\)$/;

/** Where the text of one module begins. */
const MODULE = /^ {2}\/\/ (?=\S+\.(?:[cm]?js|ts)$)/m;

/** A call of a method by its name; of a parent's method it is no call of the language's. */
const CALL = /(?<!\bsuper|\.)(\?)?\.([a-z]\w*)\((?!\) method must)/g;

/** A method that is borrowed from a prototype. */
const BORROWED = /\.prototype\.([a-z]\w*)\.(call|apply)\(/g;

/** Parameters and constants that are taken out of a list. */
const LIST_PARAMETER = /\(\[([^\]()]*)\](?=(?:, \w+)?\) (?:=>|\{))/g;
const LIST_CONSTANT = /\b(const|let) \[([^\]()]*)\](?= = )/g;

/** Where a loop begins; it goes through a list when ` of ` follows its variable. */
const LOOP = /\bfor \((const|let|var) /g;

/** A list that is spread among arguments or elements; what is not spread but gathered is followed by a body or taken out of something. */
const SPREAD = /\.\.\.([A-Za-z_$][\w$]*)(?=[\]),])(?!\) (?:\{|=>)|\] = )/g;

/** What is taken out of a list, asked for by its places: `[a, b]` as `{ 0: a, 1: b }`. A rest needs the language's iterator. */
function byPlace(pattern: string): string | null {
  if (pattern.includes('...')) return null;
  const parts = pattern.split(/,(?![^{]*\})/);
  return `{ ${parts.flatMap((part, at) => (part.trim() === '' ? [] : [`${at}: ${part.trim()}`])).join(', ')} }`;
}

/** Where a bracket that is open at `at` closes; texts within do not count. */
function closing(text: string, at: number): number {
  let depth = 0;
  let quote = '';
  for (let i = at; i < text.length; i++) {
    const character = text.charAt(i);
    if (quote !== '') {
      if (character === '\\') i++;
      else if (character === quote) quote = '';
    } else if ('"\'`'.includes(character)) quote = character;
    else if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character) && --depth < 0) return i;
  }
  return -1;
}

/** Loops and spreads that go through the language's lists by themselves, unless the language's own way is as it was. */
function withOwnLoops(text: string): string {
  let result = '';
  let done = 0;
  for (const { index, 0: opening, 1: kind = '' } of text.matchAll(LOOP)) {
    const start = index + opening.length;
    const end = closing(text, start);
    const header = text.slice(start, end);
    const of = header.indexOf(' of ');
    if (end < 0 || of < 0 || header.slice(0, of).includes(';')) continue;
    const variable = header.slice(0, of);
    const places = variable.startsWith('[') ? byPlace(variable.slice(1, -1)) : null;
    result += `${text.slice(done, index)}for (${kind} ${places ?? variable} of $each(${header.slice(of + 4)})`;
    done = end;
  }
  return `${result}${text.slice(done)}`.replaceAll(SPREAD, '...$each($1)');
}

/** The text with whatever it takes out of lists taken by place. */
function withOwnPlaces(text: string): string {
  return text
    .replaceAll(LIST_PARAMETER, (all, pattern: string) => {
      const places = byPlace(pattern);
      return places === null ? all : `(${places}`;
    })
    .replaceAll(LIST_CONSTANT, (all, kind: string, pattern: string) => {
      const places = byPlace(pattern);
      return places === null ? all : `${kind} ${places}`;
    });
}

/**
 * The text of the realm with every call of a method that the language has (`list.push(1)`) made by a symbol (`list[$push](1)`). Under that symbol
 * the language's objects hold the method as it was when the realm was made; every other object leads on to what it has under the name.
 */
export function withOwnIntrinsics(text: string): string {
  const used = new Set<string>();
  const parts = text.split(MODULE).map((part) => {
    if (LEFT_ALONE.test(part)) return part;
    return withBareObjects(withOwnPlaces(withOwnLoops(part)))
      .replaceAll(BORROWED, (call, name: string, way: string) => {
        if (!METHODS.has(name)) return call;
        used.add(name);
        return `.prototype[$${name}].${way}(`;
      })
      .replaceAll(CALL, (call, optional: string | undefined, name: string) => {
        if (!METHODS.has(name)) return call;
        used.add(name);
        return `${optional === undefined ? '' : '?.'}[$${name}](`;
      });
  });
  return parts
    .join('  // ')
    .replace('"use strict";', () => `"use strict";\n${prelude([...used])}`)
    .replace(END, (end) => `\n({ ${REPLACED.join(', ')} } = globalThis);${end}`);
}

/** The rest of what stands before the text: how lists are gone through, and that nobody finds the symbols. */
const MANNERS = `  const { isArray } = Array;
  const listWay = Array.prototype[Symbol.iterator];
  const listSteps = Object.getPrototypeOf([].values());
  const listStep = listSteps.next;
  const mapWay = Map.prototype[Symbol.iterator];
  const mapSteps = Object.getPrototypeOf(new Map().values());
  const mapStep = mapSteps.next;
  const { forEach } = Map.prototype;
  const own = (list) => {
    let at = 0;
    return {
      next: () => (at < list.length ? { value: list[at++], done: false } : { value: undefined, done: true }),
      [Symbol.iterator]() { return this; },
    };
  };
  $each = (list) => {
    if (isArray(list)) {
      return Array.prototype[Symbol.iterator] === listWay && listSteps.next === listStep ? list : own(list);
    }
    if (!(list instanceof Map)) return list;
    if (Map.prototype[Symbol.iterator] === mapWay && mapSteps.next === mapStep) return list;
    const pairs = [];
    let size = 0;
    apply(forEach, list, [(value, key) => { pairs[size++] = [key, value]; }]);
    return own(pairs);
  };
  const replace = (owner, name, make) => {
    const inner = owner[name];
    const outer = { [name](target) { return make(inner(target)); } }[name];
    defineProperty(owner, name, { value: outer, writable: true, enumerable: false, configurable: true });
  };
  const shown = (keys) =>
    typeof keys[keys.length - 1] === 'symbol' ? apply(filter, keys, [isShown]) : keys;
  const { ownKeys } = Reflect;
  replace(Object, 'getOwnPropertySymbols', shown);
  replace(Reflect, 'ownKeys', shown);
  replace(Object, 'getOwnPropertyDescriptors', (descriptors) => {
    const keys = ownKeys(descriptors);
    for (let at = keys.length - 1; typeof keys[at] === 'symbol'; at--)
      if (!isShown(keys[at])) delete descriptors[keys[at]];
    return descriptors;
  });
`;

/** Makes the symbols, and hides them from code that lists what the language's objects have. */
function prelude(names: readonly string[]): string {
  return `const { ${GLOBALS.join(', ')} } = globalThis;
  let { ${REPLACED.join(', ')} } = globalThis;
${names.map((name) => `const $${name} = Symbol(${JSON.stringify(name)});`).join('\n')}
  let $each, $none;
{
  const { defineProperty, getOwnPropertyDescriptor, getOwnPropertyNames } = Object;
  const symbols = { __proto__: null, ${names.map((name) => `${name}: $${name}`).join(', ')} };
  const hidden = new Set(Object.values(symbols));
  const holders = new Set([${HOLDERS.join(', ')}]);
${WAYS_INSTEAD}  for (const holder of holders) {
    for (const name of getOwnPropertyNames(holder)) {
      if (symbols[name] === undefined || (holder === RegExp.prototype && name === 'test')) continue;
      const { value } = getOwnPropertyDescriptor(holder, name);
      if (typeof value === 'function') defineProperty(holder, symbols[name], { value: instead.get(value) ?? value });
    }
  }
  for (const name in symbols) {
    if (getOwnPropertyDescriptor(Object.prototype, name) === undefined)
      defineProperty(Object.prototype, symbols[name], { get() { return this[name]; } });
  }
  const { has } = Set.prototype;
  const { exec, test } = RegExp.prototype;
  defineProperty(RegExp.prototype, $test, { value(text) {
    return apply(RegExp.prototype.exec === exec ? test : exec, this, [text]) ? true : false;
  } });
  const { apply } = Reflect;
  const isShown = (key) => !apply(has, hidden, [key]);
  const { filter } = Array.prototype;
${MANNERS}}
`;
}
