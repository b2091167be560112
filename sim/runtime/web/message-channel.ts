// MessageChannel: two ports, each delivering copies of what is posted to the other, in microtasks as on workerd.
import { Event, MessageEvent } from './events.ts';
import { dispatchTrusted, EventTarget } from './event-target.ts';
import { structuredClone } from './structured-clone.ts';
import { defineInterface, illegalConstructor, isObject } from './webidl.ts';

const TOKEN: unique symbol = Symbol('MessagePort');

let join: (first: MessagePort, second: MessagePort) => void;

/** One end of a channel. */
export class MessagePort extends EventTarget {
  #other: MessagePort | null = null;
  #started = false;
  #closed = false;
  #waiting: unknown[] = [];
  #handler: object | null = null;

  static {
    join = (first, second) => {
      first.#other = second;
      second.#other = first;
    };
  }

  constructor(token?: unknown) {
    if (token !== TOKEN) throw illegalConstructor();
    super();
  }

  postMessage(data?: unknown, options?: unknown): void {
    const copy = structuredClone(data, Array.isArray(options) ? { transfer: options } : options);
    const other = this.#other;
    if (other === null || this.#closed) return;
    if (other.#started) other.#deliver(copy);
    else other.#waiting.push(copy);
  }

  #deliver(data: unknown): void {
    void Promise.resolve(new MessageEvent('message', { data })).then((event) => dispatchTrusted(this, event));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    const other = this.#other;
    this.#other = null;
    if (other === null) return;
    other.#other = null;
    other.#closed = true;
    dispatchTrusted(other, new Event('close'));
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    for (const data of this.#waiting) this.#deliver(data);
    this.#waiting = [];
  }

  get onmessage(): object | null {
    return this.#handler;
  }
  set onmessage(value: unknown) {
    if (this.#handler === null) {
      this.addEventListener('message', (event: unknown) => {
        if (typeof this.#handler === 'function') {
          Reflect.apply(this.#handler as (event: unknown) => unknown, this, [event]);
        }
      });
    }
    this.#handler = isObject(value) ? value : null;
    this.start();
  }
}
defineInterface(MessagePort, 'MessagePort');

/** Two ports that are joined. */
export class MessageChannel {
  readonly #first = new MessagePort(TOKEN);
  readonly #second = new MessagePort(TOKEN);

  constructor() {
    join(this.#first, this.#second);
  }
  get port1(): MessagePort {
    return this.#first;
  }
  get port2(): MessagePort {
    return this.#second;
  }
}
defineInterface(MessageChannel, 'MessageChannel');
