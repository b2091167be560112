// One evaluation of a handler module: its exports, the `env` it is given, and the calls made into it.
import type { Call, Entry } from './call.ts';
import { describeError } from './describe-error.ts';
import { DOMException } from './dom-exception.ts';
import { close, ExecutionContext } from './execution-context.ts';
import { makeEvent } from './events-of-platform.ts';
import type { PlatformEvent } from './events-of-platform.ts';
import { host } from './host.ts';
import { makeGlobals } from './isolate-globals.ts';
import { IsolateState } from './isolate-state.ts';
import type { RealmState } from './isolate-state.ts';
import { makeBinding } from './make-binding.ts';
import type { BindingText } from './make-binding.ts';
import { makeModuleHooks } from './module-hooks.ts';
import type { Exports, ModuleHooks } from './module-hooks.ts';
import type { NodeServing } from './node-hooks.ts';
import type { HandlerStyle } from '../handler-style.ts';
import { loopbackExports } from './rpc/loopback.ts';
import { answerRemoteCall } from './rpc/receive.ts';
import type { Release, RemoteCall, Root } from './rpc/receive.ts';
import type { Capability } from './rpc/handle.ts';
import type { Request } from './request.ts';
import { fail, isPromised, respond } from './send-response.ts';
import { listensFor, sendToScript } from './service-worker.ts';
import { callerOf } from './styles/index.ts';
import type { Caller } from './styles/index.ts';
import { ObjectInstance } from './objects/object-instance.ts';
import type { ObjectSpec } from './objects/object-instance.ts';

/** The bundle's factory: evaluates the module for one isolate. */
export type Factory = (globals: object, hooks: ModuleHooks, freeNames: object) => Promise<void>;

type Handler = (...args: unknown[]) => unknown;

/** A default export: an object of handlers, or a class whose instances are such. */
type EntryExport =
  | Record<string, unknown>
  | (new (ctx: unknown, env: unknown) => Record<string, unknown>)
  | undefined;

/** A module instance with the isolate it lives in. */
export class ModuleInstance extends IsolateState {
  readonly env: Record<string, unknown>;
  readonly globals: Record<string, unknown>;
  /** How the platform calls the module. */
  style: HandlerStyle = 'auto';
  /** How it calls a function named `handler`. */
  eventStyle: HandlerStyle = 'function-url';
  /** What node:http, where the module has it, says of itself. */
  readonly serving: NodeServing = { server: undefined, answer: null };
  /** How requests are answered when not by `fetch`; found at the first. */
  #caller: Caller | null | undefined = undefined;
  readonly #factory: Factory;
  readonly #wasm: ReadonlyMap<string, object>;
  #exports: Exports | null = null;
  /** The default one, as it was when the module had been evaluated; to ask the namespace for it took each request a fortieth of hello. */
  #defaultEntry: EntryExport = undefined;
  /** What evaluating the module ended with, if not well. */
  #failure: { readonly error: unknown } | null = null;
  /** Bindings of Durable Objects by class. */
  readonly #objectBindings = new Map<string, string>();
  #loopback: object | null = null;
  /** The Durable Object that this isolate holds; null in every other isolate. */
  #object: ObjectInstance | null = null;
  /** The instance whose module, globals and env this one uses. */
  readonly #lender: ModuleInstance | null;

  constructor(
    realm: RealmState,
    id: number,
    ownerKey: number,
    code: { factory: Factory; wasm: ReadonlyMap<string, object> },
    lender: ModuleInstance | null = null,
  ) {
    super(realm, id, ownerKey, lender);
    this.#factory = code.factory;
    this.#wasm = code.wasm;
    this.#lender = lender;
    this.env = lender === null ? {} : lender.env;
    this.globals = lender === null ? makeGlobals(this) : lender.globals;
  }

  /** An isolate for a Durable Object that shares this one's module and global object, as objects do that live in one process with the Worker. */
  lodge(id: number, ownerKey: number): ModuleInstance {
    const code = { factory: this.#factory, wasm: this.#wasm };
    return new ModuleInstance(this.realm, id, ownerKey, code, this);
  }

  bind(specs: readonly BindingText[]): void {
    for (const spec of specs) {
      this.env[spec.name] = makeBinding(this, spec);
      if (spec.className !== undefined) this.#objectBindings.set(spec.className, spec.name);
    }
  }

  override loopback(): object {
    if (this.#lender !== null) return this.#lender.loopback();
    const known = { exports: this.#exports ?? {}, bindingOf: this.#objectBindings };
    return (this.#loopback ??= loopbackExports(this, known));
  }

  /** Evaluates the module; `evaluated` follows in the same drain, because global scope cannot wait for anything outside. */
  start(): void {
    this.enter(this.moduleCall);
    if (this.#lender !== null) {
      this.#exports = this.#lender.#exports;
      this.#defaultEntry = this.#lender.#defaultEntry;
      host.emit.evaluated(this.id, true, '');
      return;
    }
    const hooks = makeModuleHooks(this, this.#wasm, (exports) => {
      this.#exports = exports;
      this.#defaultEntry = exports['default'] as EntryExport;
    });
    this.#factory(this.globals, hooks, freeNames(this.globals)).then(
      () => host.emit.evaluated(this.id, true, ''),
      (error: unknown) => {
        this.#failure = { error };
        this.#exports = null;
        const { name, message, stack } = describeError(error);
        host.emit.evaluated(this.id, false, stack === '' ? `${name}: ${message}` : stack);
      },
    );
  }

  /** Why there is nothing to call. */
  #why(): unknown {
    return this.#failure === null ? new Error('The module has not been evaluated.') : this.#failure.error;
  }

  /** Hands a request to the module's `fetch`. */
  fetch(call: Call, request: Request, entryJson: string): void {
    if (entryJson !== '') {
      call.byCode = true;
      call.entry = JSON.parse(entryJson) as Entry | null;
    }
    this.enter(call);
    let result: unknown;
    try {
      result = this.#answer(call, request);
      if (isPromised(result)) {
        Promise.resolve(result).then(
          (response) => respond(this, call, request, response),
          (error: unknown) => fail(call, error),
        );
        return;
      }
    } catch (error) {
      fail(call, error);
      return;
    }
    respond(this, call, request, result);
  }

  /** Hands an event of the platform to the module; what the handler said of it goes out when it returns. */
  event(call: Call, name: string, eventJson: string): void {
    this.enter(call);
    this.#running(name, call, eventJson).then(
      () => close(call),
      (error: unknown) => fail(call, name === 'rpc' ? remoteFailure(error) : error),
    );
  }

  async #running(name: string, call: Call, eventJson: string): Promise<void> {
    if (name === 'rpc') return this.#runMethod(call, JSON.parse(eventJson) as (RemoteCall | Release) & Entry);
    if (name === 'construct') return this.#construct(JSON.parse(eventJson) as ObjectSpec);
    if (this.#object === null) return this.#runEvent(name, call, makeEvent(this.realm, name, eventJson));
    await this.#object.hear(name, JSON.parse(eventJson));
    return undefined;
  }

  /** Makes this isolate the home of one object, for the rest of its life. */
  async #construct(spec: ObjectSpec): Promise<void> {
    if (this.#exports === null) throw this.#why();
    this.isObject = true;
    this.#object = ObjectInstance.construct(this, this.#exports, spec, this.env);
  }

  async #runEvent(name: string, call: Call, event: PlatformEvent): Promise<void> {
    await this.#invoke(name, call, event.argument);
    host.emit.event(call.id, event.outcome());
  }

  /** Calls what another isolate asks for: something that this one has offered, its object, or an entry point. */
  async #runMethod(call: Call, asked: (RemoteCall | Release) & Entry): Promise<void> {
    if (this.#exports === null) throw this.#why();
    if (asked.path !== null) await answerRemoteCall(this.rpc, call, this.#rootOf(call, asked), asked);
    else if (asked.cap !== undefined) this.#takeBack(call, asked.cap);
  }

  /** Whoever was given something of this isolate has no use for it any more. */
  #takeBack(call: Call, { id }: Capability): void {
    call.context = this.rpc.offered(id).call;
    this.rpc.withdraw(id);
    host.emit.event(call.id, '');
  }

  #rootOf(call: Call, { cap, entrypoint, props }: RemoteCall & Entry): Root {
    if (cap !== undefined) {
      const offer = this.rpc.offered(cap.id);
      call.context = offer.call;
      return { target: offer.target, plain: null };
    }
    if (this.#object !== null) {
      assertCallable(this.#object.target, this.rpc.classes.DurableObject);
      return { target: this.#object.target, plain: null };
    }
    call.entry = { ...(entrypoint !== undefined && { entrypoint }), ...(props !== undefined && { props }) };
    const entry = this.#entry(call);
    const ctx = new ExecutionContext(this, call);
    if (typeof entry === 'function') return { target: new entry(ctx, this.env), plain: null };
    return { target: entry, plain: [this.env, ctx] };
  }

  /** The export that is called. */
  #entry(call: Call): EntryExport {
    const name = call.entry === null ? undefined : call.entry.entrypoint;
    return name === undefined ? this.#defaultEntry : (this.#exports?.[name] as EntryExport);
  }

  /** Answers a request as the platform and the module's shape want it. */
  #answer(call: Call, request: Request): unknown {
    if (this.#exports === null) throw this.#why();
    if (call.entry !== null) return this.#invoke('fetch', call, request);
    if (this.#caller === undefined) {
      const { style, eventStyle, serving } = this;
      this.#caller = callerOf(this, { exports: this.#exports, serving, style, eventStyle });
    }
    return this.#caller === null ? this.#invoke('fetch', call, request) : this.#caller(call, request);
  }

  /** Calls the module's function for an event with env and ctx; a class entry point is made anew for each call. */
  #invoke(name: string, call: Call, event: unknown): unknown {
    if (this.#exports === null) throw this.#why();
    if (this.#object !== null) return told(this.#object.target, name, event);
    const ctx = new ExecutionContext(this, call);
    const entry = this.#entry(call);
    if (typeof entry !== 'function') {
      if (entry?.[name] === undefined && listensFor(this, name))
        return sendToScript(this, call, name, event as object);
      return Reflect.apply(callable(entry, name), entry, [event, this.env, ctx]);
    }
    const target = new entry(ctx, this.env);
    return told(target, name, event);
  }
}

/** The global object as free names see it: to read or assign a name that does not exist is an error, as in any module. */
function freeNames(globals: object): object {
  function refuseAbsent(name: string | symbol): void {
    if (!(name in globals)) throw new ReferenceError(`${String(name)} is not defined`);
  }
  return new Proxy(globals, {
    get(target, name) {
      refuseAbsent(name);
      return Reflect.get(target, name) as unknown;
    },
    set(target, name, value) {
      refuseAbsent(name);
      return Reflect.set(target, name, value);
    },
  });
}

/** Methods of an object can only be called from elsewhere when its class says that it is made for that. */
function assertCallable(target: object, base: abstract new (...args: never[]) => object): void {
  if (target instanceof base) return;
  throw new TypeError(
    'The receiving Durable Object does not support RPC, because its class was not declared with `extends DurableObject`. In order to enable RPC, make sure your class extends the special class `DurableObject`, which can be imported from the module "cloudflare:workers".',
  );
}

/** What another isolate is told of something thrown: a DOMException says what it is. */
function remoteFailure(thrown: unknown): unknown {
  if (!(thrown instanceof DOMException)) return thrown;
  const { name, message, stack } = thrown;
  return Object.assign(new Error(message), { name: `DOMException.${name}`, stack });
}

function callable(entry: unknown, name: string): Handler {
  const handler = (entry as Record<string, unknown> | null | undefined)?.[name];
  if (typeof handler === 'function') return handler as Handler;
  throw new Error(`Handler does not export a ${name}() function.`);
}

/** Calls a method of an instance, which has env and ctx of its own: only their places are handed to it, but for alarms. */
function told(target: object, name: string, event: unknown): unknown {
  const method = callable(target, name);
  return Reflect.apply(method, target, name === 'alarm' ? [event] : [event, undefined, undefined]);
}
