// EventTarget: listeners by type, called in order; an error in a listener leaves dispatchEvent, as on workerd.
import { DOMException } from './dom-exception.ts';
import { dispatchStateOf, isEvent, typeOfEvent } from './events.ts';
import type { Event } from './events.ts';
import { illegalInvocation } from './native-look.ts';
import { argumentError, defineInterface, fieldError, isObject, textOf } from './webidl.ts';

interface Listener {
  readonly callback: object;
  readonly once: boolean;
  removed: boolean;
}

interface ListenerOptions {
  readonly once?: unknown;
  readonly capture?: unknown;
  readonly passive?: unknown;
  readonly signal?: unknown;
}

function call(target: object, callback: object, event: Event): void {
  if (typeof callback === 'function') {
    Reflect.apply(callback as (event: Event) => unknown, target, [event]);
    return;
  }
  const handle: unknown = Reflect.get(callback, 'handleEvent');
  if (typeof handle === 'function') Reflect.apply(handle as (event: Event) => unknown, callback, [event]);
}

function checkOptions(name: string, options: unknown): ListenerOptions {
  if (!isObject(options)) {
    if (options) throw new TypeError(`${name}(): useCapture must be false.`);
    return {};
  }
  const bag: ListenerOptions = options;
  if (bag.capture) throw new TypeError(`${name}(): options.capture must be false.`);
  if (name === 'addEventListener' && bag.passive)
    throw new TypeError(`${name}(): options.passive must be false.`);
  return bag;
}

let setSelf: (target: EventTarget, facade: object) => void;
/** Handler properties are called before the listeners, as on workerd. */
let addFirst: (target: EventTarget, type: string, callback: (event: Event) => void) => void;
let send: (target: EventTarget, event: Event) => boolean;
let listens: (target: EventTarget, type: string) => boolean;
let isTarget: (value: unknown) => boolean;

/** Something that events can be sent to. */
export class EventTarget {
  #listeners: Map<string, Listener[]> | null = null;
  /** What events name as their target. */
  #self: object = this;

  static {
    setSelf = (target, facade) => {
      target.#self = facade;
    };
    addFirst = (target, type, callback) => {
      const entry: Listener = { callback, once: false, removed: false };
      target.#listeners ??= new Map();
      target.#listeners.set(type, [entry, ...(target.#listeners.get(type) ?? [])]);
    };
    send = (target, event) => target.#dispatch(event);
    isTarget = (value) => isObject(value) && #listeners in value;
    listens = (target, type) => (target.#listeners?.get(type)?.length ?? 0) > 0;
  }

  addEventListener(type?: unknown, callback?: unknown, options?: unknown): void {
    if (arguments.length === 0) throw argumentError('EventTarget', 'addEventListener', 1, 'string');
    const name = textOf(type);
    if (callback === null || (callback === undefined && arguments.length > 1)) {
      checkOptions('addEventListener', options);
      return;
    }
    if (!isObject(callback)) {
      throw argumentError('EventTarget', 'addEventListener', 2, 'function or HandlerObject');
    }
    if (typeof callback !== 'function' && typeof Reflect.get(callback, 'handleEvent') !== 'function') {
      throw fieldError('HandlerObject', 'handleEvent', 'function');
    }
    const bag = checkOptions('addEventListener', options);
    const signal = bag.signal;
    if (signal !== undefined && !(signal instanceof EventTarget && 'aborted' in signal)) {
      throw fieldError('AddEventListenerOptions', 'signal', 'AbortSignal');
    }
    if (signal !== undefined && signal.aborted) return;
    this.#listeners ??= new Map();
    const list = this.#listeners.get(name);
    if (list?.some((entry) => entry.callback === callback && !entry.removed)) return;
    const entry: Listener = { callback, once: Boolean(bag.once), removed: false };
    if (list === undefined) this.#listeners.set(name, [entry]);
    else list.push(entry);
    signal?.addEventListener('abort', () => this.removeEventListener(name, callback));
  }

  removeEventListener(type?: unknown, callback?: unknown, options?: unknown): void {
    if (arguments.length === 0) throw argumentError('EventTarget', 'removeEventListener', 1, 'string');
    const name = textOf(type);
    if (arguments.length < 2 || (callback !== undefined && callback !== null && !isObject(callback)))
      throw argumentError('EventTarget', 'removeEventListener', 2, 'Object');
    checkOptions('removeEventListener', options);
    const list = this.#listeners?.get(name);
    const index = list?.findIndex((entry) => entry.callback === callback) ?? -1;
    if (list === undefined || index < 0) return;
    const entry = list[index];
    if (entry !== undefined) entry.removed = true;
    this.#listeners?.set(
      name,
      list.filter((_, at) => at !== index),
    );
  }

  dispatchEvent(event: unknown): boolean {
    if (!isEvent(event)) throw argumentError('EventTarget', 'dispatchEvent', 1, 'Event');
    if (dispatchStateOf(event).dispatching) {
      throw new DOMException('The event is already being dispatched.', 'InvalidStateError');
    }
    return this.#dispatch(event);
  }

  #dispatch(event: Event): boolean {
    const state = dispatchStateOf(event);
    state.prevented = false;
    state.target = this.#self;
    state.currentTarget = this.#self;
    state.phase = 2;
    state.dispatching = true;
    try {
      const type = typeOfEvent(event);
      for (const entry of this.#listeners?.get(type)?.slice() ?? []) {
        if (state.stopNow) break;
        if (entry.removed) continue;
        if (entry.once) this.removeEventListener(type, entry.callback);
        call(this.#self, entry.callback, event);
      }
    } finally {
      state.phase = 0;
      // Whether it was stopped an event remembers, as on workerd.
      state.dispatching = false;
    }
    return !state.prevented;
  }
}
defineInterface(EventTarget, 'EventTarget');

/** Sends an event of the runtime's own making: it is trusted. Returns false when a listener prevented the default. */
export function dispatchTrusted(target: EventTarget, event: Event): boolean {
  dispatchStateOf(event).trusted = true;
  return send(target, event);
}

/** Whether anybody listens for events of a type. */
export function hasListener(target: EventTarget, type: string): boolean {
  return listens(target, type);
}

/** Lets a target stand for another object, which its events then name as their target. */
export function actFor(target: EventTarget, facade: object): void {
  setSelf(target, facade);
}

/** Adds an `on<type>` property to a class of targets: the handler is called where a listener of that type would be. */
export function defineHandlerProperty(prototype: EventTarget, type: string): void {
  const handlers = new WeakMap<EventTarget, { value: object | null }>();
  Object.defineProperty(prototype, `on${type}`, {
    enumerable: true,
    configurable: true,
    get(this: EventTarget): object | null {
      if (!isTarget(this)) throw illegalInvocation();
      return handlers.get(this)?.value ?? null;
    },
    set(this: EventTarget, value: unknown): void {
      if (!isTarget(this)) throw illegalInvocation();
      const next = isObject(value) ? value : null;
      const known = handlers.get(this);
      if (known !== undefined) {
        known.value = next;
        return;
      }
      const slot = { value: next };
      handlers.set(this, slot);
      addFirst(this, type, (event: Event) => {
        if (typeof slot.value === 'function')
          Reflect.apply(slot.value as (event: Event) => unknown, this, [event]);
      });
    },
  });
}
