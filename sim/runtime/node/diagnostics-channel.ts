// node:diagnostics_channel: named channels whose subscribers hear what is published, and stores that are bound to them. In details it is workerd's, not Node's.
import type { AsyncLocalStorage } from './async-hooks.ts';
import { argumentType } from './errors.ts';

type Listener = (message: unknown, name: string | symbol) => void;
type Anything = (...args: unknown[]) => unknown;
type Transform = (message: unknown) => unknown;

const channels = new Map<string | symbol, Channel>();

/** What is said under one name. */
export class Channel {
  readonly #name: string | symbol;
  readonly #listeners = new Set<Listener>();
  readonly #stores = new Map<AsyncLocalStorage<unknown>, Transform | undefined>();

  constructor(name: string | symbol) {
    this.#name = name;
  }

  /** A method, as on workerd; on Node it is a property. */
  hasSubscribers(): boolean {
    return this.#listeners.size > 0;
  }

  subscribe(listener: Listener): void {
    if (typeof listener !== 'function') {
      throw new TypeError(
        "Failed to execute 'subscribe' on 'Channel': parameter 1 is not of type 'function'.",
      );
    }
    this.#listeners.add(listener);
  }

  unsubscribe(listener: Listener): void {
    this.#listeners.delete(listener);
  }

  publish(message: unknown): void {
    for (const listener of this.#listeners) listener(message, this.#name);
  }

  /** While `runStores` runs, the store holds the message, or what `transform` makes of it. */
  bindStore(store: AsyncLocalStorage<unknown>, transform?: Transform): void {
    this.#stores.set(store, transform);
  }

  unbindStore(store: AsyncLocalStorage<unknown>): void {
    this.#stores.delete(store);
  }

  /** Publishes a message and calls a function, both with the bound stores holding what is theirs. */
  runStores(message: unknown, run: Anything, self: unknown = globalThis, ...args: unknown[]): unknown {
    let inStores = (): unknown => {
      this.publish(message);
      return Reflect.apply(run, self, args);
    };
    for (const [store, transform] of this.#stores) {
      const inner = inStores;
      inStores = () => store.run(transform === undefined ? message : transform(message), inner);
    }
    return inStores();
  }
}

export function channel(name: string | symbol): Channel {
  const known = channels.get(name);
  if (known !== undefined) return known;
  const made = new Channel(name);
  channels.set(name, made);
  return made;
}

export function hasSubscribers(name: string | symbol): boolean {
  return channels.get(name)?.hasSubscribers() ?? false;
}

export function subscribe(name: string | symbol, listener: Listener): void {
  channel(name).subscribe(listener);
}

export function unsubscribe(name: string | symbol, listener: Listener): void {
  channels.get(name)?.unsubscribe(listener);
}

const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const;
type Channels = Record<(typeof EVENTS)[number], Channel>;
type Listeners = Partial<Record<(typeof EVENTS)[number], Listener>>;
/** What is published of one traced call; its result or error is added to it. */
type Trace = Record<string, unknown>;

const MADE_HERE = Symbol('tracing channel');

/** Five channels that tell when a traced call starts, ends and fails. */
export class TracingChannel implements Channels {
  readonly #channels: Channels;

  constructor(token: unknown, channels: Channels) {
    if (token !== MADE_HERE)
      throw new Error('Use diagnostic_channel.tracingChannels() to create TracingChannel');
    this.#channels = channels;
  }

  get start(): Channel {
    return this.#channels.start;
  }
  get end(): Channel {
    return this.#channels.end;
  }
  get asyncStart(): Channel {
    return this.#channels.asyncStart;
  }
  get asyncEnd(): Channel {
    return this.#channels.asyncEnd;
  }
  get error(): Channel {
    return this.#channels.error;
  }

  hasSubscribers(): boolean {
    return EVENTS.some((event) => this[event].hasSubscribers());
  }

  subscribe(listeners: Listeners): void {
    for (const event of EVENTS) {
      const listener = listeners[event];
      if (listener !== undefined) this[event].subscribe(listener);
    }
  }

  unsubscribe(listeners: Listeners): void {
    for (const event of EVENTS) {
      const listener = listeners[event];
      if (listener !== undefined) this[event].unsubscribe(listener);
    }
  }

  traceSync(run: Anything, trace: Trace = {}, self: unknown = globalThis, ...args: unknown[]): unknown {
    return this.#started(trace, () => {
      trace['result'] = Reflect.apply(run, self, args);
      return trace['result'];
    });
  }

  tracePromise(run: Anything, trace: Trace = {}, self: unknown = globalThis, ...args: unknown[]): unknown {
    const settled = (): void => {
      this.asyncStart.publish(trace);
      this.asyncEnd.publish(trace);
    };
    return this.#started(trace, () =>
      Promise.resolve(Reflect.apply(run, self, args)).then(
        (result: unknown) => {
          trace['result'] = result;
          settled();
          return result;
        },
        (error: unknown) => {
          this.#failed(trace, error);
          settled();
          throw error;
        },
      ),
    );
  }

  /** The callback is the argument at `position`. */
  traceCallback(
    run: Anything,
    position = 0,
    trace: Trace = {},
    self: unknown = globalThis,
    ...args: unknown[]
  ): unknown {
    const callback = args[position];
    if (typeof callback !== 'function') throw argumentType('callback', 'of type function', callback);
    const { asyncStart, asyncEnd } = this;
    const traced = (...results: unknown[]): unknown => {
      const [error, result] = results;
      if (error) this.#failed(trace, error);
      else trace['result'] = result;
      return asyncStart.runStores(trace, () => {
        try {
          return Reflect.apply(callback, undefined, results);
        } finally {
          asyncEnd.publish(trace);
        }
      });
    };
    const given = args.with(position, traced);
    return this.#started(trace, () => Reflect.apply(run, self, given));
  }

  #started(trace: Trace, run: () => unknown): unknown {
    return this.start.runStores(trace, () => {
      try {
        return run();
      } catch (error) {
        this.#failed(trace, error);
        throw error;
      } finally {
        this.end.publish(trace);
      }
    });
  }

  #failed(trace: Trace, error: unknown): void {
    trace['error'] = error;
    this.error.publish(trace);
  }
}

/** The channels of a name, or those that are given. */
export function tracingChannel(given: string | Channels): TracingChannel {
  if (typeof given !== 'string') return new TracingChannel(MADE_HERE, given);
  const of = (event: string): Channel => channel(`tracing:${given}:${event}`);
  return new TracingChannel(MADE_HERE, {
    start: of('start'),
    end: of('end'),
    asyncStart: of('asyncStart'),
    asyncEnd: of('asyncEnd'),
    error: of('error'),
  });
}
