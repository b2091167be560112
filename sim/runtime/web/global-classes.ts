// What a global object is an instance of, and where it finds the names that all isolates of a realm share.
import { EventTarget } from './event-target.ts';
import { isHardened } from './realm-kind.ts';
import { lookNativeIn } from './native-look.ts';
import { defineInterface, illegalConstructor } from './webidl.ts';

/** What the global objects of workers inherit from; nothing constructs one. */
class WorkerGlobalScope extends EventTarget {
  constructor() {
    super();
    throw illegalConstructor();
  }
}
defineInterface(WorkerGlobalScope, 'WorkerGlobalScope');

class ServiceWorkerGlobalScope extends WorkerGlobalScope {}
defineInterface(ServiceWorkerGlobalScope, 'ServiceWorkerGlobalScope');

/** Functions that are no classes, which `defineInterface` has not seen. */
function withNativeFunctions(surface: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const copy = { ...surface };
  lookNativeIn(copy, ['atob', 'btoa', 'structuredClone']);
  return copy;
}

/** Puts the shared names where code finds them: fixed on the realm's own global object, or in an open realm on its prototype, as on workerd. */
export function placeSurface(surface: Readonly<Record<string, unknown>>): void {
  const scope = isHardened ? globalThis : ServiceWorkerGlobalScope.prototype;
  const isOpen = !isHardened;
  for (const [name, value] of Object.entries(isOpen ? withNativeFunctions(surface) : surface)) {
    // Ours stands in the place of the language's own `WebAssembly`.
    const holder = Object.hasOwn(globalThis, name) ? globalThis : scope;
    const descriptor = {
      value,
      writable: isOpen,
      enumerable: isOpen && holder === scope,
      configurable: isOpen,
    };
    Object.defineProperty(holder, name, descriptor);
  }
  if (isHardened) return;
  const own = { value: ServiceWorkerGlobalScope, writable: true, enumerable: true, configurable: true };
  Object.defineProperty(globalThis, 'ServiceWorkerGlobalScope', own);
  Object.defineProperty(scope, 'WorkerGlobalScope', { ...own, value: WorkerGlobalScope });
  Object.setPrototypeOf(globalThis, scope);
  Object.setPrototypeOf(scope, alike(WorkerGlobalScope.prototype, targets));
}

/** On workerd the global object inherits from objects like those prototypes, so that it is no instance of these two classes. */
function alike(prototype: object, parent: object | null): object {
  return Object.create(parent, Object.getOwnPropertyDescriptors(prototype)) as object;
}
const targets = alike(EventTarget.prototype, Object.prototype);

/** Lets the global object of an open realm inherit functions that it was given, as on workerd. */
export function inheritFunctions(globals: object, names: readonly string[]): void {
  for (const name of names) {
    const holder = Object.hasOwn(targets, name) ? targets : ServiceWorkerGlobalScope.prototype;
    const descriptor = Object.getOwnPropertyDescriptor(globals, name) ?? {};
    Object.defineProperty(holder, name, { ...descriptor, enumerable: true });
    Reflect.deleteProperty(globals, name);
  }
}
