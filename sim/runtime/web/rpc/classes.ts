// The classes of `cloudflare:workers` that one isolate's code extends or meets: entry points, targets, and what stands for them elsewhere.
import { DurableObjectState } from '../objects/object-state.ts';
import { argumentError, constructorError, defineInterface, illegalConstructor, isObject } from '../webidl.ts';

type Made = abstract new (...args: never[]) => object;

/** What a stub, a promise or a property can do besides what its target can. */
export interface StubMethods {
  /** Makes a stub for a target of this isolate. */
  stub(target: object): object;
  dup(stub: object): object;
  dispose(stub: object): void;
  /** The promise behind a promise or property of another isolate. */
  promiseOf(remote: object): Promise<unknown>;
  fetch(service: object, input: unknown, init: unknown): Promise<unknown>;
}

/** One set for each isolate, because its code may change classes. */
export interface RpcClasses {
  readonly WorkerEntrypoint: Made;
  readonly DurableObject: Made;
  readonly WorkflowEntrypoint: Made;
  readonly RpcTarget: Made;
  readonly RpcStub: Made;
  readonly RpcPromise: Made;
  readonly RpcProperty: Made;
  readonly Fetcher: Made;
  readonly DurableObjectStub: Made;
}

type ThenArguments = [onFulfilled?: (value: unknown) => unknown, onRejected?: (error: unknown) => unknown];

function withTag(target: Made, tag: string): void {
  Object.defineProperty(target.prototype, Symbol.toStringTag, { value: tag, configurable: true });
}

/** What all entry points share: the context and the bindings that the runtime constructs them with. */
function entryPoint(name: string, assertContext: (ctx: unknown) => void): Made {
  const EntryPoint = class {
    readonly ctx: unknown;
    readonly env: unknown;
    constructor(ctx?: unknown, env?: unknown) {
      assertContext(ctx);
      this.ctx = ctx;
      this.env = env;
    }
  };
  defineInterface(EntryPoint, name);
  return EntryPoint;
}

function assertObject(ctx: unknown): void {
  if (!isObject(ctx)) throw constructorError('WorkerEntrypoint', 1, 'JsObject');
}

function assertState(ctx: unknown): void {
  if (!(ctx instanceof DurableObjectState))
    throw constructorError('DurableObjectBase', 1, 'DurableObjectState');
}

/** The base classes that modules extend. */
function makeBases(): Pick<
  RpcClasses,
  'WorkerEntrypoint' | 'DurableObject' | 'WorkflowEntrypoint' | 'RpcTarget'
> {
  const WorkerEntrypoint = entryPoint('WorkerEntrypoint', assertObject);
  const DurableObject = entryPoint('DurableObject', assertState);
  const WorkflowEntrypoint = entryPoint('WorkflowEntrypoint', assertObject);
  // oxlint-disable-next-line typescript/no-extraneous-class -- it only says that instances are passed by reference
  class RpcTarget {}
  defineInterface(RpcTarget, 'RpcTarget');
  withTag(RpcTarget, 'JsRpcTarget');
  return { WorkerEntrypoint, DurableObject, WorkflowEntrypoint, RpcTarget };
}

/** A class of what stands for a value that is still elsewhere: a promise in all but its class. */
function remoteValue(name: string, tag: string, methods: StubMethods): Made {
  const RemoteValue = class {
    constructor() {
      throw illegalConstructor();
    }
    // oxlint-disable-next-line unicorn/no-thenable -- what a method returns, and a property of a stub, is a promise
    then(...args: ThenArguments): Promise<unknown> {
      return methods.promiseOf(this).then(...args);
    }
    catch(onRejected?: (error: unknown) => unknown): Promise<unknown> {
      return methods.promiseOf(this).catch(onRejected);
    }
    finally(onSettled?: () => void): Promise<unknown> {
      return methods.promiseOf(this).finally(onSettled);
    }
  };
  defineInterface(RemoteValue, name);
  withTag(RemoteValue, tag);
  return RemoteValue;
}

/** The classes of stubs for functions and targets. */
function makeStubs(methods: StubMethods): Pick<RpcClasses, 'RpcStub' | 'RpcPromise' | 'RpcProperty'> {
  class RpcStub {
    constructor(target?: unknown) {
      if (!isObject(target)) throw constructorError('JsRpcStub', 1, 'JsObject');
      // oxlint-disable-next-line no-constructor-return -- a stub can be called, which no instance of a class can
      return methods.stub(target) as RpcStub;
    }
    dup(): object {
      return methods.dup(this);
    }
  }
  const RpcPromise = remoteValue('RpcPromise', 'JsRpcPromise', methods);
  const RpcProperty = remoteValue('RpcProperty', 'JsRpcProperty', methods);
  defineInterface(RpcStub, 'RpcStub');
  withTag(RpcStub, 'JsRpcStub');
  for (const one of [RpcStub, RpcPromise])
    Object.defineProperty(one.prototype, Symbol.dispose, {
      value(this: object) {
        methods.dispose(this);
      },
      writable: true,
      configurable: true,
    });
  return { RpcStub, RpcPromise, RpcProperty };
}

/** The classes of bindings to other Workers and to Durable Objects. */
function makeServices(methods: StubMethods): Pick<RpcClasses, 'Fetcher' | 'DurableObjectStub'> {
  class Fetcher {
    constructor() {
      throw illegalConstructor();
    }
    fetch(input?: unknown, init?: unknown): Promise<unknown> {
      if (arguments.length === 0) throw argumentError('Fetcher', 'fetch', 1, 'Request or string');
      if (init !== undefined && init !== null && !isObject(init))
        throw argumentError('Fetcher', 'fetch', 2, 'RequestInitializerDict or Request');
      return methods.fetch(this, input, init);
    }
    connect(address?: unknown): never {
      if (address === undefined) throw argumentError('Fetcher', 'connect', 1, 'SocketAddress or string');
      throw new Error('connect() is not simulated.');
    }
  }
  const DurableObjectStub = class DurableObject extends Fetcher {};
  defineInterface(Fetcher, 'Fetcher');
  defineInterface(DurableObjectStub, 'DurableObject');
  return { Fetcher, DurableObjectStub };
}

/** The classes of one isolate. */
export function makeRpcClasses(methods: StubMethods): RpcClasses {
  return { ...makeBases(), ...makeStubs(methods), ...makeServices(methods) };
}
