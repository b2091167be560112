// Hardens the language of this realm with ses, then mends what ses breaks and hides what would let real time in.
import {
  captureStackTrace,
  dropped,
  iteratorPrototype,
  OriginalDate,
  SharedMemory,
} from './before-lockdown.ts';
// oxlint-disable-next-line import/no-unassigned-import -- ses exports nothing, it adds to the global object
import 'ses';
import { addLanguage } from './language.ts';
import { tameLocale } from './locale.ts';
import { allowOverridesIn } from './override.ts';
import { realmClock } from './realm-clock.ts';
import { isHardened } from './realm-kind.ts';
import { ownStacks, stackSetting } from './call-sites.ts';
import type { OwnStacks } from './call-sites.ts';
import { formatStack } from './stacks.ts';

type Anything = Record<PropertyKey, unknown>;

function define(target: object, key: PropertyKey, value: unknown): void {
  const writable = key !== 'name' && key !== 'length';
  Object.defineProperty(target, key, { value, writable, enumerable: false, configurable: true });
}

/** `Error.prepareStackTrace` is ours. Where isolates share it, setting it has no effect; in an open realm it shows stacks made from our texts. */
function prepareStackTrace(): PropertyDescriptor {
  let current: unknown = formatStack;
  return {
    get: () => current,
    set(own: unknown) {
      if (isHardened) return;
      stackSetting.own = own === formatStack ? undefined : own;
      current = typeof own === 'function' && own !== formatStack ? ownStacks(own as OwnStacks) : formatStack;
    },
    configurable: !isHardened,
  };
}

/** Gives errors the constructors, names and stacks of a realm without compartments. */
function tameErrors(): void {
  // Of these two ses keeps a second constructor for compartments and makes that the prototype's; here is only one of each.
  // Their names are those that the bundler gave ses's functions.
  for (const [name, only] of Object.entries({ Error, RegExp })) {
    define(only.prototype, 'constructor', only);
    define(only, 'name', name);
  }
  for (const kind of [
    AggregateError,
    EvalError,
    RangeError,
    ReferenceError,
    SyntaxError,
    TypeError,
    URIError,
  ]) {
    Object.setPrototypeOf(kind, Error);
  }
  define(Error, 'isError', dropped.isError);
  define(Error, 'captureStackTrace', captureStackTrace);
  Object.defineProperty(Error, 'prepareStackTrace', prepareStackTrace());
}

/** What an isolate's own Date falls back to by way of `date.constructor`: the clock of the isolate woken last. */
function tameDate(): void {
  const Original = OriginalDate;
  const shared = function (this: unknown, ...args: []): unknown {
    if (new.target === undefined) return new Original(realmClock.nowMs).toString();
    return args.length === 0
      ? Reflect.construct(Original, [realmClock.nowMs], new.target)
      : Reflect.construct(Original, args, new.target);
  };
  define(shared, 'name', 'Date');
  define(shared, 'length', 7);
  define(shared, 'now', () => realmClock.nowMs);
  define(shared, 'parse', Original.parse);
  define(shared, 'UTC', Original.UTC);
  Object.defineProperty(shared, 'prototype', { value: Original.prototype, writable: false });
  // An isolate's code asks whether `date.constructor === Date`, and must find its own.
  Object.defineProperty(Original.prototype, 'constructor', {
    get: () => realmClock.date ?? shared,
    set(this: object, own: unknown) {
      define(this, 'constructor', own);
    },
  });
  define(globalThis, 'Date', shared);
}

/** A format without an argument shows the present, so the present must be the simulated one. */
function tameIntl(): void {
  const prototype = Intl.DateTimeFormat.prototype as unknown as Anything;
  const formatGetter = Reflect.get(Object.getOwnPropertyDescriptor(prototype, 'format') ?? {}, 'get') as (
    this: unknown,
  ) => (date: unknown) => string;
  const bound = new WeakMap<object, unknown>();
  Object.defineProperty(prototype, 'format', {
    get(this: object) {
      let format = bound.get(this);
      if (format === undefined) {
        const inner = formatGetter.call(this);
        format = (date: unknown): string => inner(date === undefined ? realmClock.nowMs : date);
        bound.set(this, format);
      }
      return format;
    },
  });
  const getter = Object.getOwnPropertyDescriptor(prototype, 'format')?.get;
  if (getter !== undefined) define(getter, 'name', 'get format');
  const toParts = prototype['formatToParts'] as (this: unknown, date: unknown) => unknown;
  define(prototype, 'formatToParts', function (this: unknown, date: unknown) {
    return toParts.call(this, date === undefined ? realmClock.nowMs : date);
  });
}

/** Garbage collection is not part of the simulation: a weak reference holds, and nothing is ever called back. */
function tameWeakness(): void {
  class WeakRef {
    readonly #target: object;
    constructor(target: object) {
      if (Object(target) !== target) throw new TypeError('WeakRef: target must be an object');
      this.#target = target;
    }
    deref(): object {
      return this.#target;
    }
  }
  class FinalizationRegistry {
    readonly #tokens = new WeakSet<object>();
    constructor(cleanup: unknown) {
      if (typeof cleanup !== 'function')
        throw new TypeError('FinalizationRegistry: cleanup must be callable');
    }
    register(target: unknown, held: unknown, ...[token]: object[]): void {
      if (Object(target) !== target || target === held)
        throw new TypeError('FinalizationRegistry.prototype.register: invalid target');
      if (token !== undefined) this.#tokens.add(token);
    }
    unregister(token: object): boolean {
      if (Object(token) !== token) throw new TypeError(`Invalid unregisterToken ('${String(token)}')`);
      return this.#tokens.delete(token);
    }
  }
  for (const [name, made] of Object.entries({ WeakRef, FinalizationRegistry })) {
    // The bundler renames classes that have the names of others.
    define(made, 'name', name);
    Object.defineProperty(made.prototype, Symbol.toStringTag, { value: name, configurable: true });
  }
  // The bundler renames what the language has too.
  Object.defineProperty(WeakRef, 'name', { value: 'WeakRef', configurable: true });
  define(globalThis, 'WeakRef', WeakRef);
  define(globalThis, 'FinalizationRegistry', FinalizationRegistry);
  const { wait } = {
    wait(): never {
      throw new TypeError('Atomics.wait cannot be called in this context');
    },
  };
  define(wait, 'length', 4);
  define(Atomics, 'wait', wait);
}

/** Names that ses adds to the global object and no runtime has. */
const ADDED = [
  'console',
  'lockdown',
  'repairIntrinsics',
  'hardenIntrinsics',
  'Compartment',
  'assert',
  'harden',
  'getStackString',
  'ModuleSource',
];

function repair(): void {
  if (!isHardened) return;
  repairIntrinsics({
    errorTaming: 'unsafe',
    localeTaming: 'unsafe',
    regExpTaming: 'unsafe',
    domainTaming: 'unsafe',
    consoleTaming: 'unsafe',
    errorTrapping: 'none',
    unhandledRejectionTrapping: 'none',
    overrideTaming: 'severe',
    evalTaming: 'unsafe-eval',
    stackFiltering: 'verbose',
  });
}

function lockDown(): <T>(value: T) => T {
  repair();
  tameErrors();
  tameDate();
  tameIntl();
  tameLocale(define);
  tameWeakness();
  define(iteratorPrototype, Symbol.dispose, dropped.iteratorDispose);
  addLanguage(define, dropped.regExpEscape);
  if (isHardened) {
    allowOverridesIn(globalThis);
    hardenIntrinsics();
  }
  const { harden } = globalThis as unknown as { harden: <T>(value: T) => T };
  for (const key of Object.getOwnPropertySymbols(globalThis))
    if (String(key).includes('SES')) Reflect.deleteProperty(globalThis, key);
  for (const name of ADDED) delete (globalThis as unknown as Anything)[name];
  define(globalThis, 'SharedArrayBuffer', SharedMemory);
  if (!isHardened) return (value) => value;
  for (const name of ['Date', 'Intl', 'WeakRef', 'FinalizationRegistry'])
    harden((globalThis as unknown as Anything)[name]);
  harden(formatStack);
  harden(SharedMemory);
  return harden;
}

/** Freezes a value and all that can be reached from it; in an open realm it does nothing. */
export const harden = lockDown();
