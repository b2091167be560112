// Event and the event interfaces that carry data: CustomEvent, ErrorEvent, MessageEvent, PromiseRejectionEvent, CloseEvent.
import { constructorError, defineConstants, defineInterface, isObject } from './webidl.ts';

interface EventInit {
  readonly bubbles?: unknown;
  readonly cancelable?: unknown;
  readonly composed?: unknown;
}

/** What a dispatch sets on an event while it is under way; kept off the class so that handlers cannot reach it. */
export interface DispatchState {
  target: object | null;
  currentTarget: object | null;
  phase: number;
  dispatching: boolean;
  stop: boolean;
  stopNow: boolean;
  trusted: boolean;
  /** On workerd the sender learns of this for events that are not cancelable too. */
  prevented: boolean;
}

let stateOf: (event: Event) => DispatchState;

/** Something that happened, as listeners see it. */
export class Event {
  #type: string;
  #bubbles: boolean;
  #cancelable: boolean;
  #composed: boolean;
  #state: DispatchState | null = null;

  static {
    stateOf = (event) => event.#live();
  }

  constructor(type?: unknown, init?: EventInit) {
    if (arguments.length === 0) throw constructorError('Event', 1, 'string');
    this.#type = String(type);
    this.#bubbles = Boolean(init?.bubbles);
    this.#cancelable = Boolean(init?.cancelable);
    this.#composed = Boolean(init?.composed);
  }

  #live(): DispatchState {
    this.#state ??= {
      target: null,
      currentTarget: null,
      phase: 0,
      dispatching: false,
      stop: false,
      stopNow: false,
      trusted: false,
      prevented: false,
    };
    return this.#state;
  }

  get type(): string {
    return this.#type;
  }
  get eventPhase(): number {
    return this.#state?.phase ?? 0;
  }
  get composed(): boolean {
    return this.#composed;
  }
  get bubbles(): boolean {
    return this.#bubbles;
  }
  get cancelable(): boolean {
    return this.#cancelable;
  }
  get defaultPrevented(): boolean {
    return this.#cancelable && this.#state?.prevented === true;
  }
  get returnValue(): boolean {
    return !this.defaultPrevented;
  }
  get currentTarget(): object | undefined {
    return this.#state?.currentTarget ?? undefined;
  }
  get target(): object | undefined {
    return this.#state?.target ?? undefined;
  }
  get srcElement(): object | undefined {
    return this.#state?.target ?? undefined;
  }
  /** Zero, as on workerd: events carry no clock. */
  get timeStamp(): number {
    return 0;
  }
  get isTrusted(): boolean {
    return this.#state?.trusted ?? false;
  }
  get cancelBubble(): boolean {
    return this.#state?.stop ?? false;
  }
  set cancelBubble(value: unknown) {
    if (value === true) this.#live().stop = true;
  }
  stopImmediatePropagation(): void {
    const state = this.#live();
    state.stop = true;
    state.stopNow = true;
  }
  preventDefault(): void {
    this.#live().prevented = true;
  }
  stopPropagation(): void {
    this.#live().stop = true;
  }
  composedPath(): object[] {
    const state = this.#state;
    return state === null || state.currentTarget === null || !state.dispatching ? [] : [state.currentTarget];
  }
}
defineInterface(Event, 'Event');
defineConstants(Event, { NONE: 0, CAPTURING_PHASE: 1, AT_TARGET: 2, BUBBLING_PHASE: 3 });

/** The dispatch state of an event: for EventTarget only. */
export function dispatchStateOf(event: Event): DispatchState {
  return stateOf(event);
}

/** Whether a value is an Event of this realm (own fields present, not merely the prototype). */
export function isEvent(value: unknown): value is Event {
  return value instanceof Event;
}

function member(init: unknown, key: string): unknown {
  return isObject(init) ? Reflect.get(init, key) : undefined;
}

/** An event with a value of the sender's choice. */
export class CustomEvent extends Event {
  #detail: unknown;
  constructor(type?: unknown, init?: EventInit & { readonly detail?: unknown }) {
    if (arguments.length === 0) throw constructorError('CustomEvent', 1, 'string');
    super(type, init);
    this.#detail = init?.detail;
  }
  get detail(): unknown {
    return this.#detail;
  }
}
defineInterface(CustomEvent, 'CustomEvent');

/** An error that nothing caught. */
export class ErrorEvent extends Event {
  #init: unknown;
  constructor(type?: unknown, init?: EventInit) {
    if (arguments.length === 0) throw constructorError('ErrorEvent', 1, 'string');
    super(type, init);
    this.#init = isObject(init) ? { ...init } : undefined;
  }
  get filename(): string {
    return String(member(this.#init, 'filename') ?? '');
  }
  get message(): string {
    return String(member(this.#init, 'message') ?? '');
  }
  get lineno(): number {
    return Number(member(this.#init, 'lineno') ?? 0);
  }
  get colno(): number {
    return Number(member(this.#init, 'colno') ?? 0);
  }
  get error(): unknown {
    return member(this.#init, 'error');
  }
}
defineInterface(ErrorEvent, 'ErrorEvent');

/** A message that came through a port or a socket. */
export class MessageEvent extends Event {
  #init: unknown;
  constructor(type?: unknown, init?: EventInit) {
    if (arguments.length === 0) throw constructorError('MessageEvent', 1, 'string');
    super(type, init);
    this.#init = isObject(init) ? { ...init } : undefined;
  }
  get data(): unknown {
    return member(this.#init, 'data') ?? null;
  }
  get origin(): string | null {
    const origin = member(this.#init, 'origin');
    return origin === undefined || origin === null ? null : String(origin);
  }
  get lastEventId(): string {
    return String(member(this.#init, 'lastEventId') ?? '');
  }
  get source(): unknown {
    return member(this.#init, 'source') ?? null;
  }
  get ports(): unknown {
    return member(this.#init, 'ports') ?? [];
  }
}
defineInterface(MessageEvent, 'MessageEvent');

/** A promise that was rejected while nothing handled it. */
export class PromiseRejectionEvent extends Event {
  #promise: unknown;
  #reason: unknown;
  constructor(type?: unknown, init?: EventInit & { readonly promise?: unknown; readonly reason?: unknown }) {
    if (arguments.length === 0) throw constructorError('PromiseRejectionEvent', 1, 'string');
    super(type, init);
    this.#promise = init?.promise;
    this.#reason = init?.reason;
  }
  get promise(): unknown {
    return this.#promise;
  }
  get reason(): unknown {
    return this.#reason;
  }
}
defineInterface(PromiseRejectionEvent, 'PromiseRejectionEvent');

/** The end of a socket. */
export class CloseEvent extends Event {
  #init: unknown;
  constructor(type?: unknown, init?: EventInit) {
    if (arguments.length === 0) throw constructorError('CloseEvent', 1, 'string');
    super(type, init);
    this.#init = isObject(init) ? { ...init } : undefined;
  }
  get code(): number {
    return Number(member(this.#init, 'code') ?? 0);
  }
  get reason(): string {
    return String(member(this.#init, 'reason') ?? '');
  }
  get wasClean(): boolean {
    return Boolean(member(this.#init, 'wasClean'));
  }
}
defineInterface(CloseEvent, 'CloseEvent');
