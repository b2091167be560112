// What travels through the queue: names and small messages only; everything large goes by blobs.
import { type ErrorCode, SimError } from '../../errors.ts';
import type { Trial } from '../trials.ts';

/** Keys of the queue in Redis begin so. */
export const QUEUE_PREFIX = 'antipode';
/** A setup outlives long runs; a record only has to be fetched. */
export const WORK_KEPT_S = 7 * 24 * 3600;
export const RECORD_KEPT_S = 24 * 3600;

/** One trial to run, of the work that lies in a blob of that name. */
export interface TrialJob {
  readonly work: string;
  readonly trial: Trial;
}

/** What a finished job returns: where its record lies. */
export interface TrialDone {
  readonly blob: string;
}

/** How far a trial is. */
export interface TrialProgress {
  readonly simulatedMs: number;
  readonly segments: number;
}

/** Every version of the engine has a queue of its own, so that no worker runs trials of another. */
export function queueNameOf(engine: string): string {
  return `trials-${engine.slice(0, 16)}`;
}

/** The name of a work's blob. */
export function workBlobOf(digest: string): string {
  return `work-${digest}`;
}

/** A mistake of the user's as the reason of a failed job: it fails everywhere, so it is not tried again. */
export function reasonOf(error: SimError): string {
  const { code, message, hint } = error;
  return JSON.stringify({ antipode: { code, message, hint } });
}

/** The error behind a failed job's reason. */
export function errorOf(reason: string): Error {
  const parsed = parsedReason(reason);
  if (parsed === null) return new Error(`a trial failed on every worker that tried it: ${reason}`);
  const { code, message, hint } = parsed;
  return new SimError(code, message, hint === undefined ? {} : { hint });
}

function parsedReason(reason: string): { code: ErrorCode; message: string; hint?: string } | null {
  try {
    const value = JSON.parse(reason) as { antipode?: { code: ErrorCode; message: string; hint?: string } };
    return value.antipode ?? null;
  } catch {
    return null;
  }
}
