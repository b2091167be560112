// AbortController and AbortSignal; `AbortSignal.timeout` needs an isolate's own timer, so each isolate gets its own constructor object over one prototype.
import { DOMException } from './dom-exception.ts';
import { Event } from './events.ts';
import { defineHandlerProperty, dispatchTrusted, EventTarget } from './event-target.ts';
import { assertNotGlobalScope } from './global-scope.ts';
import type { IsolateContext } from './isolate-context.ts';
import { realmClock } from './realm-clock.ts';
import { isHardened } from './realm-kind.ts';
import { assertOwn } from './request-border.ts';
import { argumentError, defineInterface, illegalConstructor } from './webidl.ts';

const KEY: unique symbol = Symbol('AbortSignal');

let abortSignal: (signal: AbortSignal, reason: unknown) => void;
let onAbort: (signal: AbortSignal, action: () => void) => void;
let makeDependent: (sources: readonly AbortSignal[]) => AbortSignal;

/** Tells those who hold it that work is no longer wanted. */
export class AbortSignal extends EventTarget {
  #aborted = false;
  /** Whether its listeners have heard of it. */
  #isTold = false;
  #reason: unknown = undefined;
  #actions: (() => void)[] | null = null;
  #dependents: AbortSignal[] | null = null;
  #sources: readonly AbortSignal[] | null = null;
  readonly #owner = realmClock.call;

  static {
    abortSignal = (signal, reason) => {
      assertOwn(signal.#owner, 'RefcountedCanceler');
      signal.#abort(reason);
    };
    onAbort = (signal, action) => {
      assertOwn(signal.#owner, 'RefcountedCanceler');
      if (signal.#aborted) action();
      else (signal.#actions ??= []).push(action);
    };
    makeDependent = (sources) => {
      const result = new AbortSignal(KEY);
      for (const source of sources) assertOwn(source.#owner, 'RefcountedCanceler');
      const aborted = sources.find((source) => source.#aborted);
      if (aborted !== undefined) {
        result.#aborted = true;
        result.#reason = aborted.#reason;
        return result;
      }
      const roots = sources.flatMap((source) => source.#sources ?? [source]);
      result.#sources = roots;
      for (const root of new Set(roots)) (root.#dependents ??= []).push(result);
      for (const source of new Set(sources)) source.addEventListener('abort', () => result.#tell());
      return result;
    };
  }

  constructor(key?: unknown) {
    if (key !== KEY) throw illegalConstructor();
    super();
  }

  static abort(reason?: unknown): AbortSignal {
    assertNotGlobalScope();
    const signal = new AbortSignal(KEY);
    signal.#abort(reason);
    return signal;
  }

  static any(signals?: unknown): AbortSignal {
    assertNotGlobalScope();
    if (!Array.isArray(signals)) throw argumentError('AbortSignal', 'any', 1, 'Array');
    signals.forEach((signal: unknown, index) => {
      if (!(signal instanceof AbortSignal)) {
        throw new TypeError(
          `Incorrect type for array element ${index}: the provided value is not of type 'AbortSignal'.`,
        );
      }
    });
    return makeDependent(signals as AbortSignal[]);
  }

  get aborted(): boolean {
    assertOwn(this.#owner, 'RefcountedCanceler');
    return this.#aborted;
  }
  get reason(): unknown {
    return this.#reason;
  }
  throwIfAborted(): void {
    if (this.aborted) throw this.#reason;
  }

  #abort(reason: unknown): void {
    if (this.#aborted) return;
    const cause = reason === undefined ? new DOMException('The operation was aborted', 'AbortError') : reason;
    for (const signal of [this, ...(this.#dependents ?? [])]) {
      if (signal.#aborted) continue;
      signal.#aborted = true;
      signal.#reason = cause;
    }
    this.#dependents = null;
    // Signals that follow this one are told among its listeners, where they began to follow.
    this.#tell();
  }

  #tell(): void {
    if (this.#isTold) return;
    this.#isTold = true;
    const actions = this.#actions ?? [];
    this.#actions = null;
    for (const action of actions) action();
    dispatchTrusted(this, new Event('abort'));
  }
}
defineInterface(AbortSignal, 'AbortSignal');
defineHandlerProperty(AbortSignal.prototype, 'abort');

/** Runs an action when a signal aborts, before its listeners; at once when it already has. */
export function whenAborted(signal: AbortSignal, action: () => void): void {
  onAbort(signal, action);
}

/** Makes signals and aborts them. */
export class AbortController {
  readonly #signal: AbortSignal;

  constructor() {
    assertNotGlobalScope();
    this.#signal = new AbortSignal(KEY);
  }

  get signal(): AbortSignal {
    return this.#signal;
  }
  abort(reason?: unknown): void {
    abortSignal(this.#signal, reason);
  }
}
defineInterface(AbortController, 'AbortController');

/** The `AbortSignal` that one isolate sees: the realm's class with `timeout` bound to the isolate's clock. */
export function makeAbortSignal(context: IsolateContext): typeof AbortSignal {
  function timeout(delayMs?: unknown): AbortSignal {
    if (arguments.length === 0) throw argumentError('AbortSignal', 'timeout', 1, 'number');
    const signal = new AbortSignal(KEY);
    context.setTimer(
      () => abortSignal(signal, new DOMException('The operation was aborted due to timeout', 'TimeoutError')),
      Number(delayMs) || 0,
    );
    return signal;
  }
  Object.defineProperty(timeout, 'length', { value: 0, configurable: true });
  const own = function (): never {
    throw illegalConstructor();
  };
  Object.defineProperty(own, 'name', { value: 'AbortSignal', configurable: true });
  Object.defineProperty(own, 'prototype', { value: AbortSignal.prototype, writable: false });
  Object.setPrototypeOf(own, EventTarget);
  // In a realm of its own the isolate's is the only one.
  if (!isHardened)
    Object.defineProperty(AbortSignal.prototype, 'constructor', {
      value: own,
      writable: true,
      configurable: true,
    });
  const statics = { abort: AbortSignal.abort, any: AbortSignal.any, timeout };
  for (const [key, value] of Object.entries(statics)) {
    Object.defineProperty(own, key, { value, writable: true, enumerable: true, configurable: true });
  }
  return own as unknown as typeof AbortSignal;
}
