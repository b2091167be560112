// One isolate's side of remote calls: what it has offered to others, what it holds of others, and the stubs that stand for that.
import type { Call } from '../call.ts';
import { close } from '../execution-context.ts';
import { coerceRequest, sendRequest } from '../fetch.ts';
import type { IsolateState } from '../isolate-state.ts';
import { perform } from '../operation.ts';
import { packValue, unpackValue } from '../remote-values.ts';
import { ownerNow } from '../request-border.ts';
import { isObject } from '../webidl.ts';
import { makeRpcClasses } from './classes.ts';
import type { RpcClasses } from './classes.ts';
import { assertUsable, contextOf, fetchesFirst, limited, notFunction, notImplemented } from './handle.ts';
import type { Capability, Destination, Handle, Remote } from './handle.ts';
import { Parcel } from './parcel.ts';
import { References } from './references.ts';
import { disposable, disposeValue, readResult, remoteError } from './results.ts';

/** Something of this isolate that others may call. */
interface Offer {
  readonly target: object;
  /** The call that offered it. */
  readonly call: Call;
  readonly as: OfferedAs;
}

/** A stub made by its own isolate goes when its last copy does, an argument with the call that sent it, a result with the isolate. */
export type OfferedAs = 'stub' | 'argument' | 'result';

/** A function object with another prototype: stubs are called like functions and are none. */
function shell(prototype: object): object {
  const callable = (): void => undefined;
  Object.setPrototypeOf(callable, prototype);
  Reflect.deleteProperty(callable, 'name');
  Reflect.deleteProperty(callable, 'length');
  return callable;
}

/** Made when an isolate first calls another, is called, or imports the classes. */
export class RpcSide {
  readonly isolate: IsolateState;
  readonly classes: RpcClasses;
  readonly #offers = new Map<number, Offer>();
  #lastOffer = 0;
  /** What each stub, promise, property or service of this isolate stands for. */
  readonly #remotes: WeakMap<object, Remote>;
  readonly references = new References();

  constructor(isolate: IsolateState) {
    this.isolate = isolate;
    const lender = isolate.beside?.rpc ?? null;
    this.#remotes = lender === null ? new WeakMap() : lender.#remotes;
    this.classes =
      lender?.classes ??
      makeRpcClasses({
        stub: (target) => this.#acting.#stub(target),
        dup: (stub) => this.#acting.#dup(this.#handleOf(stub)),
        dispose: (stub) => this.#acting.disposeStub(stub),
        promiseOf: (remote) => this.#acting.#read(this.#remoteOf(remote)),
        fetch: (service, input, init) => this.#acting.#fetch(this.#handleOf(service), input, init),
      });
  }

  /** The side of the isolate whose code runs now, which may be one that uses the module of this one. */
  get #acting(): RpcSide {
    const { acting } = this.isolate;
    return acting === this.isolate ? this : acting.rpc;
  }

  #stub(target: object): object {
    return this.stubOf({ to: this.offer(target, 'stub'), call: null, disposed: false });
  }

  /** Offers something of this isolate to others. */
  offer(target: object, as: OfferedAs): Destination {
    const id = ++this.#lastOffer;
    this.#offers.set(id, { target, call: contextOf(this.isolate.current), as });
    const cap: Capability = { isolate: this.isolate.id, id };
    return { verb: 'rpc', binding: '', details: { cap } };
  }

  /** What was offered under a number, for a call of it; throws when it is there no more. */
  offered(id: number): Offer {
    const offer = this.#offers.get(id);
    if (offer === undefined) throw new Error('RPC stub used after being disposed.');
    if (offer.as === 'argument' && offer.call.over && !this.isolate.isObject)
      throw new Error('The execution context which hosts this callback is no longer running.');
    return offer;
  }

  /** Nobody refers to an offer any more: its target is told so. */
  withdraw(id: number): void {
    const offer = this.#offers.get(id);
    if (!this.#offers.delete(id) || offer === undefined) return;
    const dispose: unknown = Reflect.get(offer.target, Symbol.dispose);
    if (typeof dispose === 'function') Reflect.apply(dispose, offer.target, []);
  }

  /** The handle behind a stub or service; null for anything else. */
  handleBehind(value: object): Handle | null {
    const remote = this.#remotes.get(value);
    return remote === undefined || remote.path.length > 0 || remote.from instanceof Promise
      ? null
      : remote.from;
  }

  /** What a promise or property of another side is called; null for anything else, which may travel. */
  unsent(value: object): string | null {
    const remote = this.#remotes.get(value);
    if (remote === undefined || this.handleBehind(value) !== null) return null;
    return remote.path.length > 0 ? 'RpcProperty' : 'RpcPromise';
  }

  #handleOf(value: object): Handle {
    const handle = this.handleBehind(value);
    if (handle === null) throw new TypeError('Illegal invocation');
    return handle;
  }

  #remoteOf(value: object): Remote {
    const remote = this.#remotes.get(value);
    if (remote === undefined) throw new TypeError('Illegal invocation');
    return remote;
  }

  /** A stub for a handle, which is counted as held. */
  stubOf(handle: Handle): object {
    this.references.count(handle.to, 1);
    return this.#callable(this.classes.RpcStub.prototype, { from: handle, path: [] });
  }

  /** Another Worker or object: it has `fetch`, and everything else is a method or property of it. */
  serviceOf(to: Destination, prototype: object = this.classes.Fetcher.prototype, own: object = {}): object {
    return this.#service(to, Object.assign(Object.create(prototype) as object, own), {});
  }

  /** The same for a Worker of this module's own exports, which is called to choose its props. */
  loopbackOf(to: Destination, prototype: object, called: (options: unknown) => object): object {
    return this.#service(to, shell(prototype), {
      apply: (_made, _self, [options]: unknown[]) => called(options),
    });
  }

  #service(to: Destination, target: object, traps: ProxyHandler<object>): object {
    const handle: Handle = { to, call: null, disposed: false };
    if (to.verb === 'object') handle.home = { isolate: this.#acting.isolate, owner: ownerNow() };
    const service: object = new Proxy(target, {
      ...traps,
      has: (made, key) => (typeof key !== 'symbol' && key !== 'then') || key in made,
      get: (made, key, receiver) => {
        if (typeof key === 'symbol' || key === 'then' || key === 'toJSON' || key in made)
          return Reflect.get(made, key, receiver) as unknown;
        return this.#property({ from: handle, path: [key] });
      },
    });
    this.#remotes.set(service, { from: handle, path: [] });
    return service;
  }

  #callable(prototype: object, remote: Remote): object {
    const made: object = new Proxy(shell(prototype), {
      get: (target, key, receiver) => {
        if (typeof key === 'symbol' || key in target) return Reflect.get(target, key, receiver) as unknown;
        // Of numbers the platform takes no notice.
        if (key === 'then' || /^\d+$/.test(key)) return undefined;
        return this.#property({ from: remote.from, path: [...remote.path, key] });
      },
      apply: (_target, _self, args: unknown[]) => this.#promise(this.#call(remote, args)),
    });
    this.#remotes.set(made, remote);
    return made;
  }

  #property(remote: Remote): object {
    return this.#callable(this.classes.RpcProperty.prototype, remote);
  }

  #promise(result: Promise<unknown>): object {
    return this.#callable(this.classes.RpcPromise.prototype, { from: result, path: [] });
  }

  #dup(handle: Handle): object {
    assertUsable(handle, this.isolate);
    return this.stubOf({ ...handle });
  }

  /** Gives up one reference; of a promise, whatever it will have brought. */
  disposeStub(stub: object): void {
    const { from } = this.#remoteOf(stub);
    if (from instanceof Promise) {
      from.then(disposeValue, () => undefined);
      return;
    }
    if (from.disposed) return;
    from.disposed = true;
    const { cap } = from.to.details as { cap?: Capability };
    if (this.references.count(from.to, -1) > 0 || cap === undefined) return;
    if (cap.isolate !== this.isolate.id) this.#giveBack(from, cap);
    else if (this.#offers.get(cap.id)?.as === 'stub')
      void Promise.resolve().then(() => this.withdraw(cap.id));
  }

  /** A stub came as a result: what the call has not disposed of by its end goes back then, unless it belongs to an object. */
  borrowed({ call }: Handle, stub: object): void {
    if (call === null || this.isolate.isObject) return;
    const others = call.givesBack;
    call.givesBack = () => {
      others?.();
      this.disposeStub(stub);
    };
  }

  /** Tells the isolate that lent something that nobody here refers to it any more. */
  #giveBack({ to, lent }: Handle, cap: Capability): void {
    if (lent !== true || this.references.wasPassedOn(cap)) return;
    const optionsJson = JSON.stringify({ ...to.details, path: null, args: null });
    const ask = { verb: 'rpc.release', binding: '', key: '', optionsJson, body: null };
    perform(this.isolate, ask).catch(() => undefined);
  }

  #call(remote: Remote, args: readonly unknown[]): Promise<unknown> {
    const { from, path } = remote;
    return from instanceof Promise
      ? from.then((value) => this.reach(value, path, args))
      : this.send(from, path, args);
  }

  #read({ from, path }: Remote): Promise<unknown> {
    if (!(from instanceof Promise)) return this.send(from, path, null);
    return path.length === 0 ? from : from.then((value) => this.reach(value, path, null));
  }

  /** Follows a path into a value that is here; what is elsewhere is asked there. Null arguments read instead of calling. */
  reach(value: unknown, path: readonly string[], args: readonly unknown[] | null): unknown {
    let at = value;
    for (const [i, name] of path.entries()) {
      const handle = isObject(at) ? this.handleBehind(at) : null;
      if (handle !== null) return this.send(handle, path.slice(i), args);
      if (!isObject(at)) throw remoteError(notImplemented(path[i - 1] ?? name));
      if (!Object.hasOwn(at, name)) throw remoteError(notImplemented(name));
      at = Reflect.get(at, name);
    }
    if (args === null) return at;
    const handle = isObject(at) ? this.handleBehind(at) : null;
    if (handle === null) throw remoteError(notFunction(path.at(-1) ?? ''));
    return this.send(handle, [], args);
  }

  /** Calls what a path leads to, or reads it when the arguments are null. */
  async send(handle: Handle, path: readonly string[], args: readonly unknown[] | null): Promise<unknown> {
    const acting = this.#acting;
    if (acting !== this) return acting.send(handle, path, args);
    assertUsable(handle, this.isolate);
    const parcel = new Parcel(this, 'argument');
    const { verb, binding, details } = handle.to;
    const said = JSON.stringify({ ...details, met: handle.met, path });
    const optionsJson = `${said.slice(0, -1)},"args":${limited(packValue(args, parcel))}}`;
    const key = path.join('.');
    const ask = { verb: `${verb}.call`, binding, key, optionsJson, body: null };
    // What is called now is kept by the other side until the call has arrived there, also when its stub goes before.
    this.references.count(handle.to, 1);
    const { current } = this.isolate;
    if (verb === 'object') await fetchesFirst(current);
    const asked = perform(this.isolate, ask).finally(() => this.references.count(handle.to, -1));
    if (verb === 'object') close(current);
    const back = await this.#breaking(handle, asked);
    if (verb === 'object') handle.met ??= Number(back.metaJson);
    const { value, kept } = readResult(back.value);
    for (const id of parcel.offered) if (!kept.includes(id)) this.withdraw(id);
    if (value === undefined) return undefined;
    const arrival = new Parcel(this, 'result');
    return disposable(unpackValue(value, arrival), arrival);
  }

  /** What is asked by a handle, which an error that resets the object breaks. */
  async #breaking<T>(handle: Handle, asked: Promise<T>): Promise<T> {
    try {
      return await asked;
    } catch (error) {
      if (Reflect.has(error as object, 'durableObjectReset')) handle.broken = error;
      throw error;
    }
  }

  async #fetch(handle: Handle, input: unknown, init: unknown): Promise<unknown> {
    assertUsable(handle, this.isolate);
    const { verb, binding } = handle.to;
    const details = { ...handle.to.details, met: handle.met };
    const to = { verb: verb === 'object' ? 'object.fetch' : 'service.fetch', binding, details } as const;
    return this.#breaking(handle, sendRequest(this.isolate, to, coerceRequest(input, init)));
  }
}
