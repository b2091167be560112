// Entry of the in-realm bundle: locks the realm down, fills its global object, and gives the host the few functions it calls.
import { harden } from './lockdown.ts';
import { collector } from './buffer-ledger.ts';
import { allowCodeAtStart } from './code-from-text.ts';
import { Call } from './call.ts';
import { CompiledModule } from './before-lockdown.ts';
import { host } from './host.ts';
import { hearClient } from './handed-sockets.ts';
import type { HandlerStyle } from '../handler-style.ts';
import { RealmState } from './isolate-state.ts';
import { ModuleInstance } from './module-instance.ts';
import type { Factory } from './module-instance.ts';
import type { BindingText } from './make-binding.ts';
import { placeSurface } from './global-classes.ts';
import { hideSources } from './native-look.ts';
import { allowOverridesIn } from './override.ts';
import { isHardened } from './realm-kind.ts';
import { realmClock } from './realm-clock.ts';
import { requestInternals } from './request.ts';
import { surface } from './surface.ts';
import { takeTurn } from './turns.ts';

/** Code of a bundle as the host evaluated it in this realm. */
interface Code {
  readonly factory: Factory;
  readonly wasm: Map<string, object>;
}

/** What the host calls; every argument is a primitive, a realm-made byte array, or an object that this realm gave it. */
export interface RealmPort {
  /** Forgets all isolates and operations of the last trial; those made from now on belong to the next, their operations numbered from the last id on. */
  begin(seed: number, epochMs: number, lastOpId: number): void;
  createCode(factory: Factory): Code;
  addWasm(code: Code, name: string, bytes: Uint8Array): void;
  createIsolate(id: number, ownerKey: number, bindingsJson: string, code: Code): ModuleInstance;
  /** One for a Durable Object, with the module and the global object of another. */
  lodgeIsolate(id: number, ownerKey: number, beside: ModuleInstance): ModuleInstance;
  setClock(isolate: ModuleInstance, clockUs: number): void;
  start(isolate: ModuleInstance): void;
  fetch(
    isolate: ModuleInstance,
    callId: number,
    journeyKey: number,
    method: string,
    url: string,
    headersWire: string,
    body: string | Uint8Array | null,
    cfJson: string,
    clientTcpRttMs: number,
    /** Which export is called, and with which props, as JSON; empty for the default one. */
    entryJson: string,
    /** Whose request it is, as `clientOf` of the engine says it. */
    client: number,
  ): void;
  event(isolate: ModuleInstance, callId: number, journeyKey: number, name: string, eventJson: string): void;
  socket(
    isolate: ModuleInstance,
    name: string,
    kind: 'message' | 'close',
    body: string | Uint8Array,
    code: number,
    reason: string,
  ): void;
  /** Says how requests are handed to the module, where the platform does so in a way of its own. */
  style(isolate: ModuleInstance, style: HandlerStyle, eventStyle: HandlerStyle, isServer: boolean): void;
  /** Zero stands for no limit. */
  limit(isolate: ModuleInstance, subrequests: number, connections: number): void;
  /** Limits what the isolate's large buffers and WebAssembly memories may come to. */
  limitMemory(isolate: ModuleInstance, limitBytes: number): void;
  /** Whether they came to more. */
  isOverMemory(isolate: ModuleInstance): boolean;
  answer(opId: number, ok: boolean, value: string | Uint8Array | null, metaJson: string): void;
  /** The isolate that waits for an operation; 0 when none does. */
  ownerOf(opId: number): number;
  drop(isolate: ModuleInstance): void;
  /** Tells the isolate woken last of a promise that nobody caught, or that was caught after all. */
  rejected(promise: object, reason: unknown, handled: boolean): void;
  /** Lets come back what was asked of the platform outside of JavaScript, one thing. */
  takeTurn(): void;
}

/** Makes the realm ready; called once, by the host. */
export function boot(): RealmPort {
  let realm = new RealmState(0, 0, 0);
  collector.collect = () => host.memory.collect();
  placeSurface(surface);
  if (isHardened) {
    allowOverridesIn(surface);
    harden(surface);
    Object.freeze(globalThis);
  } else {
    hideSources();
    allowCodeAtStart();
  }
  return {
    begin(seed, epochMs, lastOpId) {
      realm = new RealmState(seed, epochMs, lastOpId);
    },
    createCode: (factory) => ({ factory, wasm: new Map() }),
    addWasm(code, name, bytes) {
      code.wasm.set(name, new CompiledModule(bytes));
    },
    createIsolate(id, ownerKey, bindingsJson, code) {
      const isolate = new ModuleInstance(realm, id, ownerKey, code);
      isolate.bind(JSON.parse(bindingsJson) as BindingText[]);
      return isolate;
    },
    lodgeIsolate: (id, ownerKey, beside) => beside.lodge(id, ownerKey),
    setClock(isolate, clockUs) {
      isolate.nextClockUs = clockUs;
    },
    start: (isolate) => isolate.start(),
    fetch(isolate, callId, journeyKey, method, url, headersWire, body, cfJson, rttMs, entryJson, client) {
      if (body !== null && typeof body === 'object') isolate.memory.add(body);
      const call = new Call(callId, journeyKey);
      realmClock.call = isolate.ownerOf(call);
      isolate.fetch(
        call,
        requestInternals.incoming(method, url, headersWire, body, cfJson, rttMs, client, journeyKey),
        entryJson,
      );
    },
    event: (isolate, callId, journeyKey, name, eventJson) =>
      isolate.event(new Call(callId, journeyKey), name, eventJson),
    socket: (isolate, name, kind, body, code, reason) =>
      hearClient(isolate, name, { kind, body, code, reason }),
    style(isolate, style, eventStyle, isServer) {
      isolate.style = style;
      isolate.eventStyle = eventStyle;
      isolate.isServer = isServer;
    },
    limit(isolate, subrequests, connections) {
      isolate.limits = { subrequests, connections };
    },
    limitMemory(isolate, limitBytes) {
      isolate.memory.limitBytes = limitBytes;
    },
    isOverMemory({ memory }) {
      memory.look();
      return memory.isOver;
    },
    answer: (opId, ok, value, metaJson) => realm.answer(opId, ok, value, metaJson),
    ownerOf: (opId) => realm.pending.get(opId)?.isolate.id ?? 0,
    drop: (isolate) => isolate.drop(),
    takeTurn,
    rejected: (promise, reason, handled) => realm.woken?.onRejection?.(promise, reason, handled),
  };
}
