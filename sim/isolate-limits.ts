// What the platform's limits of CPU and memory do to a segment of code: it may not run, or the isolate ends with all that runs in it.
import type { Failure, HandlerCall } from './entities/handler-call.ts';
import type { IsolateHost } from './entities/isolate-host.ts';
import { stopCall } from './handler-emissions.ts';
import { breakLife } from './object-life.ts';
import type { Wake } from './entities/wake.ts';
import type { World } from './world.ts';

const BYTES_PER_MIB = 1_048_576;

/** Why a segment's code may not run, or null: a limit, a stalled thread that was run again, or a module that failed. */
export function refusalOf(world: World, wake: Wake, host: IsolateHost): Failure | null {
  const skipped = world.skipped.size === 0 ? undefined : world.skipped.get(wake.call.journey.id);
  if (!wake.exceeded && skipped === undefined && host.roomBytes >= 0 && host.failure === null) return null;
  const { limits, failures } = wake.call.compute.platform;
  const limit = (outcome: string, message: string): Failure => ({
    outcome,
    ...failures.limit,
    message,
    error: null,
  });
  if (wake.exceeded) return limit('exceededCpu', `More CPU time than ${limits.cpuMs?.value} ms.`);
  if (skipped !== undefined)
    return limit(skipped, 'The code did not give control back, or ate all memory; it was ended.');
  if (host.roomBytes < 0) {
    return limit(
      'exceededMemory',
      `${host.open.size + 1} requests at once need more memory than the ${limits.memoryMib?.value} MiB of an isolate.`,
    );
  }
  const message = `The module could not be evaluated: ${host.failure}`;
  return { outcome: 'exception', ...failures.exception, message, error: { name: 'Error', message } };
}

/** What the platform's memory leaves for buffers beside the heap of the module and of the requests that are open; negative when these alone are too much. */
export function roomBytes({ compute }: HandlerCall, host: IsolateHost): number {
  const { platform, profile } = compute;
  const limitBytes = (platform.limits.memoryMib?.value ?? Number.POSITIVE_INFINITY) * BYTES_PER_MIB;
  if (profile === null) return limitBytes;
  return limitBytes - profile.moduleHeapBytes - profile.requestHeapBytes * (host.open.size + 1);
}

/** Ends an isolate whose buffers came to more than the platform allows, with every request that runs in it. */
export function endIsolate(world: World, call: HandlerCall, host: IsolateHost): void {
  const { compute, life } = call;
  const { limits, failures } = compute.platform;
  const failure: Failure = {
    outcome: 'exceededMemory',
    ...failures.limit,
    message: `Buffers and WebAssembly memories need more than the ${limits.memoryMib?.value} MiB of an isolate leave beside its heap.`,
    error: null,
  };
  if (life !== null) {
    breakLife(world, life, call.journey, failure);
    return;
  }
  const calls = new Set([...host.open, call]);
  compute.condemn(host, call.at.site);
  for (const one of calls) stopCall(world, one, failure);
}
