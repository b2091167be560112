// What remote calls come back with: values, what the other side has kept, and errors that answer for it.
import { MARK } from '../remote-values.ts';
import { isObject } from '../webidl.ts';
import type { Parcel } from './parcel.ts';

/** Disposes of what a call has brought, where that can be disposed of. */
export function disposeValue(value: unknown): undefined {
  if (isObject(value)) (value as { [Symbol.dispose]?: () => void })[Symbol.dispose]?.();
}

/** Errors that answer for another isolate say so. */
export function remoteError(error: Error): Error {
  return Object.assign(error, { remote: true });
}

/** A result as it comes back, and which of the caller's offers the other side has kept. */
export function readResult(text: unknown): { readonly value: unknown; readonly kept: readonly number[] } {
  if (typeof text !== 'string' || text === '') return { value: undefined, kept: [] };
  const json = JSON.parse(text) as unknown;
  const said = json as { [MARK]?: string; value?: unknown } | null;
  if (typeof json !== 'object' || said?.[MARK] !== 'kept') return { value: json, kept: [] };
  const [kept, value] = said.value as [number[], unknown];
  return { value: value === null ? undefined : value, kept };
}

/** An object that came as a result can be disposed of, with every stub in it. */
export function disposable(value: unknown, arrival: Parcel): unknown {
  if (!isObject(value) || arrival.stubs.includes(value)) return value;
  Object.defineProperty(value, Symbol.dispose, {
    value: () => arrival.dispose(),
    writable: true,
    enumerable: false,
    configurable: true,
  });
  return value;
}
