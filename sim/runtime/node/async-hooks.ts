// node:async_hooks: stores that follow the code that was given them through awaits, timers and operations.
import { hooks } from './hooks.ts';

type Anything = (...args: never[]) => unknown;
type Frame = ReadonlyMap<object, unknown>;

hooks.keepContext();

function current(): Frame | undefined {
  return hooks.context() as Frame | undefined;
}

function inFrame<T>(frame: Frame | undefined, run: () => T): T {
  const before = current();
  hooks.setContext(frame);
  try {
    return run();
  } finally {
    hooks.setContext(before);
  }
}

/** A function that always runs in the context of now. */
function bound<F extends Anything>(run: F, module: string): F {
  if (typeof run !== 'function')
    throw new TypeError(`Failed to execute 'bind' on '${module}': parameter 1 is not of type 'Function'.`);
  const frame = current();
  const owner = hooks.callNow();
  return function (this: unknown, ...args: never[]) {
    if (hooks.isForeign(owner))
      throw new Error(
        'Cannot call this AsyncLocalStorage bound function outside of the request in which it was created.',
      );
    return inFrame(frame, () => Reflect.apply(run, this, args) as unknown);
  } as unknown as F;
}

/** A value for each chain of asynchronous work. */
export class AsyncLocalStorage<T> {
  readonly name: string;
  readonly #default: T | undefined;

  constructor(options: { readonly defaultValue?: T; readonly name?: string } = {}) {
    this.name = options.name ?? '';
    this.#default = options.defaultValue;
  }

  static bind<F extends Anything>(run: F): F {
    return bound(run, 'AsyncLocalStorage');
  }

  static snapshot(): (run: Anything, ...args: never[]) => unknown {
    return bound((run: Anything, ...args: never[]) => run(...args), 'AsyncLocalStorage');
  }

  getStore(): T | undefined {
    const frame = current();
    return frame?.has(this) === true ? (frame.get(this) as T) : this.#default;
  }

  run<A extends unknown[], R>(store: T, run: (...args: A) => R, ...args: A): R {
    if (typeof run !== 'function')
      throw new TypeError(
        "Failed to execute 'run' on 'AsyncLocalStorage': parameter 2 is not of type 'function'.",
      );
    return inFrame(new Map(current()).set(this, store), () => run(...args));
  }

  exit<A extends unknown[], R>(run: (...args: A) => R, ...args: A): R {
    const frame = new Map(current());
    frame.delete(this);
    return inFrame(frame, () => run(...args));
  }

  enterWith(): never {
    throw new Error('asyncLocalStorage.enterWith() is not implemented');
  }

  disable(): never {
    throw new Error('asyncLocalStorage.disable() is not implemented');
  }
}

/** Work that keeps the context in which it was made. */
export class AsyncResource {
  readonly #frame = current();

  static bind<F extends Anything>(run: F): F {
    return bound(run, 'AsyncResource');
  }

  bind<F extends Anything>(run: F): F {
    return inFrame(this.#frame, () => bound(run, 'AsyncResource'));
  }

  runInAsyncScope<A extends unknown[], R>(run: (...args: A) => R, self?: unknown, ...args: A): R {
    return inFrame(this.#frame, () => Reflect.apply(run, self, args));
  }

  emitDestroy(): void {}
  asyncId(): number {
    return 0;
  }
  triggerAsyncId(): number {
    return 0;
  }
}

/** Hooks into the engine do not exist on the platform; these are there for code that asks. */
export function createHook(): object {
  const hook = { enable: () => hook, disable: () => hook };
  return hook;
}
/** Kinds of handles, none of which exists here. */
export const asyncWrapProviders: Readonly<Record<string, number>> = Object.freeze({ NONE: 0, PROMISE: 0 });
export const executionAsyncId = (): number => 0;
export const triggerAsyncId = (): number => 0;
export const executionAsyncResource = (): object => ({});
