// Values as methods of services send them: JSON wherever JSON has words for them, and marked objects for whatever else may be cloned.
import { decodeBase64Url, encodeBase64Url } from './base64.ts';
import { OriginalDate } from './before-lockdown.ts';
import { DOMException } from './dom-exception.ts';
import { bytesOf, interfaceNameOf, isObject } from './webidl.ts';

/** Marks an object that stands for something else; an ordinary object with this key is marked as such. */
const MARK = '$antipode';

type Marked = Readonly<Record<string, unknown>>;

const VIEWS: Readonly<Record<string, new (buffer: ArrayBuffer) => object>> = {
  BigInt64Array,
  BigUint64Array,
  DataView,
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

const ERRORS: Readonly<Record<string, new (message: string) => Error>> = {
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
};

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
      case 'function':
        throw new DOMException(`${String(value)} could not be cloned.`, 'DataCloneError');
      default:
        return isObject(value) ? this.#packObject(value) : value;
    }
  }

  #packObject(value: object): unknown {
    const before = this.#met.get(value);
    if (before !== undefined) return marked('again', before);
    this.#met.set(value, this.#met.size);
    if (Array.isArray(value)) return Array.from(value, (item: unknown) => this.pack(item));
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
    if (value instanceof Error) return marked('Error', this.#packError(value));
    const bytes = bytesOf(value);
    if (bytes !== null) {
      const kind = Object.prototype.toString.call(value).slice('[object '.length, -1);
      return marked(kind, encodeBase64Url(bytes));
    }
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      throw refuse(interfaceNameOf(value) ?? String((value.constructor as { name?: unknown }).name));
    }
    const copy = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.pack(item)]));
    return MARK in copy ? marked('object', copy) : copy;
  }

  #packError({ name, message, stack, cause }: Error): Marked {
    return { name, message, stack, ...(cause !== undefined && { cause: this.pack(cause) }) };
  }
}

/** Reads what a Packer wrote, meeting objects in the same order. */
class Unpacker {
  readonly #met: object[] = [];

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
    for (const [key, item] of Object.entries(value)) copy[key] = this.unpack(item);
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
      default:
        return this.#bytes(kind, String(value));
    }
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
    const error = this.#meet(new (ERRORS[from.name] ?? Error)(from.message));
    const hidden = { writable: true, enumerable: false, configurable: true };
    Object.defineProperty(error, 'stack', { ...hidden, value: from.stack });
    if ('cause' in from) Object.defineProperty(error, 'cause', { ...hidden, value: this.unpack(from.cause) });
    return error;
  }

  #bytes(kind: string, text: string): object {
    const { buffer } = new Uint8Array(decodeBase64Url(text) ?? []);
    const View = VIEWS[kind];
    return this.#meet(View === undefined ? buffer : new View(buffer));
  }
}

/** The JSON text of arguments or of a result; throws DataCloneError for what cannot be sent. */
export function packValue(value: unknown): string {
  return JSON.stringify(new Packer().pack(value));
}

/** The value that a text of `packValue`, already read as JSON, stands for. */
export function unpackValue(json: unknown): unknown {
  return new Unpacker().unpack(json);
}
