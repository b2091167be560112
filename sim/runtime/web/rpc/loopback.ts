// `ctx.exports`: what a module exports, as bindings to itself.
import { DurableObjectNamespace } from '../objects/object-namespace.ts';
import type { IsolateState } from '../isolate-state.ts';
import { argumentError, fieldError, isObject, tagged } from '../webidl.ts';
import type { RpcClasses } from './classes.ts';

/** What the exports are told apart by. */
interface Exported {
  readonly exports: Readonly<Record<string, unknown>>;
  /** Bindings of Durable Objects by the class that they are for. */
  readonly bindingOf: ReadonlyMap<string, string>;
}

function extendsClass(value: unknown, base: RpcClasses[keyof RpcClasses]): boolean {
  return typeof value === 'function' && base.prototype.isPrototypeOf(value.prototype as object);
}

/** An entry point of this module: a Worker that can be called with props of one's choice. */
function entryOf(isolate: IsolateState, name: string): object {
  const { rpc } = isolate;
  const prototype = tagged('LoopbackServiceStub', Object.create(rpc.classes.Fetcher.prototype) as object);
  const to = (props: unknown) =>
    ({
      verb: 'service',
      binding: '',
      details: { entry: { entrypoint: name, ...(props !== undefined && { props }) } },
    }) as const;
  return rpc.loopbackOf(to(undefined), prototype, (options) => {
    if (!isObject(options)) throw argumentError('LoopbackServiceStub', '(called as function)', 1, 'Options');
    const props: unknown = Reflect.get(options, 'props');
    if (props !== undefined && !isObject(props)) throw fieldError('Options', 'props', 'JsObject');
    return rpc.serviceOf(to(props));
  });
}

function namespaceOf(isolate: IsolateState, className: string, binding: string): object {
  const namespace = new DurableObjectNamespace({ isolate, binding, className, jurisdiction: undefined });
  return tagged('LoopbackDurableObjectNamespace', namespace);
}

/** One export as others may call it; undefined for what nobody calls. */
function loopback(isolate: IsolateState, name: string, value: unknown, known: Exported): object | undefined {
  const { classes } = isolate.rpc;
  if (extendsClass(value, classes.WorkflowEntrypoint)) return undefined;
  if (extendsClass(value, classes.WorkerEntrypoint) || (typeof value === 'object' && value !== null))
    return entryOf(isolate, name);
  if (typeof value !== 'function') return undefined;
  const binding = known.bindingOf.get(name);
  if (binding !== undefined) return namespaceOf(isolate, name, binding);
  return tagged('LoopbackDurableObjectClass', () => {
    throw new TypeError(`The class ${name} has no storage, for no binding names it.`);
  });
}

/** All exports of a module that can be called. */
export function loopbackExports(isolate: IsolateState, known: Exported): object {
  const made: Record<string, object> = {};
  // The default export comes first, and objects come before classes.
  const rank = ([name, value]: readonly [string, unknown]): number =>
    name === 'default' ? 0 : typeof value === 'function' ? 2 : 1;
  for (const [name, value] of Object.entries(known.exports).sort((a, b) => rank(a) - rank(b))) {
    const one = loopback(isolate, name, value, known);
    if (one !== undefined) made[name] = one;
  }
  return made;
}
