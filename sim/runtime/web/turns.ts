// Turns of the event loop: what the platform does outside of JavaScript comes back after every microtask that waits, one at a time.
import { host } from './host.ts';

/** State of the realm: what comes back in the next turns, in order. */
let waiting: (() => void)[] = [];
let taken = 0;

/** The value of `make`, made in a turn of its own: microtasks that are waiting by then come first, and those that it leads to come before the next turn. */
export function inTurn<T>(make: () => T): Promise<T> {
  return new Promise((resolve, reject) => {
    waiting.push(() => {
      try {
        resolve(make());
      } catch (error) {
        reject(error);
      }
    });
    host.turns.want();
  });
}

/** Lets the next one come back, and asks for another turn when there are more. */
export function takeTurn(): void {
  const next = waiting[taken++];
  if (taken >= waiting.length) {
    waiting = [];
    taken = 0;
  } else host.turns.want();
  next?.();
}

type Method = (this: unknown, ...args: unknown[]) => Promise<unknown>;

function unchanged<T>(value: T): T {
  return value;
}

/** Gives promises of an interface's methods the one microtask more that it takes native ones to reach JavaScript. */
export function answersNatively(target: { readonly prototype: object }, names: string): void {
  for (const name of names.split(' ')) {
    const inner = Reflect.get(target.prototype, name) as Method;
    const outer = {
      [name](this: unknown, ...args: unknown[]): Promise<unknown> {
        return Reflect.apply(inner, this, args).then(unchanged);
      },
    }[name];
    Object.defineProperty(target.prototype, name, { value: outer });
  }
}
