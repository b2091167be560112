// Scripts in the syntax of service workers: they export nothing, their bindings are globals, and they listen for events.
import type { Call } from './call.ts';
import type { QueueController, RetryOptions, ScheduledController } from './event-controllers.ts';
import { dispatchTrusted, hasListener } from './event-target.ts';
import { Event } from './events.ts';
import { keepOpen } from './execution-context.ts';
import { sendRequest } from './fetch.ts';
import type { IsolateState } from './isolate-state.ts';
import type { Request } from './request.ts';
import { responseInternals } from './response.ts';
import { DOMException } from './dom-exception.ts';
import { argumentError, defineInterface, illegalConstructor, isThenable } from './webidl.ts';

/** What an event of the platform belongs to; code has none, so it cannot make such events. */
interface Origin {
  readonly isolate: IsolateState;
  readonly call: Call;
}

let answerOf: (event: FetchEvent) => unknown;

/** An event that may keep its call open. */
export class ExtendableEvent extends Event {
  readonly #origin: Origin;

  constructor(type: string, origin: Origin) {
    if (typeof (origin as Origin | undefined)?.call !== 'object') throw illegalConstructor();
    super(type);
    this.#origin = origin;
  }

  waitUntil(promise?: unknown): void {
    if (arguments.length === 0) throw argumentError('ExtendableEvent', 'waitUntil', 1, 'Promise');
    keepOpen(this.#origin.isolate, this.#origin.call, promise);
  }
}
defineInterface(ExtendableEvent, 'ExtendableEvent');

/** What a module's handler would be given in the place of each event of a script. */
const controllers = new WeakMap<object, object>();

function controllerOf(event: object): ScheduledController & QueueController {
  return controllers.get(event) as ScheduledController & QueueController;
}

/** A script's call by the clock. */
export class ScheduledEvent extends ExtendableEvent {
  noRetry(): void {
    controllerOf(this).noRetry();
  }
}
defineInterface(ScheduledEvent, 'ScheduledEvent');

/** A batch of messages for a script; no global has its name. */
class QueueEvent extends ExtendableEvent {
  retryAll(options?: RetryOptions): void {
    controllerOf(this).retryAll(options);
  }
  ackAll(): void {
    controllerOf(this).ackAll();
  }
}
defineInterface(QueueEvent, 'QueueEvent');

const CLASSES: Readonly<Record<string, typeof ExtendableEvent>> = {
  scheduled: ScheduledEvent,
  queue: QueueEvent,
};

/** Nothing makes one of these, but their names are there. */
export class TailEvent extends ExtendableEvent {}
defineInterface(TailEvent, 'TailEvent');
export class TraceEvent extends ExtendableEvent {}
defineInterface(TraceEvent, 'TraceEvent');

/** A request on its way into a script. */
export class FetchEvent extends ExtendableEvent {
  readonly #call: Call;
  #answer: unknown = undefined;
  #isOver = false;

  static {
    answerOf = (event) => {
      event.#isOver = true;
      return event.#answer;
    };
  }

  constructor(type: string, origin: Origin) {
    super(type, origin);
    this.#call = origin.call;
  }

  respondWith(answer?: unknown): void {
    if (responseInternals.find(answer) === null && !isThenable(answer))
      throw argumentError('FetchEvent', 'respondWith', 1, 'Promise');
    if (this.#answer !== undefined)
      throw new DOMException(
        'FetchEvent.respondWith() has already been called; it can only be called once.',
        'InvalidStateError',
      );
    if (this.#isOver)
      throw new DOMException(
        'Too late to call FetchEvent.respondWith(). It must be called synchronously in the event handler.',
        'InvalidStateError',
      );
    this.#answer = answer;
    this.stopImmediatePropagation();
  }

  passThroughOnException(): void {
    this.#call.passThrough = true;
  }
}
defineInterface(FetchEvent, 'FetchEvent');

/** Makes bindings globals, which is how scripts reach them. */
export function bindGlobally(globals: object, env: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(env))
    Object.defineProperty(globals, name, { value, writable: true, enumerable: true, configurable: true });
}

/** Whether a script of an isolate listens for events of a type. */
export function listensFor(isolate: IsolateState, type: string): boolean {
  return isolate.scope !== null && hasListener(isolate.scope, type);
}

/** Sends an event to the script that listens for it. A request that nobody answers goes on to its host, as on workerd; its response is returned. */
export function sendToScript(isolate: IsolateState, call: Call, name: string, argument: object): unknown {
  const { scope } = isolate;
  if (scope === null) return undefined;
  const origin = { isolate, call };
  if (name !== 'fetch') {
    const event = new (CLASSES[name] ?? ExtendableEvent)(name, origin);
    controllers.set(event, argument);
    dispatchTrusted(scope, Object.defineProperties(event, Object.getOwnPropertyDescriptors(argument)));
    return undefined;
  }
  const request = argument as Request;
  const event = new FetchEvent(name, origin);
  Object.defineProperty(event, 'request', { value: request, enumerable: true });
  dispatchTrusted(scope, event);
  const answer = answerOf(event);
  if (answer !== undefined) return answer;
  if (event.defaultPrevented || request.bodyUsed) throw new Error('Network connection lost.');
  return sendRequest(isolate, { verb: 'fetch', binding: '' }, request);
}
