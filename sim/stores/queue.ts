// Cloudflare Queues: messages wait in one region until a consumer takes them in batches; each is handed out until it is acknowledged.
import { MILLION, millions } from '../bill/by-million.ts';
import type { PriceSource } from '../bill/price.ts';
import type { TariffLine } from '../bill/tariff.ts';
import type { OptionTable } from '../option-table.ts';
import type { QueuePlan } from '../plan.ts';
import type { Figure } from '../platforms/platform.ts';
import { US_PER_MS, US_PER_SECOND } from '../units.ts';
import { valueBytes } from './replication.ts';
import type { StoreBooks } from './books.ts';
import type {
  FollowedWrite,
  Store,
  StoreCall,
  StoreKind,
  StoreOptions,
  StoreStep,
  StoredEntry,
  WorldView,
} from './store.ts';

const DOCS = 'developers.cloudflare.com/queues/configuration (2026)';
const retrieved = '2026-11-21';

const FIGURES = {
  batchSize: {
    name: 'Queues: messages of a batch, most',
    value: 10,
    unit: 'messages',
    source: DOCS,
    retrieved,
    confidence: 'documented',
  },
  batchTimeoutMs: {
    name: 'Queues: longest wait for a batch to fill',
    value: 5000,
    unit: 'ms',
    source: DOCS,
    retrieved,
    confidence: 'documented',
  },
  retries: {
    name: 'Queues: deliveries of a message after the first',
    value: 3,
    unit: 'deliveries',
    source: DOCS,
    retrieved,
    confidence: 'documented',
  },
  sendMs: {
    name: 'Queues: work of a send',
    value: 10,
    unit: 'ms',
    source: 'none published; a durable write in one region',
    retrieved,
    confidence: 'assumed',
  },
} as const satisfies Record<string, Figure>;

const OPTIONS: OptionTable = {
  maxBatchMessages: { meaning: 'Messages of a batch, most', lowest: 1, highest: 100 },
  maxBatchTimeoutMs: { meaning: 'Longest wait for a batch to fill', lowest: 0, highest: 60_000 },
  maxRetries: { meaning: 'Deliveries of a message after the first', lowest: 0, highest: 100 },
  retryDelayMs: { meaning: 'Wait before a message is delivered again', lowest: 0, highest: 43_200_000 },
};

const STAGE = { start: 0, home: 1 } as const;

/** A message that waits. */
export interface Message {
  readonly id: string;
  /** As JSON, with how the consumer reads it. */
  readonly body: unknown;
  readonly contentType: string;
  readonly sentUs: number;
  /** When its sender asked for it to be sent. */
  readonly issuedUs: number;
  attempts: number;
  /** From when on it may be handed out. */
  visibleUs: number;
}

/** What a queue tells of itself: messages that no consumer has at the moment, the bytes of their bodies as JSON, and when the oldest was sent. */
interface QueueMetrics {
  readonly backlogCount: number;
  readonly backlogBytes: number;
  readonly oldestMs: number | null;
}

/** What is decided of a message of a batch. */
export interface Decision {
  readonly id: string;
  readonly kind: 'ack' | 'retry';
  readonly delaySeconds?: number;
}

/** A message on its way into the queue. */
interface Sent {
  readonly body: unknown;
  readonly contentType: string;
  readonly delaySeconds?: number;
  readonly issuedUs: number;
}

/** The messages of one queue; every one is a version of its own, which is forgotten once the message is done with. */
export class Queue implements Store {
  readonly plan: QueuePlan;
  /** When the next look at the queue is due; Infinity when none is. */
  nextLookUs: number = Number.POSITIVE_INFINITY;
  /** Messages that consumers have at the moment, as those know who called them. */
  inHand = 0;
  readonly #world: WorldView;
  readonly #options: StoreOptions;
  /** By id, as JSON: what waits or is with a consumer. */
  readonly #unsettled = new Map<string, string>();
  readonly #waiting = new Map<string, Message>();
  #sent = 0;
  /** Of these: sent by operations, and not as dead letters of another queue. */
  #sentByOperations = 0;
  #settled = 0;

  /** A message is one version: it waits or is handed out, until it is settled. */
  readonly books: StoreBooks = {
    commits: () => this.#sentByOperations,
    newest: () => this.#sent,
    account: () => ({
      committed: this.#sent,
      superseded: this.#settled,
      expired: 0,
      visible: this.#waiting.size + this.inHand,
    }),
  };

  constructor(options: StoreOptions) {
    this.#options = options;
    this.#world = options.world;
    this.plan = options.queue ?? { name: 'queue', deadLetter: null };
  }

  get region(): string {
    return this.#options.home;
  }

  step(call: StoreCall): StoreStep {
    const { site, options } = call.operation;
    const wayUs = this.#world.oneWayToRegionUs(site, this.region);
    if (call.stage === STAGE.start) return { kind: 'hop', afterUs: wayUs, stage: STAGE.home };
    if (call.operation.verb === 'metrics') return this.#answer(call, null, wayUs);
    const messages = options['messages'] as readonly Omit<Sent, 'issuedUs'>[];
    this.#sentByOperations += messages.length;
    const { issuedUs } = call.operation;
    for (const message of messages) this.add({ ...message, issuedUs });
    return this.#answer(call, messages.length, FIGURES.sendMs.value * US_PER_MS + wayUs);
  }

  /** What waits now, as consumers and producers are told. */
  metrics(): QueueMetrics {
    const waiting = [...this.#waiting.values()];
    const oldestUs = waiting.reduce((least, { sentUs }) => Math.min(least, sentUs), Number.POSITIVE_INFINITY);
    return {
      backlogCount: waiting.length,
      backlogBytes: waiting.reduce((sum, { id }) => sum + valueBytes(this.#unsettled.get(id) ?? null), 0),
      oldestMs: waiting.length === 0 ? null : this.#options.epochMs + Math.floor(oldestUs / US_PER_MS),
    };
  }

  /** Tells what waits after so many messages were sent; null for a mere question. */
  #answer(call: StoreCall, sent: number | null, afterUs: number): StoreStep {
    const { site } = call.operation;
    return {
      kind: 'answer',
      afterUs,
      answer: { ok: true, value: JSON.stringify(this.metrics()) },
      observation: {
        kind: sent === null || sent === 0 ? 'unchanged' : 'write',
        key: this.plan.name,
        version: this.#sent,
        committedUs: this.#world.nowUs(),
        tier: 'region',
        stalenessUs: 0,
        homeRequests: site === this.#world.sites.origin ? 0 : 1,
        homeEgressBytes: 0,
        ...(sent !== null && { billed: { messages: sent } }),
      },
    };
  }

  /** Takes a message in. */
  add({ body, contentType, issuedUs, delaySeconds = 0 }: Sent): void {
    const nowUs = this.#world.nowUs();
    const id = (++this.#sent).toString(16).padStart(32, '0');
    const visibleUs = nowUs + delaySeconds * US_PER_SECOND;
    this.#waiting.set(id, { id, body, contentType, sentUs: nowUs, issuedUs, attempts: 0, visibleUs });
    this.#unsettled.set(id, JSON.stringify(body));
  }

  /** The next batch that is due, taken out; else when to look again, Infinity for when there is nothing. */
  take(): { readonly batch: readonly Message[]; readonly againUs: number } {
    const nowUs = this.#world.nowUs();
    const size = this.#option('maxBatchMessages', FIGURES.batchSize.value);
    const timeoutUs = this.#option('maxBatchTimeoutMs', FIGURES.batchTimeoutMs.value) * US_PER_MS;
    const waiting = [...this.#waiting.values()].toSorted((a, b) => a.visibleUs - b.visibleUs);
    const ready = waiting.filter(({ visibleUs }) => visibleUs <= nowUs).slice(0, size);
    const first = waiting[0];
    if (first === undefined) return { batch: [], againUs: Number.POSITIVE_INFINITY };
    if (ready.length < size && nowUs < first.visibleUs + timeoutUs) {
      // A batch may fill before its time is up, when enough of the others become visible.
      const fullUs = waiting[size - 1]?.visibleUs ?? Number.POSITIVE_INFINITY;
      return { batch: [], againUs: Math.min(first.visibleUs + timeoutUs, fullUs) };
    }
    for (const message of ready) {
      message.attempts++;
      this.#waiting.delete(message.id);
    }
    return { batch: ready, againUs: nowUs };
  }

  /** What became of a batch: messages wait again, are done with, or come back as dead. */
  settle(batch: readonly Message[], decisions: readonly Decision[] | null): readonly Message[] {
    const nowUs = this.#world.nowUs();
    const retries = this.#option('maxRetries', FIGURES.retries.value);
    const dead: Message[] = [];
    for (const message of batch) {
      const decision = decisions?.find(({ id }) => id === message.id) ?? { kind: 'retry' as const };
      if (decision.kind === 'retry' && message.attempts <= retries) {
        const delayMs = this.#option('retryDelayMs', 0);
        const seconds = 'delaySeconds' in decision ? decision.delaySeconds : undefined;
        message.visibleUs = nowUs + (seconds === undefined ? delayMs * US_PER_MS : seconds * US_PER_SECOND);
        this.#waiting.set(message.id, message);
        continue;
      }
      this.#settled++;
      if (decision.kind === 'retry') dead.push(message);
      this.#unsettled.delete(message.id);
    }
    return dead;
  }

  followed(): readonly FollowedWrite[] {
    return [];
  }

  contents(): readonly StoredEntry[] {
    return [...this.#unsettled].map(([key, value]) => ({ key, value, metaJson: '' }));
  }

  #option(name: string, usual: number): number {
    return this.#options.options[name] ?? usual;
  }
}

const PRICES: PriceSource = {
  source: 'docs repo partial workers/queues_pricing.mdx @96996fd3',
  confidence: 'documented',
};

// A message that is delivered is written, read and deleted: three operations, each up to 64 KB; further attempts are not counted.
/** What it costs; storage itself is not billed, what a scenario seeds is small. */
const TARIFF: readonly TariffLine[] = [
  {
    ...millions({
      item: 'queue operations',
      meter: 'ops.queue.messages',
      usd: 0.4,
      included: 1,
      from: PRICES,
    }),
    per: MILLION / 3,
  },
];

/** The row of the table. */
export const queue: StoreKind = {
  name: 'queue',
  title: 'Cloudflare Queue',
  binding: 'queue',
  figures: Object.values(FIGURES),
  tariff: TARIFF,
  options: OPTIONS,
  create: (options) => new Queue(options),
};
