// node:timers and the two globals of it that browsers lack.
type Task = (...args: never[]) => unknown;

export const { clearInterval, clearTimeout, setInterval, setTimeout } = globalThis;

/** Runs a task after the code that is under way, without simulated delay. */
export function setImmediate(task: Task, ...args: never[]): unknown {
  return globalThis.setTimeout(() => task(...args), 0);
}

export function clearImmediate(id: unknown): void {
  globalThis.clearTimeout(Number(id));
}
