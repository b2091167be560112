// structuredClone (WHATWG HTML, section 2.7): copies of values, with workerd's errors for what cannot be copied.
import { ERROR_KINDS } from './error-kinds.ts';
import { Blob, blobBytes, File, makeBlob } from './blob.ts';
import { DOMException } from './dom-exception.ts';
import { Headers } from './headers.ts';
import { host } from './host.ts';
import { Request } from './request.ts';
import { Response } from './response.ts';
import { argumentError, interfaceNameOf, isObject, isSharedBuffer } from './webidl.ts';

type Memory = Map<object, unknown>;

/** The error for a value that cannot be copied. */
export function refuseValue(value: unknown): DOMException {
  let shown = 'null';
  try {
    shown = wordsFor(value);
  } catch {
    // Of a proxy that has been revoked nothing can be said.
  }
  return new DOMException(`${shown} could not be cloned.`, 'DataCloneError');
}

function wordsFor(value: unknown): string {
  let shown = '#<Object>';
  if (typeof value === 'function' && interfaceNameOf(value) === 'RpcStub') shown = '#<RpcStub>';
  else if (typeof value === 'function' || typeof value === 'symbol') shown = String(value);
  else if (isObject(value)) {
    const tag = Object.prototype.toString.call(value);
    const made: unknown = Reflect.get(value, 'constructor');
    shown = /^\[object (?:Symbol|.*(?:Generator| Iterator))\]$/.test(tag)
      ? tag
      : `#<${typeof made === 'function' ? made.name : 'Object'}>`;
  }
  return shown;
}

function refuseInterface(name: string): DOMException {
  if (name === 'AbortSignal') {
    return new DOMException('AbortSignal serialization is not enabled.', 'DataCloneError');
  }
  if (name === 'ReadableStream' || name === 'WritableStream' || name === 'Request' || name === 'Response') {
    const stream = name === 'WritableStream' ? name : 'ReadableStream';
    return new DOMException(`${stream} can only be serialized for RPC.`, 'DataCloneError');
  }
  if (name === 'RpcTarget')
    return new DOMException('Remote RPC references can only be serialized for RPC.', 'DataCloneError');
  return new DOMException(
    `Could not serialize object of type "${name}". This type does not support serialization.`,
    'DataCloneError',
  );
}

function cloneError(error: Error, memory: Memory): Error {
  const make = ERROR_KINDS[error.name] ?? Error;
  const copy = new make(error.message);
  memory.set(error, copy);
  const hidden = { writable: true, enumerable: false, configurable: true };
  Object.defineProperty(copy, 'stack', { ...hidden, value: String(error.stack) });
  if ('cause' in error)
    Object.defineProperty(copy, 'cause', { ...hidden, value: clone(error.cause, memory) });
  return copy;
}

function cloneView(view: ArrayBufferView, memory: Memory): unknown {
  const buffer = clone(view.buffer, memory) as ArrayBuffer;
  if (view instanceof DataView) return new DataView(buffer, view.byteOffset, view.byteLength);
  // A view of a class of its own, such as Node's Buffer, becomes one of the language.
  let kind = Object.getPrototypeOf(view) as { readonly constructor: unknown };
  while (!Object.hasOwn(kind, 'BYTES_PER_ELEMENT')) kind = Object.getPrototypeOf(kind) as typeof kind;
  const make = kind.constructor as new (
    buffer: ArrayBuffer,
    offset: number,
    length: number,
  ) => ArrayBufferView;
  return new make(buffer, view.byteOffset, (view as Uint8Array).length);
}

/** A copy of a buffer that can grow as far as the original; one whose bytes have moved away has no copy. */
function copiedBuffer(buffer: ArrayBuffer): ArrayBuffer {
  if (buffer.detached)
    throw new DOMException('An ArrayBuffer is detached and could not be cloned.', 'DataCloneError');
  if (!buffer.resizable) return buffer.slice(0);
  const copy = new ArrayBuffer(buffer.byteLength, { maxByteLength: buffer.maxByteLength });
  new Uint8Array(copy).set(new Uint8Array(buffer));
  return copy;
}

const PRIMITIVE_OBJECTS: ReadonlySet<string> = new Set(['Boolean', 'Number', 'String', 'BigInt']);

/** Objects of the language whose state cannot be copied, by their tags. */
const UNCLONEABLE =
  /^\[object (?:Arguments|Symbol|(?:Async)?Generator|Promise|Weak(?:Map|Set|Ref)|WebAssembly\..*|.* Iterator)\]$/;

/** Copies of the objects that have a state of their own; undefined for plain objects and arrays. */
function cloneSpecial(value: object, memory: Memory): unknown {
  const tag = Object.prototype.toString.call(value).slice(8, -1);
  if (value instanceof Date) return new Date(value.getTime());
  if (value instanceof RegExp) return new RegExp(value.source, value.flags);
  if (value instanceof ArrayBuffer) return copiedBuffer(value);
  if (isSharedBuffer(value)) return value;
  if (ArrayBuffer.isView(value)) return cloneView(value, memory);
  if (PRIMITIVE_OBJECTS.has(tag)) return Object(value.valueOf());
  if (value instanceof File) throw refuseInterface('File');
  if (value instanceof Blob) return makeBlob(blobBytes(value), value.type);
  if (value instanceof DOMException) {
    const copy = new DOMException(value.message, value.name);
    return Object.defineProperty(copy, 'stack', { value: value.stack });
  }
  if (value instanceof Error) return cloneError(value, memory);
  if (value instanceof Headers) return new Headers(value);
  // A body is a stream, which cannot be copied; messages without one can.
  if (value instanceof Request && value.body === null) return new Request(value);
  if (value instanceof Response && value.body === null) return new Response(null, value);
  return undefined;
}

/** Whether an object of the language is one of those. */
export function isUncloneable(value: object): boolean {
  return UNCLONEABLE.test(Object.prototype.toString.call(value));
}

function cloneInto(target: object, value: object, memory: Memory): void {
  for (const key of Object.keys(value)) {
    const copy = clone(Reflect.get(value, key), memory);
    Object.defineProperty(target, key, { value: copy, writable: true, enumerable: true, configurable: true });
  }
}

function cloneObject(value: object, memory: Memory): unknown {
  // Whatever stands behind it.
  if (host.node.isProxy(value)) throw refuseValue(value);
  const special = cloneSpecial(value, memory);
  if (special !== undefined) {
    memory.set(value, special);
    return special;
  }
  const name = interfaceNameOf(value);
  if (name !== null) throw refuseInterface(name);
  if (value instanceof Map) {
    const copy = new Map<unknown, unknown>();
    memory.set(value, copy);
    for (const [key, entry] of Array.from(value)) copy.set(clone(key, memory), clone(entry, memory));
    return copy;
  }
  if (value instanceof Set) {
    const copy = new Set<unknown>();
    memory.set(value, copy);
    for (const entry of Array.from(value)) copy.add(clone(entry, memory));
    return copy;
  }
  if (isUncloneable(value)) throw refuseValue(value);
  const copy: object = Array.isArray(value) ? [] : {};
  if (Array.isArray(value)) Reflect.set(copy, 'length', value.length);
  memory.set(value, copy);
  cloneInto(copy, value, memory);
  return copy;
}

function clone(value: unknown, memory: Memory): unknown {
  if (typeof value === 'symbol' || typeof value === 'function') throw refuseValue(value);
  if (typeof value !== 'object' || value === null) return value;
  return memory.has(value) ? memory.get(value) : cloneObject(value, memory);
}

function transferList(options: unknown): object[] {
  const list: unknown = isObject(options) ? Reflect.get(options, 'transfer') : undefined;
  if (list === undefined) return [];
  if (!Array.isArray(list)) {
    throw new TypeError(
      "Incorrect type for the 'transfer' field on 'StructuredCloneOptions': the provided value is not of type 'Array'.",
    );
  }
  return list.map((entry: unknown) => {
    if (entry instanceof ArrayBuffer) return entry;
    // Workerd takes a view for the buffer that it shows.
    if (ArrayBuffer.isView(entry) && entry.buffer instanceof ArrayBuffer) return entry.buffer;
    throw new TypeError('Object is not transferable');
  });
}

/** A deep copy of a value; buffers listed under `transfer` move instead of being copied. */
export function structuredClone(value?: unknown, options?: unknown): unknown {
  if (arguments.length === 0) {
    throw argumentError('ServiceWorkerGlobalScope', 'structuredClone', 1, 'JsValue');
  }
  if (options !== undefined && options !== null && !isObject(options))
    throw argumentError('ServiceWorkerGlobalScope', 'structuredClone', 2, 'StructuredCloneOptions');
  const memory: Memory = new Map();
  const moving = transferList(options) as ArrayBuffer[];
  for (const buffer of moving) {
    memory.set(buffer, buffer.detached ? new ArrayBuffer(0) : copiedBuffer(buffer));
  }
  const copy = clone(value, memory);
  for (const buffer of moving) if (!buffer.detached) buffer.transfer(0);
  return copy;
}
