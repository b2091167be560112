// The host functions, guarded so that even a stack that overflows inside one of them throws an error of this realm.
import type { HostPort } from './host-port.ts';

/** The host's own object; the text of this bundle is evaluated as a function of it. */
declare const __host: Readonly<Record<string, Readonly<Record<string, (...args: unknown[]) => unknown>>>>;

type HostFunction = (...args: unknown[]) => unknown;

/** Fixed arity keeps the call as cheap as a plain one; no host function takes more than eight arguments. */
function guard(inner: HostFunction): HostFunction {
  return (a, b, c, d, e, f, g, h) => {
    try {
      return inner(a, b, c, d, e, f, g, h);
    } catch {
      throw new RangeError('Maximum call stack size exceeded');
    }
  };
}

function guardAll(): HostPort {
  const port: Record<string, Record<string, HostFunction>> = {};
  for (const group of Object.keys(__host)) {
    const guarded: Record<string, HostFunction> = {};
    for (const name of Object.keys(__host[group] ?? {})) {
      const inner = __host[group]?.[name];
      if (inner !== undefined) guarded[name] = guard(inner);
    }
    port[group] = guarded;
  }
  return port as unknown as HostPort;
}

/** The host functions that in-realm code may call; it must never reach code of a handler. */
export const host: HostPort = guardAll();
