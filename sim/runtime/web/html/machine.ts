// One instance of the lol-html build that npm's `htmlrewriter` carries, with glue of our own: strings, objects, and handlers that wait.
import { CompiledModule } from '../before-lockdown.ts';
import { decodeUtf8, encodeUtf8 } from '../encoding.ts';
import { host } from '../host.ts';

type WasmFunction = (...args: number[]) => number;
type Exports = Readonly<Record<string, WasmFunction>> & {
  readonly memory: { readonly buffer: ArrayBuffer };
};

/** Makes what handlers see of the things that the parser finds. */
export interface TokenMaker {
  /** The token of one kind (`element`, `comment`, …) that stands at an address. */
  make(machine: Machine, kind: string, address: number): object;
  /** Makes a token useless to whoever kept it. */
  release(token: object): void;
}

/** What a handler is to the parser: it takes a token, and gives a promise when the parser must wait. */
export type TokenHandler = (token: object) => Promise<unknown> | undefined;

/** Where asyncify keeps the frames of a suspended parse; the build's own kilobyte is too little for deep ones. */
const STACK_BYTES = 32_768;
const UNWINDING = 1;
const REWINDING = 2;
/** The build's heap begins with these; it counts on their places. */
const RESERVED = [undefined, null, true, false];
const FIRST_FREE = 32 + RESERVED.length;
/** Options of an insertion, by which the build tells markup from text. */
const AS_HTML = { html: true };

/** An instance serves one document at a time, because a handler that waits leaves the parser's frames in its memory. */
export class Machine {
  readonly #exports: Exports;
  readonly #tokens: TokenMaker;
  readonly #heap: unknown[] = [];
  #nextFree = FIRST_FREE;
  #bytes = new Uint8Array(0);
  readonly #stack: number;
  #promise: unknown = null;
  /** The token whose handler runs or is waited for. */
  #token: object | null = null;

  constructor(module: object, tokens: TokenMaker) {
    const { Instance } = Reflect.get(globalThis, 'WebAssembly') as {
      Instance: new (module: object, imports: object) => { readonly exports: Exports };
    };
    this.#tokens = tokens;
    for (let i = 0; i < 32; i++) this.#heap.push(undefined);
    this.#heap.push(...RESERVED);
    this.#exports = new Instance(module, { wbg: this.#imports() }).exports;
    this.#stack = this.call('__wbindgen_malloc', STACK_BYTES);
  }

  /** Size of its memory, which never shrinks. */
  get memoryBytes(): number {
    return this.#exports.memory.buffer.byteLength;
  }

  /** Calls an exported function. */
  call(name: string, ...args: number[]): number {
    const exported = this.#exports[name];
    if (exported === undefined) throw new Error(`The build of lol-html has no ${name}.`);
    return exported(...args);
  }

  /** Calls a function that takes texts, and perhaps further numbers, after the address of its object. */
  callWithTexts(name: string, address: number, texts: readonly string[], ...rest: number[]): number {
    const args = [address];
    for (const text of texts) {
      const bytes = encodeUtf8(text);
      args.push(this.#place(bytes), bytes.length);
    }
    return this.call(name, ...args, ...rest);
  }

  /** Calls a function that returns a text. */
  textOf(name: string, address: number): string {
    const at = this.call('__wbindgen_add_to_stack_pointer', -16);
    try {
      this.call(name, at, address);
      const view = new DataView(this.#exports.memory.buffer);
      const [start, size] = [view.getUint32(at, true), view.getUint32(at + 4, true)];
      const text = this.#text(start, size);
      this.call('__wbindgen_free', start, size);
      return text;
    } finally {
      this.call('__wbindgen_add_to_stack_pointer', 16);
    }
  }

  /** The value behind a handle that an exported function returned. */
  take(handle: number): unknown {
    const value = this.#heap[handle];
    if (handle < FIRST_FREE) return value;
    this.#heap[handle] = this.#nextFree;
    this.#nextFree = handle;
    return value;
  }

  /** A handle for a value, to give to an exported function. */
  give(value: unknown): number {
    const handle = this.#nextFree;
    const next = this.#heap[handle];
    this.#nextFree = typeof next === 'number' ? next : handle + 1;
    this.#heap[handle] = value;
    return handle;
  }

  /** The handle of options that say whether a content is markup. */
  contentType(isHtml: boolean): number {
    return isHtml ? this.give(AS_HTML) : 0;
  }

  /** Lets the parser have bytes; resolves when all handlers are through with them, and tells whenever one of them lets it wait. */
  write(address: number, chunk: Uint8Array, onWait: () => void): Promise<void> {
    return this.#run(onWait, 'htmlrewriter_write', address, this.#place(chunk), chunk.length);
  }

  /** Tells the parser that nothing follows. */
  end(address: number, onWait: () => void): Promise<void> {
    return this.#run(onWait, 'htmlrewriter_end', address);
  }

  /** Wraps a handler so that its token lives no longer than it runs. */
  guard(handler: TokenHandler): (token: object) => Promise<unknown> | undefined {
    return (token) => {
      this.#token = token;
      const result = handler(token);
      if (result === undefined) this.#release();
      return result;
    };
  }

  async #run(onWait: () => void, name: string, ...args: number[]): Promise<void> {
    this.call(name, ...args);
    while (this.call('asyncify_get_state') === UNWINDING) {
      this.call('asyncify_stop_unwind');
      onWait();
      await this.#promise;
      this.#release();
      this.call('asyncify_start_rewind', this.#stack);
      this.call(name, ...args);
    }
  }

  #release(): void {
    if (this.#token !== null) this.#tokens.release(this.#token);
    this.#token = null;
  }

  /** Suspends the parse until a promise settles; when it is resumed the same call is made again, and lets it go on. */
  #wait(promise: unknown): void {
    if (this.call('asyncify_get_state') === REWINDING) {
      this.call('asyncify_stop_rewind');
      return;
    }
    const view = new DataView(this.#exports.memory.buffer);
    view.setUint32(this.#stack, this.#stack + 8, true);
    view.setUint32(this.#stack + 4, this.#stack + STACK_BYTES, true);
    this.#promise = promise;
    this.call('asyncify_start_unwind', this.#stack);
  }

  #memory(): Uint8Array {
    const { buffer } = this.#exports.memory;
    if (this.#bytes.buffer !== buffer) this.#bytes = new Uint8Array(buffer);
    return this.#bytes;
  }

  /** Copies bytes into the build's memory, which then owns them. */
  #place(bytes: Uint8Array): number {
    const at = this.call('__wbindgen_malloc', bytes.length);
    this.#memory().set(bytes, at);
    return at;
  }

  #text(start: number, size: number): string {
    const bytes = this.#memory().subarray(start, start + size);
    // A byte order mark is part of the document here, and the common decoder would drop it.
    const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    return `${marked ? '\uFEFF' : ''}${decodeUtf8(bytes)}`;
  }

  /** A value's member as a handle; 0 when it has none. */
  #member(handle: number, name: string): number {
    const value: unknown = Reflect.get(this.#heap[handle] as object, name);
    return value === undefined || value === null ? 0 : this.give(value);
  }

  #flag(handle: number, name: string): number {
    const value: unknown = Reflect.get(this.#heap[handle] as object, name);
    return value === undefined || value === null ? 0xff_ff_ff : Number(Boolean(value));
  }

  #invoke(fn: number, argument: number): number {
    try {
      return this.give((this.#heap[fn] as (value: unknown) => unknown)(this.#heap[argument]));
    } catch (error) {
      this.call('__wbindgen_exn_store', this.give(error));
      return 0;
    }
  }

  #debugText(target: number, text: string): void {
    const bytes = encodeUtf8(text);
    const at = this.#place(bytes);
    const view = new DataView(this.#exports.memory.buffer);
    view.setUint32(target, at, true);
    view.setUint32(target + 4, bytes.length, true);
  }

  /** What the build imports, by the names that its bindings generator gave; they hold for the exact version in package.json. */
  #imports(): Record<string, WasmFunction | ((...args: number[]) => void)> {
    const heap = this.#heap;
    const token = (kind: string) => (address: number) => this.give(this.#tokens.make(this, kind, address));
    const member = (name: string) => (handle: number) => this.#member(handle, name);
    return {
      __wbindgen_object_drop_ref: (handle = 0) => void this.take(handle),
      __wbindgen_object_clone_ref: (handle = 0) => this.give(heap[handle]),
      __wbindgen_string_new: (start = 0, size = 0) => this.give(this.#text(start, size)),
      __wbindgen_memory: () => this.give(this.#exports.memory),
      __wbindgen_throw: (start = 0, size = 0) => {
        throw new Error(this.#text(start, size));
      },
      __wbindgen_rethrow: (handle = 0) => {
        throw this.take(handle);
      },
      __wbindgen_debug_string: (target = 0, handle = 0) => this.#debugText(target, typeof heap[handle]),
      __wbg_String_60c4ba333b5ca1c6: (target = 0, handle = 0) =>
        this.#debugText(target, String(heap[handle])),
      __wbg_html_cd9a0f328493678b: (handle = 0) => this.#flag(handle, 'html'),
      __wbg_enableEsiTags_de6b91cc61a25874: () => 0,
      __wbg_element_new: token('element'),
      __wbg_endtag_new: token('endtag'),
      __wbg_comment_new: token('comment'),
      __wbg_textchunk_new: token('textchunk'),
      __wbg_doctype_new: token('doctype'),
      __wbg_documentend_new: token('documentend'),
      __wbg_element_c38470ed972aea27: member('element'),
      __wbg_comments_ba86bc03331d9378: member('comments'),
      __wbg_comments_94d876f6c0502e82: member('comments'),
      __wbg_text_7800bf26cb443911: member('text'),
      __wbg_text_4606a16c30e4ae91: member('text'),
      __wbg_doctype_ac58c0964a59b61b: member('doctype'),
      __wbg_end_34efb9402eac8a4e: member('end'),
      __wbg_call_6c4ea719458624eb: (fn = 0, _self = 0, argument = 0) => this.#invoke(fn, argument),
      __wbg_awaitPromise_39a1101fd8518869: (_stack = 0, handle = 0) => this.#wait(heap[handle]),
      __wbg_instanceof_Promise_c6535fc791fcc4d2: (handle = 0) => Number(heap[handle] instanceof Promise),
      __wbg_new_4fee7e2900033464: () => this.give([]),
      __wbg_push_ba9b5e3c25cff8f9: (list = 0, item = 0) => (heap[list] as unknown[]).push(heap[item]),
      __wbg_new_917809a3e20a4b00: (start = 0, size = 0) => this.give(new TypeError(this.#text(start, size))),
      __wbg_buffer_89a8560ab6a3d9c6: (memory = 0) => this.give((heap[memory] as Exports['memory']).buffer),
      __wbg_newwithbyteoffsetandlength_e45d8b33c02dc3b5: (buffer = 0, start = 0, size = 0) =>
        this.give(new Uint8Array(heap[buffer] as ArrayBuffer, start >>> 0, size >>> 0)),
      __wbg_new_bd2e1d010adb8a1a: (view = 0) => this.give((heap[view] as Uint8Array).slice()),
    };
  }
}

const MAX_IDLE = 8;
const MAX_IDLE_BYTES = 16_777_216;

/** Machines that wait for a document; they carry nothing from one to the next but their code. */
export class MachinePool {
  readonly #tokens: TokenMaker;
  readonly #idle: Machine[] = [];
  #module: object | null = null;

  constructor(tokens: TokenMaker) {
    this.#tokens = tokens;
  }

  take(): Machine {
    this.#module ??= new CompiledModule(host.html.build());
    return this.#idle.pop() ?? new Machine(this.#module, this.#tokens);
  }

  /** Gives a machine back whose document came to a good end; one that has grown large is let go. */
  give(machine: Machine): void {
    if (this.#idle.length < MAX_IDLE && machine.memoryBytes <= MAX_IDLE_BYTES) this.#idle.push(machine);
  }
}
