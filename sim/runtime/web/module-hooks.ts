// What the bundler's wrapper hands to a module: where its exports go, its WebAssembly modules, and `cloudflare:workers`.
import { captureStack, stackSetting } from './call-sites.ts';
import { cloudFrontModule } from './kvs-binding.ts';
import type { CloudFrontModule } from './kvs-binding.ts';
import type { ModuleInstance } from './module-instance.ts';
import { makeNodeHooks } from './node-hooks.ts';
import type { NodeHooks } from './node-hooks.ts';
import { workersModule } from './rpc/workers-module.ts';
import { bindGlobally } from './service-worker.ts';

/** The exports of the entry module by name. */
export type Exports = Readonly<Record<string, unknown>>;

/** The second argument of a bundle's factory; `bundle.ts` writes code that uses these names. */
export interface ModuleHooks {
  exports(exports: Exports): void;
  wasm(name: string): object;
  /** The module of a name that code has made while it runs; Node's modules put themselves in its place where they are part of the bundle. */
  load(name: string): unknown;
  /** Makes the bindings globals, for a script that exports nothing. */
  bindGlobally(): void;
  readonly importMeta: object;
  /** `Error.stackTraceLimit` of this module, without effect, and `Error.prepareStackTrace`, which only `captureStackTrace` heeds. */
  stackTraceLimit: number;
  prepareStackTrace: unknown;
  /** `Error.prepareStackTrace` as code of an open realm sees it. */
  ownStackTrace: unknown;
  captureStackTrace(target: object, above?: unknown): void;
  /** The module `cloudflare:workers`. */
  readonly workers: Readonly<Record<string, unknown>>;
  /** The module `cloudfront`. */
  readonly cloudfront: CloudFrontModule;
  /** What Node's modules are made of. */
  readonly node: NodeHooks;
}

/** The hooks of one module instance. */
export function makeModuleHooks(
  instance: ModuleInstance,
  wasm: ReadonlyMap<string, object>,
  onExports: (exports: Exports) => void,
): ModuleHooks {
  // Most modules import none of these, and thousands of isolates would each keep dozens of functions.
  let node: NodeHooks | null = null;
  let cloudfront: CloudFrontModule | null = null;
  let workers: ModuleHooks['workers'] | null = null;
  const hooks: ModuleHooks = {
    exports: onExports,
    wasm(name) {
      const module = wasm.get(name);
      if (module === undefined) throw new Error(`No such module "${name}".`);
      return module;
    },
    load(name) {
      throw new Error(`No such module "${name}".`);
    },
    bindGlobally: () => bindGlobally(instance.globals, instance.env),
    importMeta: Object.create(null) as object,
    stackTraceLimit: 10,
    prepareStackTrace: undefined,
    get ownStackTrace() {
      return stackSetting.own;
    },
    set ownStackTrace(own: unknown) {
      Reflect.set(Error, 'prepareStackTrace', own);
    },
    captureStackTrace: (target, above) =>
      captureStack(target, above ?? hooks.captureStackTrace, hooks.prepareStackTrace),
    get node() {
      return (node ??= makeNodeHooks(instance, instance.env));
    },
    get cloudfront() {
      return (cloudfront ??= cloudFrontModule(instance.env));
    },
    get workers() {
      return (workers ??= workersModule(instance, instance.env));
    },
  };
  return hooks;
}
