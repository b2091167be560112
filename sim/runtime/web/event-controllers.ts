// What `scheduled` and `queue` are given: objects of the platform's own, whose values stand on themselves in workerd's order and cannot be set.
import { argumentError, defineInterface, illegalConstructor, isObject } from './webidl.ts';

const KEY: unique symbol = Symbol('event controller');

function define(target: object, values: Readonly<Record<string, unknown>>): void {
  for (const [key, value] of Object.entries(values))
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true });
}

/** Only the platform makes these objects. */
function assertKey(key: unknown): void {
  if (key !== KEY) throw illegalConstructor();
}

export interface RetryOptions {
  readonly delaySeconds?: number;
}

/** What becomes of one message, or of all that nothing was said of. */
interface Says {
  readonly ack: () => void;
  readonly retry: (options: RetryOptions | undefined) => void;
}

function assertOptions(options: unknown, interfaceName: string, method: string): void {
  if (options !== undefined && options !== null && !isObject(options))
    throw argumentError(interfaceName, method, 1, 'QueueRetryOptions');
}

class QueueMessage {
  readonly #says: Says;

  constructor(key: unknown, says: Says) {
    assertKey(key);
    this.#says = says;
  }

  retry(options?: RetryOptions): void {
    assertOptions(options, 'QueueMessage', 'retry');
    this.#says.retry(options);
  }

  ack(): void {
    this.#says.ack();
  }
}
defineInterface(QueueMessage, 'QueueMessage');

export class QueueController {
  readonly #says: Says;

  constructor(key: unknown, says: Says) {
    assertKey(key);
    this.#says = says;
  }

  retryAll(options?: RetryOptions): void {
    assertOptions(options, 'QueueController', 'retryAll');
    this.#says.retry(options);
  }

  ackAll(): void {
    this.#says.ack();
  }
}
defineInterface(QueueController, 'QueueController');

export class ScheduledController {
  readonly #noRetry: () => void;

  constructor(key: unknown, noRetry: () => void) {
    assertKey(key);
    this.#noRetry = noRetry;
  }

  noRetry(): void {
    this.#noRetry();
  }
}
defineInterface(ScheduledController, 'ScheduledController');

/** One message of a batch. */
export function queueMessage(
  { id, timestamp, body, attempts }: { id: string; timestamp: Date; body: unknown; attempts: number },
  says: Says,
): object {
  const message = new QueueMessage(KEY, says);
  define(message, { attempts, body, timestamp, id });
  return message;
}

/** A batch of messages. */
export function queueController(
  { queue, messages, metadata }: { queue: string; messages: readonly object[]; metadata: object },
  says: Says,
): object {
  const controller = new QueueController(KEY, says);
  define(controller, { metadata, queue, messages });
  return controller;
}

/** What rang, and when. */
export function scheduledController(
  { cron, scheduledTime }: { cron: string; scheduledTime: number },
  noRetry: () => void,
): object {
  const controller = new ScheduledController(KEY, noRetry);
  define(controller, { cron, scheduledTime });
  return controller;
}
