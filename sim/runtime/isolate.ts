// The host's handle of one isolate: it queues wakes and keeps the realm's own object out of everyone's sight.
import { insideBytes } from './host/inside.ts';
import type { Alloc } from './host/port.ts';
import type { Wake, WakeQueue, Woken } from './settle.ts';
import type { EventName, IncomingRequest, Isolate, SocketSignal } from './types.ts';
import type { RealmPort } from './web/index.ts';
import type { ModuleInstance } from './web/module-instance.ts';

/** What an isolate shares with its realm. */
export interface RealmLinks {
  readonly port: RealmPort;
  readonly wakes: Pick<WakeQueue, 'add'>;
  readonly alloc: Alloc;
  readonly journeyKeyOf: (callId: number) => number;
  forget(isolateId: number): void;
}

/** Bytes made anew inside the realm, texts and null as they are. */
export function intoRealm(alloc: Alloc, body: string | Uint8Array | null): string | Uint8Array | null {
  if (body === null || typeof body === 'string') return body;
  return insideBytes(alloc, body);
}

/** Wire texts of lists that cannot change any more: requests of one class often share their headers. */
const wireTexts = new WeakMap<readonly string[], string>();

/** Header pairs as the wire text that the realm reads lazily. */
function wireText(pairs: readonly string[]): string {
  const known = wireTexts.get(pairs);
  if (known !== undefined) return known;
  const text = joinedPairs(pairs);
  if (Object.isFrozen(pairs)) wireTexts.set(pairs, text);
  return text;
}

function joinedPairs(pairs: readonly string[]): string {
  let text = '';
  for (let i = 0; i + 1 < pairs.length; i += 2) {
    text += `\n${(pairs[i] ?? '').toLowerCase()}:${pairs[i + 1] ?? ''}`;
  }
  return text;
}

/** One isolate as the engine holds it. */
export class HostIsolate implements Isolate, Woken {
  drain = 0;
  readonly id: number;
  /** What is to be done when it is dropped. */
  whenDropped: (() => void) | null = null;
  readonly #inner: ModuleInstance;
  readonly #links: RealmLinks;

  constructor(id: number, inner: ModuleInstance, links: RealmLinks) {
    this.id = id;
    this.#inner = inner;
    this.#links = links;
  }

  /** A module instance that uses this one's module and global object. */
  lodge(id: number, ownerKey: number): ModuleInstance {
    return this.#links.port.lodgeIsolate(id, ownerKey, this.#inner);
  }

  setClockUs(clockUs: number): void {
    this.#links.port.setClock(this.#inner, clockUs);
  }

  limitMemory(limitBytes: number): void {
    this.#links.port.limitMemory(this.#inner, limitBytes);
  }

  isOverMemory(): boolean {
    return this.#links.port.isOverMemory(this.#inner);
  }

  start(): void {
    const { port, wakes } = this.#links;
    wakes.add({ target: this, run: () => port.start(this.#inner) });
  }

  fetch(callId: number, request: IncomingRequest): void {
    this.#links.wakes.add(new FetchWake(this, callId, request));
  }

  /** Hands a request over; only inside a settle. */
  receive(callId: number, request: IncomingRequest): void {
    const { port, alloc, journeyKeyOf } = this.#links;
    port.fetch(
      this.#inner,
      callId,
      journeyKeyOf(callId),
      request.method,
      request.url,
      wireText(request.headers),
      intoRealm(alloc, request.body),
      request.cfJson,
      request.clientTcpRttMs ?? -1,
      request.entryJson ?? '',
      request.client ?? -1,
    );
  }

  event(callId: number, name: EventName, eventJson: string): void {
    const { port, wakes, journeyKeyOf } = this.#links;
    wakes.add({
      target: this,
      run: () => port.event(this.#inner, callId, journeyKeyOf(callId), name, eventJson),
    });
  }

  socket(name: string, signal: SocketSignal): void {
    const { port, wakes, alloc } = this.#links;
    const body = signal.kind === 'message' ? intoRealm(alloc, signal.body) : null;
    const { code, reason } = signal.kind === 'close' ? signal : { code: 0, reason: '' };
    wakes.add({
      target: this,
      run: () => port.socket(this.#inner, name, signal.kind, body ?? '', code, reason),
    });
  }

  drop(): void {
    this.#links.port.drop(this.#inner);
    this.#links.forget(this.id);
    this.whenDropped?.();
  }
}

/** The wake of a request: an object, since a closure with what it closes over would be two for every request. */
class FetchWake implements Wake {
  readonly target: HostIsolate;
  readonly #callId: number;
  readonly #request: IncomingRequest;

  constructor(target: HostIsolate, callId: number, request: IncomingRequest) {
    this.target = target;
    this.#callId = callId;
    this.#request = request;
  }

  run(): void {
    this.target.receive(this.#callId, this.#request);
  }
}
