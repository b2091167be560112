// One isolate inside the realm: its clock, the call that runs now, its random streams and its pending operations.
import { ByNumber } from '../../by-number.ts';
import { draw32, labelHash } from '../../random.ts';
import { Call } from './call.ts';
import {
  closeConnection,
  countSubrequest,
  holdsConnection,
  leavesIsolate,
  takeConnection,
  UNLIMITED,
} from './call-limits.ts';
import type { Limits } from './call-limits.ts';
import { reportUncaught } from './console.ts';
import { normalDelay } from './delay.ts';
import { makeDate } from './date.ts';
import type { EventTarget } from './event-target.ts';
import { disallowed } from './global-scope.ts';
import { BufferLedger, ledgers } from './buffer-ledger.ts';
import type { HandedSocket } from './handed-sockets.ts';
import { host } from './host.ts';
import type { IsolateContext } from './isolate-context.ts';
import { realmClock } from './realm-clock.ts';
import { RpcSide } from './rpc/side.ts';

const BYTES = labelHash('bytes');
const RANDOM = labelHash('Math.random');

/** What an operation brings back, as primitives and realm-made bytes. */
export type OnAnswer = (ok: boolean, value: string | Uint8Array | null, metaJson: string) => void;

/** An operation that waits; `call` is the request whose wake led to it. */
interface Pending {
  readonly isolate: IsolateState;
  readonly call: Call;
  readonly onAnswer: OnAnswer;
  /** Whether it holds one of the call's connections, or waits for one. */
  readonly connection: boolean;
  /** Whether the host knows of it. */
  sent: boolean;
}

/** What the isolates of a realm share: its seed and its table of waiting operations. */
export class RealmState {
  readonly seed: number;
  readonly epochMs: number;
  readonly pending = new ByNumber<Pending>();
  lastOpId: number;
  /** The isolate woken last. */
  woken: IsolateState | null = null;

  constructor(seed: number, epochMs: number, lastOpId: number) {
    this.seed = seed;
    this.epochMs = epochMs;
    this.lastOpId = lastOpId;
  }

  /** Wakes the isolate that asked; unknown ids are ignored. */
  answer(opId: number, ok: boolean, value: string | Uint8Array | null, metaJson: string): void {
    const waiting = this.pending.get(opId);
    if (waiting === undefined) return;
    this.pending.delete(opId);
    waiting.isolate.pendingCount--;
    waiting.isolate.enter(waiting.call);
    if (value !== null && typeof value === 'object') waiting.isolate.memory.add(value);
    if (waiting.connection) closeConnection(waiting.call);
    waiting.onAnswer(ok, value, metaJson);
  }
}

/** What an operation sends out. */
export interface Ask {
  readonly verb: string;
  readonly binding: string;
  readonly key: string;
  readonly optionsJson: string;
  readonly body: string | Uint8Array | null;
}

/** One module instance and all that belongs to it. */
export class IsolateState implements IsolateContext {
  readonly id: number;
  readonly realm: RealmState;
  /** The isolate whose module and global object this one uses; null for one with its own. */
  readonly beside: IsolateState | null;
  /** The module's own call, to which work in global scope belongs. */
  readonly moduleCall: Call;
  current: Call;
  /** Microseconds since the trial's epoch, in force from the next wake. */
  nextClockUs = 0;
  clockUs = 0;
  pendingCount = 0;
  limits: Limits = UNLIMITED;
  /** An always-on server: its global scope may draw and set timers, which nobody waits for. */
  isServer = false;
  /** Whether the module uses AsyncLocalStorage, so that callbacks need the context in which they were given. */
  keepsContext = false;
  /** Sockets of which others hold an end, by name: `call:` and the call that handed it out, `op:` and the operation that brought it. */
  readonly sockets: Map<string, HandedSocket>;
  /** The large buffers of its code. */
  readonly memory = new BufferLedger();
  /** The isolate's own `Date`. */
  readonly date: ReturnType<typeof makeDate>;
  /** Where events of the global object are listened for. */
  scope: EventTarget | null = null;
  /** Offers an uncaught error to the module's listeners; true when one of them prevented the report. */
  onUncaught: ((error: unknown) => boolean) | null = null;

  /** Tells the module's listeners of a promise that nobody caught. */
  onRejection: ((promise: object, reason: unknown, handled: boolean) => void) | null = null;

  /** Whether it is the home of a Durable Object, all of whose calls share one context. */
  isObject = false;
  /** Its side of remote calls; made by the first. */
  #rpc: RpcSide | null = null;

  constructor(realm: RealmState, id: number, ownerKey: number, beside: IsolateState | null = null) {
    this.realm = realm;
    this.id = id;
    this.beside = beside;
    this.moduleCall = new Call(0, ownerKey);
    this.current = this.moduleCall;
    this.sockets = beside?.sockets ?? new Map();
    this.date = beside?.date ?? makeDate(this);
    if (beside !== null) this.#listensAs(beside);
  }

  /** Events of the global object are heard by who listens for them there. */
  #listensAs({ scope, onUncaught, onRejection }: IsolateState): void {
    this.scope = scope;
    this.onUncaught = onUncaught;
    this.onRejection = onRejection;
  }

  get rpc(): RpcSide {
    return (this.#rpc ??= new RpcSide(this));
  }

  /** What the module exports, as others may call it. */
  loopback(): object {
    return {};
  }

  /** Begins a wake: what runs from here to the end of the drain belongs to this call and reads this clock. */
  enter(call: Call): void {
    this.current = call;
    this.realm.woken = this;
    ledgers.woken = this.memory;
    this.clockUs = this.nextClockUs;
    if (this.beside !== null) this.#actBeside(this.beside);
    realmClock.nowMs = this.nowMs();
    realmClock.date = this.date;
    realmClock.inGlobalScope = call.id === 0 && !this.isServer;
    realmClock.call = this.ownerOf(call);
    if (this.keepsContext) host.node.setContext(undefined);
  }

  /** What the global object says and asks until the end of the drain is of this isolate's call and clock. */
  #actBeside(beside: IsolateState): void {
    beside.current = this.current;
    beside.clockUs = this.clockUs;
    this.keepsContext = beside.keepsContext;
  }

  /** Whose operations are those that the global object asks for now. */
  get acting(): IsolateState {
    const { woken } = this.realm;
    return woken !== null && woken.beside === this ? woken : this;
  }

  /** To whom I/O objects of a call belong: requests of a server, and calls of one object, may share what they make. */
  ownerOf(call: Call): Call | null {
    return this.isServer || this.isObject ? null : call;
  }

  /** The callback in the asynchronous context of now. */
  #inContext(onAnswer: OnAnswer): OnAnswer {
    const frame = host.node.context();
    return (ok, value, metaJson) => {
      host.node.setContext(frame);
      onAnswer(ok, value, metaJson);
    };
  }

  nowMs(): number {
    return Math.floor(this.realm.epochMs + this.clockUs / 1000);
  }

  assertInRequest(): void {
    if (this.current.id !== 0) return;
    throw disallowed();
  }

  draw32(label: number): number {
    const { current } = this;
    current.draws ??= new Map();
    const n = current.draws.get(label) ?? 0;
    current.draws.set(label, n + 1);
    return draw32(this.realm.seed, current.key, label, n);
  }

  drawBytes(target: Uint8Array): void {
    if (!this.isServer) this.assertInRequest();
    for (let at = 0; at < target.length; at += 4) {
      const bits = this.draw32(BYTES);
      for (let i = 0; i < 4 && at + i < target.length; i++) target[at + i] = (bits >>> (8 * i)) & 255;
    }
  }

  /** A number in [0, 1) with 53 bits, from two draws of the current call. */
  random(): number {
    const { current } = this;
    const n = current.randomDraws++;
    const high = draw32(this.realm.seed, current.key, RANDOM, 2 * n) >>> 5;
    const low = draw32(this.realm.seed, current.key, RANDOM, 2 * n + 1) >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** Sends an operation out; returns its id. */
  ask(what: Ask, answered: OnAnswer): number {
    if (!this.isServer || what.verb !== 'timer') this.assertInRequest();
    const onAnswer = this.keepsContext ? this.#inContext(answered) : answered;
    const { current, limits } = this;
    // What runs for another call asks in its name: that one waits for the answer, and may go on when this one is over.
    const call = current.context === null || current.context.over ? current : current.context;
    if (leavesIsolate(what.verb)) countSubrequest(call, limits);
    const connection = limits.connections < Number.POSITIVE_INFINITY && holdsConnection(what.verb);
    const opId = ++this.realm.lastOpId;
    const isolate = this.acting;
    const waiting: Pending = { isolate, call, onAnswer, connection, sent: false };
    this.realm.pending.set(opId, waiting);
    isolate.pendingCount++;
    if (!connection || takeConnection(call, limits)) this.#send(opId, waiting, what);
    else (call.queue ??= []).push(() => this.#send(opId, waiting, what));
    return opId;
  }

  /** An operation that was cancelled while it waited for a connection gives the connection on. */
  #send(opId: number, waiting: Pending, { verb, binding, key, optionsJson, body }: Ask): void {
    if (!this.realm.pending.has(opId)) {
      closeConnection(waiting.call);
      return;
    }
    waiting.sent = true;
    host.emit.operation(waiting.call.id, opId, verb, binding, key, optionsJson, body);
  }

  /** Stops waiting for an operation; true when it was still waited for. */
  cancel(opId: number): boolean {
    const waiting = this.realm.pending.get(opId);
    if (waiting === undefined) return false;
    const { isolate } = waiting;
    if (isolate !== this && isolate.beside !== this && isolate !== this.beside) return false;
    this.realm.pending.delete(opId);
    isolate.pendingCount--;
    if (!waiting.sent) return true;
    host.emit.cancel(waiting.call.id, opId);
    if (waiting.connection) closeConnection(waiting.call);
    return true;
  }

  setTimer(callback: () => void, delayMs: number): number {
    const timer: Ask = {
      verb: 'timer',
      binding: '',
      key: '',
      optionsJson: `{"delayMs":${normalDelay(delayMs)}}`,
      body: null,
    };
    return this.ask(timer, () => callback());
  }

  clearTimer(timerId: number): void {
    this.cancel(timerId);
  }

  reportError(error: unknown): void {
    if (this.onUncaught?.(error) !== true) reportUncaught(this, error);
  }

  /** Forgets every waiting operation; the module instance is then unreachable. */
  drop(): void {
    if (this.pendingCount === 0) return;
    const { pending } = this.realm;
    for (const [opId, waiting] of [...pending]) if (waiting.isolate === this) pending.delete(opId);
    this.pendingCount = 0;
  }
}
