// The first argument of `scheduled` and `queue`, and what the handler said through it.
import { OriginalDate } from './before-lockdown.ts';
import {
  queueController,
  queueMessage,
  type RetryOptions,
  scheduledController,
} from './event-controllers.ts';
import type { RealmState } from './isolate-state.ts';
import { clonedBody, type MetricsJson, metricsOf } from './queue-binding.ts';

/** An event on its way into a handler. */
export interface PlatformEvent {
  readonly argument: unknown;
  /** JSON of what the handler decided, once it has returned. */
  outcome(): string;
}

interface ScheduledJson {
  readonly cron: string;
  readonly scheduledTimeMs: number;
}

interface QueueJson {
  readonly queue: string;
  readonly messages: readonly {
    readonly id: string;
    readonly timestampMs: number;
    readonly attempts: number;
    readonly body: unknown;
    /** How the sender gave the body; as JSON when absent. */
    readonly contentType?: string;
  }[];
  /** What still waits. */
  readonly metrics?: MetricsJson;
}

/** A queue that nothing is known of. */
const EMPTY: MetricsJson = { backlogCount: 0, backlogBytes: 0, oldestMs: null };

/** What is decided of one message: the first explicit word counts, an implicit one follows the whole batch. */
interface Decision {
  readonly kind: 'ack' | 'retry';
  readonly delaySeconds?: number;
}

function retry(options: RetryOptions | undefined): Decision {
  const { delaySeconds } = options ?? {};
  return delaySeconds === undefined ? { kind: 'retry' } : { kind: 'retry', delaySeconds };
}

function scheduledEvent({ cron, scheduledTimeMs }: ScheduledJson): PlatformEvent {
  let noRetry = false;
  const argument = scheduledController({ cron, scheduledTime: scheduledTimeMs }, () => {
    noRetry = true;
  });
  return { argument, outcome: () => JSON.stringify({ noRetry }) };
}

/** A body as its consumer reads it: bytes are a buffer, what was cloned is cloned again. */
function bodyOf(realm: RealmState, body: unknown, contentType: string | undefined): unknown {
  if (contentType === 'bytes') return Uint8Array.from(body as number[]).buffer;
  return contentType === 'v8' ? clonedBody(realm, Number(body)) : body;
}

function queueEvent(realm: RealmState, { queue, messages, metrics = EMPTY }: QueueJson): PlatformEvent {
  const decisions = new Map<string, Decision>();
  let whole: Decision = { kind: 'ack' };
  const decide = (id: string, decision: Decision): void => {
    if (!decisions.has(id)) decisions.set(id, decision);
  };
  const batch = messages.map(({ id, timestampMs, attempts, body, contentType }) =>
    queueMessage(
      {
        id,
        timestamp: new OriginalDate(timestampMs),
        attempts,
        body: bodyOf(realm, body, contentType),
      },
      { ack: () => decide(id, { kind: 'ack' }), retry: (options) => decide(id, retry(options)) },
    ),
  );
  const argument = queueController(
    { queue, messages: batch, metadata: { metrics: metricsOf(metrics) } },
    {
      ack: () => {
        whole = { kind: 'ack' };
      },
      retry: (options) => {
        whole = retry(options);
      },
    },
  );
  const outcome = (): string =>
    JSON.stringify({ messages: messages.map(({ id }) => ({ id, ...(decisions.get(id) ?? whole) })) });
  return { argument, outcome };
}

/** Makes the argument for `scheduled` or `queue` from its JSON. */
export function makeEvent(realm: RealmState, name: string, eventJson: string): PlatformEvent {
  const event = JSON.parse(eventJson) as unknown;
  return name === 'queue' ? queueEvent(realm, event as QueueJson) : scheduledEvent(event as ScheduledJson);
}
