// Event and the event interfaces that carry data: CustomEvent, ErrorEvent, MessageEvent, PromiseRejectionEvent, CloseEvent.
import { integerMember, member, textMember } from './event-members.ts';
import {
  constructorError,
  defineConstants,
  defineInterface,
  illegalConstructor,
  isObject,
  optionsArgument,
  textOf,
} from './webidl.ts';

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
/** What an event was made as; code may answer otherwise in the name of events. */
export let typeOfEvent: (event: Event) => string;

/** Something that happened, as listeners see it. */
export class Event {
  #type: string;
  #bubbles: boolean;
  #cancelable: boolean;
  #composed: boolean;
  #state: DispatchState | null = null;

  static {
    stateOf = (event) => event.#live();
    typeOfEvent = (event) => event.#type;
  }

  constructor(type?: unknown, init?: unknown) {
    if (arguments.length === 0) throw constructorError('Event', 1, 'string');
    this.#type = textOf(type);
    const flags: EventInit | null = optionsArgument(init, 'Event', 2, 'Init');
    this.#bubbles = Boolean(flags?.bubbles);
    this.#cancelable = Boolean(flags?.cancelable);
    this.#composed = Boolean(flags?.composed);
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
    this.#live().stop = Boolean(value);
  }
  stopImmediatePropagation(): void {
    this.#live().stopNow = true;
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

/** An event with a value of the sender's choice. */
export class CustomEvent extends Event {
  #detail: unknown;
  constructor(type?: unknown, init?: unknown) {
    if (arguments.length === 0) throw constructorError('CustomEvent', 1, 'string');
    const name = textOf(type);
    const members = optionsArgument(init, 'CustomEvent', 2, 'CustomEventInit');
    super(name, members);
    this.#detail = member(members, 'detail');
  }
  get detail(): unknown {
    return this.#detail;
  }
}
defineInterface(CustomEvent, 'CustomEvent');

/** An error that nothing caught. */
export class ErrorEvent extends Event {
  readonly #message: string;
  readonly #filename: string;
  readonly #lineno: number;
  readonly #colno: number;
  readonly #error: unknown;

  constructor(type?: unknown, init?: unknown) {
    if (arguments.length === 0) throw constructorError('ErrorEvent', 1, 'string');
    const name = textOf(type);
    const members = optionsArgument(init, 'ErrorEvent', 2, 'ErrorEventInit');
    super(name, members);
    this.#message = textMember(members, 'message');
    this.#filename = textMember(members, 'filename');
    this.#lineno = integerMember(members, 'lineno');
    this.#colno = integerMember(members, 'colno');
    this.#error = member(members, 'error');
  }
  get filename(): string {
    return this.#filename;
  }
  get message(): string {
    return this.#message;
  }
  get lineno(): number {
    return this.#lineno;
  }
  get colno(): number {
    return this.#colno;
  }
  get error(): unknown {
    return this.#error;
  }
}
defineInterface(ErrorEvent, 'ErrorEvent');

const INTERNAL: unique symbol = Symbol('PromiseRejectionEvent');

/** A message with an id, which only those of an EventSource have. */
export let messageFrom: (type: string, data: unknown, lastEventId: string) => MessageEvent;

/** The platform's word of a promise that nobody caught. */
export let rejectionOf: (type: string, promise: object, reason: unknown) => PromiseRejectionEvent;

const NO_INITIALIZER =
  'Cannot initialize N7workerd3api12MessageEvent11InitializerE with required members from an undefined or null value.';

/** Gives an event members of its own, which show in `Object.keys` and in JSON as on workerd, and cannot be assigned. */
function own(event: Event, members: Readonly<Record<string, unknown>>): void {
  for (const name of Object.keys(members))
    Object.defineProperty(event, name, { value: members[name], enumerable: true, configurable: true });
}

/** A message that came through a port or a socket. */
export class MessageEvent extends Event {
  declare readonly ports: readonly unknown[];
  declare readonly source: null;
  declare readonly lastEventId: string;
  declare readonly origin: null;
  declare readonly data: unknown;

  static {
    messageFrom = (type, data, lastEventId) => {
      const event = new MessageEvent(type, { data });
      own(event, { lastEventId });
      return event;
    };
  }

  /** Of what code gives, workerd takes the data alone. */
  constructor(type?: unknown, init?: unknown) {
    if (arguments.length === 0) throw constructorError('MessageEvent', 1, 'string');
    const name = textOf(type);
    if (!isObject(init)) {
      if (arguments.length > 1 && (init === undefined || init === null)) throw new TypeError(NO_INITIALIZER);
      throw constructorError('MessageEvent', 2, 'Initializer');
    }
    super(name, init);
    own(this, { ports: [], source: null, lastEventId: '', origin: null, data: member(init, 'data') });
  }
}
defineInterface(MessageEvent, 'MessageEvent');

/** A promise that was rejected while nothing handled it. */
export class PromiseRejectionEvent extends Event {
  readonly #promise: unknown;
  readonly #reason: unknown;

  static {
    rejectionOf = (type, promise, reason) => new PromiseRejectionEvent(INTERNAL, type, promise, reason);
  }

  /** Code cannot make one. */
  constructor(key?: unknown, type?: unknown, promise?: unknown, reason?: unknown) {
    if (key !== INTERNAL) throw illegalConstructor();
    super(type);
    this.#promise = promise;
    this.#reason = reason;
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
  declare readonly wasClean: boolean;
  declare readonly reason: string;
  declare readonly code: number;

  constructor(type?: unknown, init?: unknown) {
    if (arguments.length === 0) throw constructorError('CloseEvent', 1, 'string');
    const name = textOf(type);
    const members = optionsArgument(init, 'CloseEvent', 2, 'Initializer');
    super(name, members);
    const code = integerMember(members, 'code');
    const reason = textMember(members, 'reason');
    own(this, { wasClean: Boolean(member(members, 'wasClean')), reason, code });
  }
}
defineInterface(CloseEvent, 'CloseEvent');
