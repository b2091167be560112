// WebAssembly as Workers offer it: bundled modules can be instantiated, bytes can be compiled while a module starts.
import { ledgers } from './buffer-ledger.ts';
import { realmClock } from './realm-clock.ts';
import { isObject } from './webidl.ts';

type Constructor = new (...args: unknown[]) => object;
type Namespace = Readonly<Record<string, unknown>> & {
  readonly Module: Constructor;
  readonly Instance: Constructor;
  readonly CompileError: ErrorConstructor;
  readonly validate: (bytes: unknown) => boolean;
};

const original = Reflect.get(globalThis, 'WebAssembly') as Namespace;

function refused(name: string): Error {
  const { CompileError } = original;
  return new CompileError(`WebAssembly.${name}(): Wasm code generation disallowed by embedder`);
}

/** Bytes are compiled while a module starts, and refused afterwards. */
function compiled(name: string, bytes: unknown): object {
  if (!realmClock.inGlobalScope) throw refused(name);
  return new original.Module(bytes);
}

function isModule(value: unknown): boolean {
  return value instanceof original.Module;
}

/** `WebAssembly.Module` for `instanceof` and its static functions. */
function restrictedModule(): object {
  const own = {
    Module: function (bytes?: unknown): object {
      if (new.target === undefined) throw new TypeError("WebAssembly.Module must be invoked with 'new'");
      return compiled('Module', bytes);
    },
  }.Module;
  Object.defineProperty(own, 'prototype', { value: original.Module.prototype, writable: false });
  for (const name of ['imports', 'exports', 'customSections']) {
    Object.defineProperty(own, name, { value: Reflect.get(original.Module, name), enumerable: true });
  }
  return own;
}

function isMemory(value: unknown): value is { readonly buffer: ArrayBuffer } {
  return value instanceof (original['Memory'] as Constructor);
}

/** `WebAssembly.Instance`, whose memories are counted: those that it exports. */
function countedInstance(): Constructor {
  const own = {
    Instance: function (module: unknown, imports: unknown): object {
      if (new.target === undefined) throw new TypeError("WebAssembly.Instance must be invoked with 'new'");
      const made = new original.Instance(module, imports);
      for (const value of Object.values((made as { exports: object }).exports))
        if (isMemory(value)) ledgers.woken.addMemory(value);
      return made;
    },
  }.Instance;
  Object.defineProperty(own, 'prototype', { value: original.Instance.prototype, writable: false });
  Object.defineProperty(own.prototype, 'constructor', { value: own });
  return own as unknown as Constructor;
}

/** `WebAssembly.Memory`, counted. */
function countedMemory(): Constructor {
  const Original = original['Memory'] as Constructor;
  const own = {
    Memory: function (limits: unknown): object {
      if (new.target === undefined) throw new TypeError("WebAssembly.Memory must be invoked with 'new'");
      const made = new Original(limits);
      if (isMemory(made)) ledgers.woken.addMemory(made);
      return made;
    },
  }.Memory;
  Object.defineProperty(own, 'prototype', { value: Original.prototype, writable: false });
  Object.defineProperty(own.prototype, 'constructor', { value: own });
  return own as unknown as Constructor;
}

async function instantiate(source?: unknown, imports?: unknown): Promise<object> {
  if (isModule(source)) return new Instance(source, imports);
  if (!isObject(source) || !(ArrayBuffer.isView(source) || source instanceof ArrayBuffer)) {
    throw new TypeError('WebAssembly.instantiate(): Argument 0 must be a buffer source');
  }
  const module = compiled('instantiate', source);
  return { module, instance: new Instance(module, imports) };
}

const Instance = countedInstance();

function makeNamespace(): object {
  const members: Record<string, unknown> = {
    compile: async (bytes: unknown) => compiled('compile', bytes),
    validate: (bytes: unknown) => original.validate(bytes),
    instantiate,
    // Not on workerd at all; the Minimum Common API names them, so they are there and refuse.
    compileStreaming: async () => {
      throw refused('compileStreaming');
    },
    instantiateStreaming: async () => {
      throw refused('instantiateStreaming');
    },
    Module: restrictedModule(),
    Instance,
    Memory: countedMemory(),
  };
  const kept = ['Table', 'Global', 'Tag', 'JSTag', 'Exception', 'CompileError', 'LinkError', 'RuntimeError'];
  for (const name of kept) members[name] = original[name];
  const namespace = {};
  for (const [name, value] of Object.entries(members)) {
    Object.defineProperty(namespace, name, {
      value,
      writable: name !== 'JSTag',
      enumerable: ['compile', 'validate', 'instantiate'].includes(name),
      configurable: true,
    });
  }
  for (const made of [instantiate, Instance]) Object.defineProperty(made, 'length', { value: 1 });
  Object.defineProperty(instantiate, 'name', { value: 'instantiate' });
  Object.defineProperty(namespace, Symbol.toStringTag, { value: 'WebAssembly', configurable: true });
  return namespace;
}

/** The `WebAssembly` global. */
export const WebAssembly: object = makeNamespace();
