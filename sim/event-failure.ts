// Scheduled events and batches of queues are over when what they gave to `waitUntil` is, and so they fail with it; requests do not.
import type { Failure, HandlerCall } from './entities/handler-call.ts';

/** What ends a call of which a promise given to `waitUntil` was rejected; null when that does not end it. */
export function eventFailure({ input, compute }: HandlerCall): Failure | null {
  if (input.kind !== 'scheduled' && input.kind !== 'queue') return null;
  return {
    outcome: 'exception',
    ...compute.platform.failures.exception,
    message: 'A promise given to waitUntil was rejected, and so this event has failed.',
    error: null,
  };
}
