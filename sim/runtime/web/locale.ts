// Makes American English the default language of everything that formats or compares, as on Workers: the machine's own language must not show.
import { withPlainSpaces, writeDatesPlainly } from './plain-spaces.ts';

type Define = (target: object, key: PropertyKey, value: unknown) => void;
type Method = (this: unknown, ...args: readonly unknown[]) => unknown;

const LANGUAGE = 'en-US';

const isValid = Intl.getCanonicalLocales.bind(Intl);

/** What is asked for, then English: a language that nobody has would otherwise fall back to the machine's. */
function orEnglish(locales: unknown): unknown {
  if (locales === null) throw new TypeError('Cannot convert undefined or null to object');
  const names = typeof locales === 'string' || typeof locales === 'object';
  return names ? [locales, LANGUAGE].flat() : LANGUAGE;
}

/** workerd's V8 says which language it does not know; Node's says only that there is one. */
function named(error: unknown, asked: unknown): unknown {
  if (!(error instanceof RangeError) || error.message !== 'Incorrect locale information provided')
    return error;
  for (const tag of [asked].flat()) {
    try {
      isValid(tag as string);
    } catch {
      return new RangeError(`Invalid language tag: ${String(tag)}`);
    }
  }
  return error;
}

/** The constructors of `Intl` that take a list of languages first; `Intl.Locale` has no default. */
function tameConstructors(define: Define): void {
  const intl = Intl as unknown as Record<string, Method & { prototype: object; supportedLocalesOf?: Method }>;
  for (const name of Object.getOwnPropertyNames(Intl)) {
    const Original = intl[name];
    if (Original?.supportedLocalesOf === undefined) continue;
    const own = function (this: unknown, locales: unknown, options: unknown): unknown {
      const args = [orEnglish(locales), options];
      try {
        return new.target === undefined
          ? Original.apply(this, args)
          : Reflect.construct(Original, args, new.target);
      } catch (error) {
        throw named(error, locales);
      }
    };
    define(own, 'name', name);
    define(own, 'length', Original.length);
    define(own, 'supportedLocalesOf', Original.supportedLocalesOf);
    nameUnknown(define, own, 'supportedLocalesOf');
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

/** Functions that take a list of languages and have no default. */
function nameUnknown(define: Define, owner: object, name: string): void {
  const original = Reflect.get(owner, name) as Method;
  const own = {
    [name](this: unknown, locales?: unknown, options?: unknown): unknown {
      try {
        return original.call(this, locales, options);
      } catch (error) {
        throw named(error, locales);
      }
    },
  }[name];
  if (own === undefined) return;
  define(own, 'length', original.length);
  define(owner, name, own);
}

/** What `Intl.Locale` once showed as members and now tells when it is asked; workerd's V8 has the methods only. */
const FORMER_MEMBERS = [
  'calendars',
  'collations',
  'hourCycles',
  'numberingSystems',
  'textInfo',
  'timeZones',
  'weekInfo',
];

/** Parts of the name of a language that say which variant it is (RFC 5646, section 2.1). */
const VARIANT = /^(?:[\da-z]{5,8}|\d[\da-z]{3})$/i;

function reviseLocale(): void {
  const { prototype } = Intl.Locale;
  for (const name of FORMER_MEMBERS) Reflect.deleteProperty(prototype, name);
  const members = {
    get variants(): string | undefined {
      const { baseName } = this as unknown as Intl.Locale;
      const found = baseName
        .split('-')
        .slice(1)
        .filter((part) => VARIANT.test(part));
      return found.length === 0 ? undefined : found.join('-');
    },
  };
  const made = Object.getOwnPropertyDescriptor(members, 'variants');
  Object.defineProperty(prototype, 'variants', { ...made, enumerable: false });
}

/** Makes English the default of `Intl` and of every method that asks it. */
export function tameLocale(define: Define): void {
  tameConstructors(define);
  nameUnknown(define, Intl, 'getCanonicalLocales');
  writeDatesPlainly(define);
  reviseLocale();
  for (const [prototype, name, at] of METHODS) {
    const original = Reflect.get(prototype, name) as Method;
    const own = {
      [name](this: unknown, ...args: unknown[]): unknown {
        const asked = args[at];
        args[at] = orEnglish(asked);
        try {
          const written = original.apply(this, args);
          return prototype === Date.prototype ? withPlainSpaces(written as string) : written;
        } catch (error) {
          throw named(error, asked);
        }
      },
    }[name];
    if (own === undefined) continue;
    define(own, 'length', original.length);
    define(prototype, name, own);
  }
}
