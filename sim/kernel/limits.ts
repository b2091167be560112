// What both kernels refuse alike: events in the past, fractions of a microsecond, and more pending events than memory should hold.
import { SimError } from '../errors.ts';

/** Events that may be pending at once: 2^22, 128 megabytes of records in the packed kernel. */
export const MAX_PENDING_EVENTS = 4_194_304;

/** The latest instant that can be scheduled, in microseconds: 2^52, about 142 years. */
export const MAX_TIME_US = 4_503_599_627_370_496;

/** Throws the mistake in an event that `schedule` refused: a programming error, so not a `SimError`. */
export function refuseEvent(atUs: number, key: number, kind: number, nowUs: number): never {
  throw new RangeError(
    `cannot schedule kind ${kind} with key ${key} at ${atUs} us when it is ${nowUs} us: the instant must be an integer from now to 2^52, the key an integer of at least 0, the kind within 0 to 255`,
  );
}

/** Throws the coded error for too many pending events. */
export function refusePending(nowUs: number): never {
  throw new SimError(
    'E_LIMIT',
    `more than ${MAX_PENDING_EVENTS} events are pending at ${nowUs} us of simulated time`,
    {
      hint: 'the load is probably more than the servers can ever work off; lower the rate, add servers, or shorten the window',
    },
  );
}
