// Timers as Node gives them: objects that can be refreshed and closed, with the number of the platform's own timer.
import { argumentType } from './errors.ts';

type Task = (...args: unknown[]) => unknown;

const { setTimeout: start, setInterval: repeat, clearTimeout: stop } = globalThis;

/** A timer under way. */
export class Timeout {
  readonly #begin: () => unknown;
  #id: number;
  #isRefed = true;

  constructor(begin: () => unknown) {
    this.#begin = begin;
    this.#id = Number(begin());
  }

  refresh(): this {
    stop(this.#id);
    this.#id = Number(this.#begin());
    return this;
  }
  ref(): this {
    this.#isRefed = true;
    return this;
  }
  unref(): this {
    this.#isRefed = false;
    return this;
  }
  hasRef(): boolean {
    return this.#isRefed;
  }
  close(): this {
    stop(this.#id);
    return this;
  }
  [Symbol.toPrimitive](): number {
    return this.#id;
  }
  [Symbol.dispose](): void {
    stop(this.#id);
  }
}

/** What `setImmediate` gives. */
class Immediate extends Timeout {}

function checkTask(task: unknown): void {
  if (typeof task !== 'function') throw argumentType('callback', 'of type function', task);
}

/** Tasks find the global object as `this`, unlike under Node. */
function called(task: Task, args: unknown[]): unknown {
  return Reflect.apply(task, globalThis, args);
}

export function setTimeout(task: Task, delayMs?: number, ...args: unknown[]): Timeout {
  checkTask(task);
  return new Timeout(() => start(() => called(task, args), delayMs));
}

export function setInterval(task: Task, delayMs?: number, ...args: unknown[]): Timeout {
  checkTask(task);
  return new Timeout(() => repeat(() => called(task, args), delayMs));
}

/** Runs a task after the code that is under way, without simulated delay. */
export function setImmediate(task: Task, ...args: unknown[]): Immediate {
  checkTask(task);
  return new Immediate(() => start(() => called(task, args), 0));
}

/** Takes what any of the functions above gave, or its number. */
function clear(timer?: unknown): void {
  if (timer instanceof Timeout) timer.close();
  else stop(typeof timer === 'number' || typeof timer === 'string' ? Number(timer) : undefined);
}

export { clear as clearTimeout, clear as clearInterval, clear as clearImmediate };
