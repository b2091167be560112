// How `inspect` shows the platform's own objects: by what their accessors say, in workerd's order.
import { classOf } from './inspect-words.ts';

/** Accessors that are shown, by class. */
const SHOWN: Readonly<Record<string, string>> = {
  URL: 'origin href protocol username password host hostname port pathname search hash searchParams',
  Request: 'method url headers redirect fetcher signal cf integrity keepalive cache body bodyUsed',
  Response: 'status statusText headers ok redirected url webSocket cf type body bodyUsed',
  AbortController: 'signal',
  AbortSignal: 'aborted reason onabort',
  Blob: 'size type',
  CryptoKey: 'usages algorithm extractable type',
  File: 'name lastModified size type',
  ReadableStream: 'locked',
  TextDecoder: 'encoding fatal ignoreBOM',
  TextEncoder: 'encoding',
  WritableStream: 'locked',
};

/** Classes that hold pairs. */
const LISTS: readonly string[] = ['Headers', 'URLSearchParams', 'FormData'];

/** An object of the platform, as it is shown. */
export interface PlatformParts {
  readonly name: string;
  readonly members: readonly (readonly [string, unknown])[];
  /** Pairs, for those that hold some. */
  readonly pairs: readonly (readonly [unknown, unknown])[] | null;
}

/** What is shown of an object of the platform; null for all others, and for classes that inherit from the platform's. */
export function platformParts(value: object): PlatformParts | null {
  const name = classOf(value) ?? '';
  const names = SHOWN[name];
  const isList = LISTS.includes(name);
  if (names === undefined && !isList) return null;
  const own: unknown = Reflect.get(globalThis, name);
  if (typeof own !== 'function' || own.prototype !== Object.getPrototypeOf(value)) return null;
  if (isList) {
    const pairs = [...(value as Iterable<readonly [unknown, unknown]>)];
    return { name, pairs, members: name === 'Headers' ? [['[immutable]', false]] : [] };
  }
  const members = (names ?? '').split(' ').map((key): [string, unknown] => [key, Reflect.get(value, key)]);
  return { name, members, pairs: null };
}
