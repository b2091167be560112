// `ctx` of one call, and the bookkeeping that says when the call is over.
import type { Call } from './call.ts';
import { host } from './host.ts';
import { isHardened } from './realm-kind.ts';
import { tracingOf } from './tracing.ts';
import type { IsolateState } from './isolate-state.ts';
import { argumentError, defineInterface } from './webidl.ts';

/** One thing of a call has settled; the last one ends it. */
export function close(call: Call): void {
  if (--call.open > 0 || call.over) return;
  call.over = true;
  if (call.givesBack !== null) call.givesBack();
  host.emit.finished(call.id, call.waitUntilFailed, call.lingers);
}

/** Keeps a call open until a promise settles; a rejection is written to the console as on the platform. */
export function keepOpen(isolate: IsolateState, call: Call, promise: unknown): void {
  call.open++;
  Promise.resolve(promise).then(
    () => close(call),
    (error: unknown) => {
      call.waitUntilFailed = true;
      isolate.reportError(error);
      close(call);
    },
  );
}

/** The third argument of a handler. */
export class ExecutionContext {
  readonly #isolate: IsolateState;
  readonly #call: Call;
  #props: unknown = undefined;

  constructor(isolate: IsolateState, call: Call) {
    this.#isolate = isolate;
    this.#call = call;
    if (!isHardened) this.#showOwn();
  }

  /** On workerd these are properties of the object itself. Where isolates share a realm they are not: that would cost each request a tenth of a microsecond. */
  #showOwn(): void {
    const own = (value: unknown): PropertyDescriptor => ({
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
    Object.defineProperties(this, {
      tracing: own(tracingOf(this.#isolate)),
      access: own(undefined),
      cache: own(undefined),
      props: own({ ...this.#call.entry?.props }),
      exports: own(this.#isolate.loopback()),
    });
  }

  get tracing(): object {
    return tracingOf(this.#isolate);
  }
  /** Present behind Cloudflare Access only, which is not simulated. */
  get access(): undefined {
    return undefined;
  }
  /** Present where a Worker has a cache of its own in front, which is not simulated. */
  get cache(): undefined {
    return undefined;
  }
  get props(): unknown {
    return (this.#props ??= { ...this.#call.entry?.props });
  }
  set props(value: unknown) {
    this.#props = value;
  }
  get exports(): object {
    return this.#isolate.loopback();
  }

  waitUntil(promise?: unknown): void {
    if (arguments.length === 0) throw argumentError('ExecutionContext', 'waitUntil', 1, 'Promise');
    keepOpen(this.#isolate, this.#call, promise);
  }

  passThroughOnException(): void {
    this.#call.passThrough = true;
  }
}
if (!isHardened)
  for (const name of ['tracing', 'access', 'cache', 'props', 'exports'])
    Reflect.deleteProperty(ExecutionContext.prototype, name);
defineInterface(ExecutionContext, 'ExecutionContext');
