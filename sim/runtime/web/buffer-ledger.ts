// Counts the large buffers that an isolate's code makes, so that its memory can be limited whatever the garbage collector does and when.
import { TYPED_ARRAY_NAMES } from './names.ts';

/** Smaller buffers are not counted: keeping account of them would cost more than they do. A figure of this program, not of the world. */
const LARGE_BYTES = 65_536;

type Bytes = (ArrayBuffer | ArrayBufferView) & { readonly buffer?: unknown };
type Constructor = new (...args: unknown[]) => Bytes;
interface Memory {
  readonly buffer: ArrayBuffer;
}

/** The real one: what handlers get holds its target for ever. */
const Weak = WeakRef;
const refused = 'Array buffer allocation failed';

/** What no machine would give; code that asks for it is told so, and goes on. */
const MOST_BYTES = 68_719_476_736;

function tooLong(name: string, length: number): string {
  if (length <= Number.MAX_SAFE_INTEGER) return refused;
  return name === 'ArrayBuffer' ? 'Invalid array buffer length' : `Invalid typed array length: ${length}`;
}

/** What one isolate holds. */
export class BufferLedger {
  /** What large buffers may come to together; set by the host. */
  limitBytes = Number.POSITIVE_INFINITY;
  /** Whether more than the limit was alive at some time. */
  isOver = false;
  /** Never less than what is alive: buffers that died since the last collection are in it. */
  #heldBytes = 0;
  #buffers: WeakRef<Bytes>[] = [];
  #memories: WeakRef<Memory>[] = [];

  /** Whether so many bytes more would be too many even if nothing else were alive. */
  refuses(bytes: number): boolean {
    if (bytes <= this.limitBytes) return false;
    this.isOver = true;
    return true;
  }

  add(bytes: Bytes): void {
    if (bytes.byteLength < LARGE_BYTES || this.limitBytes === Number.POSITIVE_INFINITY) return;
    this.#buffers.push(new Weak(bytes));
    this.#heldBytes += bytes.byteLength;
    this.look();
  }

  addMemory(memory: Memory): void {
    this.#memories.push(new Weak(memory));
    this.look();
  }

  /** Looks again, since code may have let a WebAssembly memory grow; what is really alive decides. */
  look(): void {
    let pageBytes = 0;
    for (const memory of this.#memories) pageBytes += memory.deref()?.buffer.byteLength ?? 0;
    if (this.#heldBytes + pageBytes <= this.limitBytes) return;
    collector.collect();
    this.#buffers = this.#buffers.filter((bytes) => bytes.deref() !== undefined);
    this.#memories = this.#memories.filter((memory) => memory.deref() !== undefined);
    this.#heldBytes = this.#buffers.reduce((sum, bytes) => sum + (bytes.deref()?.byteLength ?? 0), 0);
    pageBytes = this.#memories.reduce((sum, memory) => sum + (memory.deref()?.buffer.byteLength ?? 0), 0);
    if (this.#heldBytes + pageBytes > this.limitBytes) this.isOver = true;
  }
}

/** Set once the host is known: collects whatever nobody refers to any more, at once. */
export const collector: { collect: () => void } = { collect: () => {} };

/** The ledger of the isolate woken last. */
export const ledgers: { woken: BufferLedger } = { woken: new BufferLedger() };

/** A constructor in the stead of the language's, with the same prototype and the same members. */
function counted(Original: Constructor): unknown {
  const unitBytes = (Original as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1;
  const largeLength = LARGE_BYTES / unitBytes;
  const Counted = function (this: unknown, a?: unknown, b?: unknown, c?: unknown): unknown {
    if (new.target === undefined) throw new TypeError(`Constructor ${Original.name} requires 'new'`);
    if (typeof a === 'number') {
      if (a < largeLength && new.target === Counted) return new Original(a, b);
      if (a * unitBytes > MOST_BYTES) throw new RangeError(tooLong(Original.name, a));
      if (ledgers.woken.refuses(a * unitBytes)) throw new RangeError(refused);
    }
    const made =
      new.target === Counted
        ? new Original(a, b, c)
        : (Reflect.construct(Original, [a, b, c], new.target) as Bytes);
    if (made.byteLength >= LARGE_BYTES && made.buffer !== a) {
      ledgers.woken.add(made);
      if (ledgers.woken.isOver) throw new RangeError(refused);
    }
    return made;
  };
  Object.setPrototypeOf(Counted, Object.getPrototypeOf(Original) as object);
  for (const key of Reflect.ownKeys(Original))
    Object.defineProperty(Counted, key, Object.getOwnPropertyDescriptor(Original, key) ?? {});
  Object.defineProperty(Original.prototype, 'constructor', { value: Counted });
  return Counted;
}

for (const name of ['ArrayBuffer', ...TYPED_ARRAY_NAMES])
  Reflect.set(globalThis, name, counted(Reflect.get(globalThis, name) as Constructor));
