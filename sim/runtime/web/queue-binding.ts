// A queue as its producers see it: messages are checked and go out as one operation.
import { OriginalDate } from './before-lockdown.ts';
import { encodeUtf8 } from './encoding.ts';
import type { IsolateState, RealmState } from './isolate-state.ts';
import { perform } from './operation.ts';
import { structuredClone } from './structured-clone.ts';
import { argumentError, defineInterface, isObject } from './webidl.ts';

/** Limits of the service (developers.cloudflare.com/queues/platform/limits). */
const MAX_MESSAGES = 100;
const MAX_MESSAGE_BYTES = 128_000;
const MAX_BATCH_BYTES = 256_000;

const REFUSED = 'Unknown Internal Error (15000)';

const TYPES: readonly unknown[] = ['text', 'bytes', 'json', 'v8'];

interface SendOptions {
  readonly contentType?: unknown;
  readonly delaySeconds?: unknown;
}

/** A message as it travels. */
interface MessageJson {
  readonly body: unknown;
  readonly contentType: unknown;
  readonly delaySeconds?: number;
}

/** What `send` tells of the queue. */
interface Sent {
  readonly metadata: { readonly metrics: Metrics };
}

interface Metrics {
  readonly backlogCount: number;
  readonly backlogBytes: number;
  readonly oldestMessageTimestamp: Date | undefined;
}

/** The same as it travels. */
export interface MetricsJson {
  readonly backlogCount: number;
  readonly backlogBytes: number;
  readonly oldestMs: number | null;
}

/** What waits, as code sees it. */
export function metricsOf({ backlogCount, backlogBytes, oldestMs }: MetricsJson): Metrics {
  const oldestMessageTimestamp = oldestMs === null ? undefined : new OriginalDate(oldestMs);
  return { backlogCount, backlogBytes, oldestMessageTimestamp };
}

/** Bodies that only structured cloning carries stay in the realm; what travels is their number in the trial. */
const clones = new WeakMap<RealmState, unknown[]>();

function keepClone(realm: RealmState, body: unknown): number {
  const kept = clones.get(realm) ?? [];
  clones.set(realm, kept);
  return kept.push(structuredClone(body)) - 1;
}

/** The body behind a number. */
export function clonedBody(realm: RealmState, number: number): unknown {
  return structuredClone(clones.get(realm)?.[number]);
}

function messageOf(
  realm: RealmState,
  body: unknown,
  options: SendOptions,
  usualDelay?: unknown,
): MessageJson {
  const { contentType = 'json', delaySeconds = usualDelay } = options;
  if (body === undefined) throw new TypeError('Message body cannot be undefined');
  if (!TYPES.includes(contentType))
    throw new TypeError(`Unsupported queue message content type: ${String(contentType)}`);
  const delay = delaySeconds === undefined ? {} : { delaySeconds: checkedDelay(Number(delaySeconds)) };
  return { body: travelling(realm, body, contentType), contentType, ...delay };
}

function travelling(realm: RealmState, body: unknown, contentType: unknown): unknown {
  if (contentType === 'text' && typeof body !== 'string') throw wrongType('text', 'string', body);
  if (contentType === 'bytes') {
    if (!ArrayBuffer.isView(body)) throw wrongType('bytes', 'ArrayBufferView', body);
    return [...new Uint8Array(body.buffer, body.byteOffset, body.byteLength)];
  }
  if (contentType === 'v8') return keepClone(realm, body);
  return body;
}

function wrongType(type: string, wanted: string, body: unknown): TypeError {
  return new TypeError(
    `Content Type "${type}" requires a value of type ${wanted}, but received: ${typeof body}`,
  );
}

function checkedDelay(seconds: number): number {
  if (seconds < 0) throw new Error(REFUSED);
  return Number.isNaN(seconds) ? 0 : seconds;
}

/** The messages as one JSON text; throws where the service would refuse them. */
function wireText(messages: readonly MessageJson[]): string {
  const texts = messages.map(({ body }): unknown => JSON.stringify(body));
  const sizes = texts.map((text) => (typeof text === 'string' ? encodeUtf8(text).length : Number.NaN));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const fits = sizes.every((size) => size <= MAX_MESSAGE_BYTES) && total <= MAX_BATCH_BYTES;
  if (!fits || messages.length > MAX_MESSAGES) throw new Error(REFUSED);
  return JSON.stringify({ messages });
}

/** A queue under `env`. */
export class WorkerQueue {
  readonly #isolate: IsolateState;
  readonly #name: string;

  constructor(isolate: IsolateState, name: string) {
    this.#isolate = isolate;
    this.#name = name;
  }

  async send(...given: readonly unknown[]): Promise<Sent> {
    const [body, options] = given;
    if (given.length === 0) throw argumentError('WorkerQueue', 'send', 1, 'JsValue');
    return this.#send([messageOf(this.#isolate.realm, body, options ?? {})]);
  }

  async sendBatch(messages: unknown, options?: { readonly delaySeconds?: unknown }): Promise<Sent> {
    const isList = typeof messages === 'object' && messages !== null && Symbol.iterator in messages;
    if (!isList) throw argumentError('WorkerQueue', 'sendBatch', 1, 'Sequence');
    const list = [...(messages as Iterable<SendOptions & { readonly body?: unknown }>)];
    if (list.length === 0) throw new TypeError('sendBatch() requires at least one message');
    if (!list.every(isObject))
      throw new TypeError("Incorrect type: the provided value is not of type 'MessageSendRequest'.");
    return this.#send(
      list.map((message) => messageOf(this.#isolate.realm, message.body, message, options?.delaySeconds)),
    );
  }

  /** What waits is known to the queue alone: asking it takes the way there and back. */
  async metrics(): Promise<Metrics> {
    return this.#ask('metrics', '');
  }

  async #send(messages: readonly MessageJson[]): Promise<Sent> {
    return { metadata: { metrics: await this.#ask('send', wireText(messages)) } };
  }

  async #ask(verb: string, optionsJson: string): Promise<Metrics> {
    const reply = await perform(this.#isolate, {
      verb: `queue.${verb}`,
      binding: this.#name,
      key: '',
      optionsJson,
      body: null,
    });
    return metricsOf(JSON.parse(String(reply.value)) as MetricsJson);
  }
}
defineInterface(WorkerQueue, 'WorkerQueue');
