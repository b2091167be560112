// WebAssembly as Workers offer it: bundled modules can be instantiated, bytes cannot be compiled.
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

function isModule(value: unknown): boolean {
  return value instanceof original.Module;
}

/** `WebAssembly.Module` for `instanceof` and its static functions; it cannot be called, for that would compile. */
function restrictedModule(): object {
  const own = {
    Module: function (): never {
      if (new.target === undefined) throw new TypeError("WebAssembly.Module must be invoked with 'new'");
      throw refused('Module');
    },
  }.Module;
  Object.defineProperty(own, 'prototype', { value: original.Module.prototype, writable: false });
  for (const name of ['imports', 'exports', 'customSections']) {
    Object.defineProperty(own, name, { value: Reflect.get(original.Module, name), enumerable: true });
  }
  return own;
}

async function instantiate(source?: unknown, imports?: unknown): Promise<object> {
  if (isModule(source)) return new original.Instance(source, imports);
  if (!isObject(source) || !(ArrayBuffer.isView(source) || source instanceof ArrayBuffer)) {
    throw new TypeError('WebAssembly.instantiate(): Argument 0 must be a buffer source');
  }
  throw refused('instantiate');
}

function makeNamespace(): object {
  const members: Record<string, unknown> = {
    compile: async () => {
      throw refused('compile');
    },
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
  };
  const kept = [
    'Instance',
    'Table',
    'Memory',
    'Global',
    'Tag',
    'JSTag',
    'Exception',
    'CompileError',
    'LinkError',
    'RuntimeError',
  ];
  for (const name of kept) members[name] = original[name];
  const namespace = {};
  for (const [name, value] of Object.entries(members)) {
    Object.defineProperty(namespace, name, { value, writable: true, enumerable: false, configurable: true });
  }
  Object.defineProperty(namespace, Symbol.toStringTag, { value: 'WebAssembly', configurable: true });
  return namespace;
}

/** The `WebAssembly` global. */
export const WebAssembly: object = makeNamespace();
