// One life of a Durable Object: its class is constructed, and requests, methods, alarms and what sockets say are handed to it.
import type { IsolateState } from '../isolate-state.ts';
import { knownId } from './object-id.ts';
import { KeptSockets } from './object-sockets.ts';
import type { SocketEvent } from './object-sockets.ts';
import { DurableObjectState } from './object-state.ts';

/** Which object an isolate is to become. */
export interface ObjectSpec {
  readonly className: string;
  readonly id: string;
  readonly name?: string;
  readonly jurisdiction?: string;
}

type ObjectClass = new (state: DurableObjectState, env: unknown) => Record<string, unknown>;

/** The object that an isolate holds. */
export class ObjectInstance {
  readonly target: Record<string, unknown>;
  readonly #sockets: KeptSockets;

  private constructor(target: Record<string, unknown>, sockets: KeptSockets) {
    this.target = target;
    this.#sockets = sockets;
  }

  static construct(
    isolate: IsolateState,
    exports: Readonly<Record<string, unknown>>,
    spec: ObjectSpec,
    env: unknown,
  ): ObjectInstance {
    const Class = exports[spec.className];
    if (typeof Class !== 'function')
      throw new TypeError(`The handler exports no class "${spec.className}" for its Durable Object.`);
    const sockets = new KeptSockets(isolate);
    const id = knownId(spec.id, spec.name, spec.jurisdiction);
    const prototype = Class.prototype as { alarm?: unknown } | undefined;
    const state = new DurableObjectState(isolate, id, sockets, typeof prototype?.alarm === 'function');
    return new ObjectInstance(new (Class as ObjectClass)(state, env), sockets);
  }

  /** Hands an event of the platform to its hook; one that the class lacks is an error, except for closes and errors of sockets. */
  hear(name: string, event: unknown): unknown {
    if (name === 'alarm') return this.#call('alarm', [event]);
    const said = event as SocketEvent;
    const { socket, message } = this.#sockets.heard(said);
    if (name === 'webSocketMessage') return this.#call(name, [socket, message]);
    this.#sockets.closed(socket);
    if (typeof this.target[name] !== 'function') return undefined;
    return this.#call(name, [socket, said.code, said.reason, said.wasClean]);
  }

  #call(name: string, args: readonly unknown[]): unknown {
    const hook = this.target[name];
    if (typeof hook !== 'function')
      throw new TypeError(`The Durable Object's class has no ${name}() handler.`);
    return Reflect.apply(hook, this.target, args) as unknown;
  }
}
