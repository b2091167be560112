// The `globalThis` of one isolate: what differs from isolate to isolate as properties of its own, the rest inherited.
import { makeAbortSignal } from './abort.ts';
import { makeCaches } from './caches.ts';
import { cloudflare } from './compatibility-flags.ts';
import { makeConsole } from './console.ts';
import { makeCrypto } from './crypto.ts';
import { makeEventSource } from './event-source.ts';
import { makeFetch } from './fetch.ts';
import { addGlobalEvents } from './global-events.ts';
import { inheritFunctions } from './global-classes.ts';
import { harden } from './lockdown.ts';
import type { IsolateState } from './isolate-state.ts';
import { makeQueueMicrotask } from './microtask.ts';
import { INTRINSIC_NAMES } from './names.ts';
import { isHardened } from './realm-kind.ts';
import { surface } from './surface.ts';
import { OriginalDate } from './before-lockdown.ts';
import { lookNativeIn, showAsNative, showLanguageAsNative } from './native-look.ts';
import { makeNavigator } from './navigator.ts';
import { makePerformance } from './performance.ts';
import { makeTimers } from './timers.ts';
import { argumentError } from './webidl.ts';

/** What every isolate's global object inherits in a realm that isolates share: readable names that an isolate may shadow but never change. */
function inheritedNames(): object {
  const base: Record<string, unknown> = {};
  const realm = globalThis as unknown as Record<string, unknown>;
  const names = [...INTRINSIC_NAMES.map((name) => [name, realm[name]] as const), ...Object.entries(surface)];
  for (const [name, value] of names) {
    Object.defineProperty(base, name, {
      get: () => value,
      set(this: object, own: unknown) {
        Object.defineProperty(this, name, {
          value: own,
          writable: true,
          enumerable: true,
          configurable: true,
        });
      },
      enumerable: false,
      configurable: false,
    });
  }
  Object.defineProperty(base, Symbol.toStringTag, { value: 'ServiceWorkerGlobalScope' });
  return harden(base);
}

const inherited = isHardened ? inheritedNames() : null;

/** The object that becomes an isolate's global object: in a realm of its own that is the realm's. */
function bareGlobals(): Record<string, unknown> {
  const globals = inherited === null ? globalThis : (Object.create(inherited) as object);
  return globals as Record<string, unknown>;
}

/** The realm's `Math` member by member, as the language describes them; defined at once, they make objects of one shape. */
const MATH: PropertyDescriptorMap = Object.fromEntries(
  Object.entries(Object.getOwnPropertyDescriptors(Math)).map(([name, { value }]) => {
    const isFunction = typeof value === 'function';
    return [
      name,
      { value: value as unknown, writable: isFunction, enumerable: false, configurable: isFunction },
    ];
  }),
);

/** `Math` with the request's own random numbers; every other member is the realm's. */
function makeMath(isolate: IsolateState): object {
  const own = Object.defineProperties({}, MATH);
  const random = (): number => isolate.random();
  Object.defineProperty(own, 'random', {
    value: random,
    writable: true,
    enumerable: false,
    configurable: true,
  });
  return Object.defineProperty(own, Symbol.toStringTag, { value: 'Math', configurable: true });
}

/** Functions that refuse to be called on anything but the global object. */
const CALLABLE = [
  'addEventListener',
  'clearInterval',
  'clearTimeout',
  'dispatchEvent',
  'fetch',
  'queueMicrotask',
  'removeEventListener',
  'reportError',
  'setInterval',
  'setTimeout',
];

/** The names that workerd lists as members of the global object. */
const LISTED: ReadonlySet<string> = new Set([
  'Cloudflare',
  'caches',
  'crypto',
  'navigator',
  'origin',
  'performance',
  'scheduler',
  'self',
]);

/** Few handlers name `EventSource`: its class is made for the first that does. */
function addEventSource(isolate: IsolateState, globals: object): void {
  const put = (value: unknown): void => {
    const own = { value, writable: true, enumerable: false, configurable: true };
    Object.defineProperty(globals, 'EventSource', own);
  };
  const get = (): unknown => {
    const made = makeEventSource(isolate);
    put(made);
    return made;
  };
  Object.defineProperty(globals, 'EventSource', { get, set: put, enumerable: false, configurable: true });
}

/** A fresh global object for an isolate. */
export function makeGlobals(isolate: IsolateState): Record<string, unknown> {
  const globals = bareGlobals();
  const before = new Set(Object.getOwnPropertyNames(globals));
  globals['globalThis'] = globals;
  globals['self'] = globals;
  globals['fetch'] = makeFetch(isolate);
  globals['Date'] = isolate.date;
  globals['Math'] = makeMath(isolate);
  globals['console'] = makeConsole(isolate);
  globals['performance'] = makePerformance(isolate);
  globals['origin'] = 'null';
  globals['Cloudflare'] = cloudflare;
  globals['navigator'] = makeNavigator(isolate);
  globals['caches'] = makeCaches(isolate);
  globals['crypto'] = makeCrypto(isolate);
  globals['AbortSignal'] = makeAbortSignal(isolate);
  addGlobalEvents(isolate, globals);
  globals['queueMicrotask'] = makeQueueMicrotask(isolate);
  globals['reportError'] = function (error?: unknown): void {
    if (arguments.length === 0) throw argumentError('ServiceWorkerGlobalScope', 'reportError', 1, 'JsValue');
    isolate.reportError(error);
  };
  Object.assign(globals, makeTimers(isolate, globals));
  lookNativeIn(globals, CALLABLE);
  for (const name of Object.getOwnPropertyNames(globals)) {
    if (!before.has(name)) Object.defineProperty(globals, name, { enumerable: LISTED.has(name) });
  }
  Object.defineProperty(globals, 'origin', { writable: false });
  addEventSource(isolate, globals);
  if (isHardened) return globals;
  inheritFunctions(globals, [...CALLABLE, 'AbortSignal', 'EventSource']);
  const own = { value: isolate.date, writable: true, enumerable: false, configurable: true };
  Object.defineProperty(OriginalDate.prototype, 'constructor', own);
  showLanguageAsNative(globals);
  for (const method of Object.values(globals['console'] as Record<string, object>)) showAsNative(method);
  return globals;
}
