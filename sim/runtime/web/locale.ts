// Makes American English the default language of everything that formats or compares, as on Workers: the machine's own language must not show.

type Define = (target: object, key: PropertyKey, value: unknown) => void;
type Method = (this: unknown, ...args: readonly unknown[]) => unknown;

const LANGUAGE = 'en-US';

/** What is asked for, then English: a language that nobody has would otherwise fall back to the machine's. */
function orEnglish(locales: unknown): unknown {
  return locales === undefined ? LANGUAGE : [locales, LANGUAGE].flat();
}

/** The constructors of `Intl` that take a list of languages first; `Intl.Locale` has no default. */
function tameConstructors(define: Define): void {
  const intl = Intl as unknown as Record<string, Method & { prototype: object; supportedLocalesOf?: Method }>;
  for (const name of Object.getOwnPropertyNames(Intl)) {
    const Original = intl[name];
    if (Original?.supportedLocalesOf === undefined) continue;
    const own = function (this: unknown, locales: unknown, options: unknown): unknown {
      const args = [orEnglish(locales), options];
      return new.target === undefined
        ? Original.apply(this, args)
        : Reflect.construct(Original, args, new.target);
    };
    define(own, 'name', name);
    define(own, 'length', Original.length);
    define(own, 'supportedLocalesOf', Original.supportedLocalesOf);
    Object.defineProperty(own, 'prototype', { value: Original.prototype, writable: false });
    define(Original.prototype, 'constructor', own);
    define(Intl, name, own);
  }
}

/** Methods with the position of their languages among the arguments. */
const METHODS = [
  [Number.prototype, 'toLocaleString', 0],
  [BigInt.prototype, 'toLocaleString', 0],
  [Date.prototype, 'toLocaleString', 0],
  [Date.prototype, 'toLocaleDateString', 0],
  [Date.prototype, 'toLocaleTimeString', 0],
  [String.prototype, 'toLocaleLowerCase', 0],
  [String.prototype, 'toLocaleUpperCase', 0],
  [String.prototype, 'localeCompare', 1],
] as const;

/** Makes English the default of `Intl` and of every method that asks it. */
export function tameLocale(define: Define): void {
  tameConstructors(define);
  for (const [prototype, name, at] of METHODS) {
    const original = Reflect.get(prototype, name) as Method;
    const own = {
      [name](this: unknown, ...args: unknown[]): unknown {
        args[at] = orEnglish(args[at]);
        return original.apply(this, args);
      },
    }[name];
    if (own === undefined) continue;
    define(own, 'length', original.length);
    define(prototype, name, own);
  }
}
