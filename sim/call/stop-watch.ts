// Measures the CPU that calls really take on this machine: shown where a handler has no profile, and never part of virtual time.
import { performance } from 'node:perf_hooks';
import type { HandlerCall } from '../entities/handler-call.ts';
import type { Meter } from '../world.ts';

/** Milliseconds of code by call. */
export class CallStopWatch implements Meter {
  readonly handler = null;
  readonly #tookMs = new WeakMap<HandlerCall, number>();

  measure({ call }: Parameters<Meter['measure']>[0], run: () => void): void {
    const startMs = performance.now();
    run();
    this.#tookMs.set(call, this.ofCall(call) + performance.now() - startMs);
  }

  measureStart(run: () => void): void {
    run();
  }

  ofCall(call: HandlerCall): number {
    return this.#tookMs.get(call) ?? 0;
  }
}
