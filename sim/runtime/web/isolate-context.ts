// What the parts of the Web API that differ from isolate to isolate may ask of the isolate they belong to.

/** One isolate as its contextual globals (crypto, timers, AbortSignal, console, …) see it. */
export interface IsolateContext {
  /** The simulated instant in milliseconds since 1970; it stands still while code runs. */
  nowMs(): number;
  /** Throws the platform's error when no request is being served: no I/O, timers or random values in global scope. */
  assertInRequest(): void;
  /** 32 uniform bits from the current request's stream of that label (`labelHash` of sim/random.ts); each call takes the next draw. */
  draw32(label: number): number;
  /** Fills the array with the current request's random bytes. */
  drawBytes(target: Uint8Array): void;
  /** Calls back after a simulated delay, as an operation of the current request; returns the number that `clearTimer` takes. */
  setTimer(callback: () => void, delayMs: number): number;
  clearTimer(timerId: number): void;
  /** Reports an error that nothing caught: `error` event, then a console line of level error. */
  reportError(error: unknown): void;
}
