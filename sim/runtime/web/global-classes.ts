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
    const descriptor = { value, writable: isOpen, enumerable: false, configurable: isOpen };
    // Ours stands in the place of the language's own `WebAssembly`.
    Object.defineProperty(Object.hasOwn(globalThis, name) ? globalThis : scope, name, descriptor);
  }
  if (isHardened) return;
  const own = { value: ServiceWorkerGlobalScope, writable: true, enumerable: true, configurable: true };
  Object.defineProperty(globalThis, 'ServiceWorkerGlobalScope', own);
  const other = { ...own, value: WorkerGlobalScope, enumerable: false };
  Object.defineProperty(scope, 'WorkerGlobalScope', other);
  Object.setPrototypeOf(globalThis, ServiceWorkerGlobalScope.prototype);
}
