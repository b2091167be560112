// Values as methods of services send them: JSON wherever JSON has words for them, and marked objects for whatever else may be cloned.
import { ERROR_KINDS } from './error-kinds.ts';
import { decodeBase64Url, encodeBase64Url } from './base64.ts';
import { OriginalDate } from './before-lockdown.ts';
import { DOMException } from './dom-exception.ts';
import { isUncloneable, refuseValue } from './structured-clone.ts';
import { bytesOf, interfaceNameOf, isObject } from './webidl.ts';

/** Marks an object that stands for something else; an ordinary object with this key is marked as such. */
export const MARK = '$antipode';

/** How values are packed that only a remote call can carry; null where it has nothing to say. */
export interface References {
  pack(value: object): readonly [kind: string, value: unknown] | null;
  unpack(kind: string, value: unknown): object | null;
}

type Marked = Readonly<Record<string, unknown>>;

const VIEWS: Readonly<Record<string, new (buffer: ArrayBuffer, offset?: number, length?: number) => object>> =
  {
    BigInt64Array,
    BigUint64Array,
    DataView,
    ...(typeof Float16Array === 'function' && { Float16Array }),
    Float32Array,
    Float64Array,
    Int16Array,
    Int32Array,
    Int8Array,
    Uint16Array,
    Uint32Array,
    Uint8Array,
    Uint8ClampedArray,
  };

/** Objects around primitives, by their tags. */
const BOXES: ReadonlySet<string> = new Set(['Boolean', 'Number', 'String', 'BigInt']);

function marked(kind: string, value?: unknown): Marked {
  return { [MARK]: kind, value };
}

function refuse(type: string): DOMException {
  return new DOMException(
    `Could not serialize object of type "${type}". This type does not support serialization.`,
    'DataCloneError',
  );
}

/** Writes one value; remembers objects by the order in which they were met, so that cycles and shared parts stay what they are. */
class Packer {
  readonly #met = new Map<object, number>();
  readonly #references: References | null;

  constructor(references: References | null) {
    this.#references = references;
  }

  pack(value: unknown): unknown {
    switch (typeof value) {
      case 'undefined':
        return marked('undefined');
      case 'bigint':
        return marked('bigint', String(value));
      case 'number':
        return Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : marked('number', Object.is(value, -0) ? '-0' : String(value));
      case 'symbol':
        throw new DOMException(`${String(value)} could not be cloned.`, 'DataCloneError');
      case 'function':
        if (this.#references !== null) return this.#packObject(value);
        if (interfaceNameOf(value) === 'RpcStub')
          throw new DOMException('RpcStub cannot be serialized in this context.', 'DataCloneError');
        throw new DOMException(`${String(value)} could not be cloned.`, 'DataCloneError');
      default:
        return isObject(value) ? this.#packObject(value) : value;
    }
  }

  #packObject(value: object): unknown {
    const before = this.#met.get(value);
    if (before !== undefined) return marked('again', before);
    this.#met.set(value, this.#met.size);
    const reference = this.#references?.pack(value) ?? null;
    if (reference !== null) return marked(...reference);
    if (Array.isArray(value)) return this.#packArray(value);
    if (value instanceof OriginalDate) return marked('Date', this.pack(value.getTime()));
    if (value instanceof RegExp) return marked('RegExp', [value.source, value.flags]);
    if (value instanceof Map)
      return marked(
        'Map',
        [...value].map(([k, v]) => [this.pack(k), this.pack(v)]),
      );
    if (value instanceof Set)
      return marked(
        'Set',
        Array.from(value, (item: unknown) => this.pack(item)),
      );
    if (value instanceof DOMException)
      return marked('DOMException', [value.message, value.name, value.stack]);
    if (value instanceof Error) return marked('Error', this.#packError(value));
    const kind = Object.prototype.toString.call(value).slice('[object '.length, -1);
    const bytes = bytesOf(value);
    if (bytes !== null) return marked(kind, packBytes(value, bytes));
    if (BOXES.has(kind)) return marked('boxed', this.pack(value.valueOf()));
    if (isUncloneable(value)) throw refuseValue(value);
    const prototype: unknown = Object.getPrototypeOf(value);
    const known = interfaceNameOf(value);
    // Storage and queues take objects of the code's own classes for plain ones; calls do not.
    if (prototype !== Object.prototype && (this.#references !== null || known !== null)) {
      const { name } = (value.constructor as { name?: unknown } | undefined) ?? { name: 'Object' };
      throw refuse(known ?? String(name));
    }
    const copy = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.pack(item)]));
    return MARK in copy ? marked('object', copy) : copy;
  }

  /** An array with holes keeps them. */
  #packArray(list: readonly unknown[]): unknown {
    if (Object.keys(list).length === list.length) return Array.from(list, (item) => this.pack(item));
    const items = Object.entries(list).map(([at, item]) => [at, this.pack(item)]);
    return marked('sparse', [list.length, items]);
  }

  #packError({ name, message, stack, cause }: Error): Marked {
    return { name, message, stack, ...(cause !== undefined && { cause: this.pack(cause) }) };
  }
}

/** A member like those that assignments make. */
function ownMember(value: unknown): PropertyDescriptor {
  return { value, writable: true, enumerable: true, configurable: true };
}

/** Reads what a Packer wrote, meeting objects in the same order. */
class Unpacker {
  readonly #met: object[] = [];
  readonly #references: References | null;

  constructor(references: References | null) {
    this.#references = references;
  }

  unpack(value: unknown): unknown {
    if (!isObject(value)) return value;
    if (Array.isArray(value)) return this.#fill(this.#meet<unknown[]>([]), value);
    const kind: unknown = Reflect.get(value, MARK);
    if (typeof kind === 'string') return this.#unmark(kind, Reflect.get(value, 'value'));
    return this.#fillObject(value);
  }

  #meet<T extends object>(made: T): T {
    this.#met.push(made);
    return made;
  }

  #fill(list: unknown[], items: readonly unknown[]): unknown[] {
    for (const item of items) list.push(this.unpack(item));
    return list;
  }

  #fillObject(value: object): object {
    const copy: Record<string, unknown> = this.#meet({});
    for (const [key, item] of Object.entries(value)) {
      if (key === '__proto__') Object.defineProperty(copy, key, ownMember(this.unpack(item)));
      else copy[key] = this.unpack(item);
    }
    return copy;
  }

  #unmark(kind: string, value: unknown): unknown {
    switch (kind) {
      case 'undefined':
        return undefined;
      case 'bigint':
        return BigInt(String(value));
      case 'number':
        return Number(value);
      case 'again':
        return this.#met[Number(value)];
      case 'object':
        return this.#fillObject(value as object);
      case 'Date':
        return this.#meet(new OriginalDate(Number(this.unpack(value))));
      case 'RegExp':
        return this.#meet(new RegExp(...(value as [string, string])));
      case 'Map':
        return this.#fillMap(this.#meet(new Map<unknown, unknown>()), value as [unknown, unknown][]);
      case 'Set':
        return this.#fillSet(this.#meet(new Set<unknown>()), value as unknown[]);
      case 'Error':
        return this.#error(value as { name: string; message: string; stack?: string; cause?: unknown });
      case 'DOMException': {
        const [message, name, stack] = value as [string, string, string];
        return this.#meet(Object.defineProperty(new DOMException(message, name), 'stack', { value: stack }));
      }
      case 'boxed':
        return this.#meet(Object(this.unpack(value)) as object);
      case 'sparse':
        return this.#sparse(value as [number, [string, unknown][]]);
      default: {
        const reference = this.#references?.unpack(kind, value) ?? null;
        return reference === null ? this.#bytes(kind, value) : this.#meet(reference);
      }
    }
  }

  #sparse([length, items]: readonly [number, readonly [string, unknown][]]): unknown[] {
    const list = this.#meet<unknown[]>([]);
    list.length = length;
    for (const [at, item] of items) list[Number(at)] = this.unpack(item);
    return list;
  }

  #fillMap(map: Map<unknown, unknown>, pairs: readonly [unknown, unknown][]): Map<unknown, unknown> {
    for (const [key, item] of pairs) map.set(this.unpack(key), this.unpack(item));
    return map;
  }

  #fillSet(set: Set<unknown>, items: readonly unknown[]): Set<unknown> {
    for (const item of items) set.add(this.unpack(item));
    return set;
  }

  #error(from: { name: string; message: string; stack?: string; cause?: unknown }): Error {
    const error = this.#meet(new (ERROR_KINDS[from.name] ?? Error)(from.message));
    const hidden = { writable: true, enumerable: false, configurable: true };
    Object.defineProperty(error, 'stack', { ...hidden, value: from.stack });
    if ('cause' in from) Object.defineProperty(error, 'cause', { ...hidden, value: this.unpack(from.cause) });
    return error;
  }

  #bytes(kind: string, packed: unknown): object {
    const [text, offset, length] = Array.isArray(packed) ? (packed as [string, number, number]) : [packed];
    const { buffer } = new Uint8Array(decodeBase64Url(String(text)) ?? []);
    const View = VIEWS[kind];
    return this.#meet(View === undefined ? buffer : new View(buffer, offset, length));
  }
}

/** The bytes of a buffer or view; a view of a part says which, because what it is a part of goes along. */
function packBytes(value: object, bytes: Uint8Array): unknown {
  if (!ArrayBuffer.isView(value) || bytes.length === value.buffer.byteLength) return encodeBase64Url(bytes);
  const { byteOffset } = value;
  const length = value instanceof DataView ? value.byteLength : (value as Uint8Array).length;
  return [encodeBase64Url(new Uint8Array(value.buffer)), byteOffset, length];
}

/** The JSON text of arguments or of a result; throws DataCloneError for what cannot be sent. */
export function packValue(value: unknown, references: References | null = null): string {
  return JSON.stringify(new Packer(references).pack(value));
}

/** The value that a text of `packValue`, already read as JSON, stands for. */
export function unpackValue(json: unknown, references: References | null = null): unknown {
  return new Unpacker(references).unpack(json);
}
