// HTMLRewriter: documents are rewritten as they pass, by the parser that the platform itself uses.
import { carried } from '../carried-error.ts';
import { bodyInternals } from '../body.ts';
import { encodeUtf8 } from '../encoding.ts';
import { Response, responseInternals } from '../response.ts';
import { oneChunk } from '../byte-streams.ts';
import { ReadableStream } from '../streams.ts';
import { argumentError, bytesOf, defineInterface, isObject, textOf } from '../webidl.ts';
import { charsetOf } from './charset.ts';
import type { Charset } from './charset.ts';
import { parserHandlers, registered } from './handlers.ts';
import type { Registered } from './handlers.ts';
import { MachinePool } from './machine.ts';
import type { Machine } from './machine.ts';
import { plainNegations } from './negations.ts';
import { assertUnread, filled, forgetContents } from './streamed-content.ts';
import { tokenMaker } from './tokens.ts';

/** A selector with its handlers; the empty one stands for the document. */
interface Rule {
  readonly selector: string | null;
  readonly handlers: Registered;
}

const NOTHING = new Uint8Array(0);
const pool = new MachinePool(tokenMaker);

/** A parser in a machine: its address there, and what it writes. */
function openParser(machine: Machine, onOutput: (chunk: Uint8Array) => void): number {
  const sink = machine.give(onOutput);
  const address = machine.call('htmlrewriter_new', sink, 0);
  machine.take(sink);
  return address;
}

function addRule(machine: Machine, address: number, { selector, handlers }: Rule): void {
  const guarded = Object.entries(parserHandlers(handlers)).map(
    ([name, handler]) => [name, machine.guard(handler)] as const,
  );
  const handle = machine.give(Object.fromEntries(guarded));
  if (selector === null) machine.call('htmlrewriter_onDocument', address, handle);
  else machine.callWithTexts('htmlrewriter_on', address, [selector], handle);
}

/** A selector in the parser's words; throws the parser's own error for one that it does not know. */
function checkedSelector(given: string): string {
  const selector = plainNegations(given, checkedSelector);
  const machine = pool.take();
  const address = openParser(machine, () => undefined);
  const handlers = { owner: {}, callbacks: {} };
  addRule(machine, address, { selector, handlers });
  machine.call('__wbg_htmlrewriter_free', address);
  pool.give(machine);
  return selector;
}

/** One document on its way through a machine. */
class Rewriting {
  readonly #machine = pool.take();
  readonly #reader: ReadableStreamDefaultReader;
  readonly #address: number;
  readonly #charset: Charset | null;
  #output: Uint8Array[] = [];
  /** The step that is under way: true after the last chunk of the document. */
  #step: Promise<boolean> | null = null;
  /** Whom to tell that the parser waits for a handler. */
  #onWait: () => void = () => undefined;
  /** What a handler threw, told only after what was written before it. */
  #failure: { readonly error: unknown } | null = null;
  #isCancelled = false;

  constructor(source: ReadableStream, rules: readonly Rule[], charset: Charset | null) {
    this.#reader = source.getReader();
    this.#charset = charset;
    this.#address = openParser(this.#machine, (chunk) => {
      if (chunk.length > 0) this.#output.push(chunk);
    });
    for (const rule of rules) addRule(this.#machine, this.#address, rule);
  }

  /** Reads and rewrites until there is something to give. */
  async pull(controller: ReadableByteStreamController): Promise<void> {
    for (;;) {
      if (this.#failure !== null) throw this.#failure.error;
      const isLast = await this.#advance();
      const bytes = await this.#taken();
      if (this.#isCancelled) return;
      if (bytes.length > 0) controller.enqueue(bytes);
      if (isLast) {
        this.#finish();
        controller.close();
        // A stream that is closed while someone waits with a buffer must be told so.
        controller.byobRequest?.respond(0);
      }
      if (isLast || bytes.length > 0) return;
    }
  }

  /** Nobody wants the rest: no handler is called any more, and the source is told a moment later. */
  cancel(reason: unknown): void {
    this.#isCancelled = true;
    const told = reason === undefined ? new Error('Stream was cancelled.') : carried(reason);
    void Promise.resolve().then(() => this.#reader.cancel(told).catch(() => undefined));
  }

  /** Waits until a step is done, or until there is output that need not wait with the parser for a handler; true after the last chunk. */
  async #advance(): Promise<boolean> {
    if (this.#step !== null && this.#output.length > 0) return false;
    const waiting = new Promise<null>((resolve) => (this.#onWait = () => resolve(null)));
    this.#step ??= this.#rewriteChunk();
    const isLast = await firstOf(this.#step, waiting);
    if (isLast !== null) this.#step = null;
    return isLast ?? false;
  }

  /** One chunk of the document; true after the last. */
  async #rewriteChunk(): Promise<boolean> {
    const onWait = (): void => this.#onWait();
    const { done, value } = await this.#reader.read();
    if (this.#isCancelled) return true;
    try {
      if (!done) {
        const bytes = typeof value === 'string' ? encodeUtf8(value) : bytesOf(value);
        if (bytes === null) throw new TypeError('This ReadableStream did not return bytes.');
        await this.#machine.write(this.#address, this.#charset?.decode(bytes) ?? bytes, onWait);
        return false;
      }
      const rest = this.#charset?.rest() ?? NOTHING;
      if (rest.length > 0) await this.#machine.write(this.#address, rest, onWait);
      await this.#machine.end(this.#address, onWait);
    } catch (error) {
      this.#failure = { error: typeof error === 'string' ? new TypeError(`Parser error: ${error}`) : error };
      this.#reader.cancel(error).catch(() => undefined);
      return false;
    }
    return true;
  }

  async #taken(): Promise<Uint8Array> {
    const output = this.#output;
    this.#output = [];
    const bytes = await filled(this.#machine, output);
    return this.#charset?.encode(bytes) ?? bytes;
  }

  /** Gives the machine back; one whose document failed is left to the collector, for its parser is in the midst of something. */
  #finish(): void {
    this.#machine.call('__wbg_htmlrewriter_free', this.#address);
    forgetContents(this.#machine);
    pool.give(this.#machine);
  }
}

/** Rewrites the bodies of responses by handlers for elements, texts, comments and the document. */
export class HTMLRewriter {
  readonly #rules: Rule[] = [];

  on(selector?: unknown, handlers?: unknown): this {
    if (arguments.length === 0) throw argumentError('HTMLRewriter', 'on', 1, 'string');
    const type = 'ElementContentHandlers';
    const isAbsent = handlers === null || (handlers === undefined && arguments.length > 1);
    if (!isAbsent && !isObject(handlers)) throw argumentError('HTMLRewriter', 'on', 2, type);
    const own = registered(handlers ?? {}, type, ['element', 'comments', 'text']);
    this.#rules.push({ selector: checkedSelector(textOf(selector)), handlers: own });
    return this;
  }

  onDocument(handlers?: unknown): this {
    const type = 'DocumentContentHandlers';
    const isAbsent = handlers === null || (handlers === undefined && arguments.length > 0);
    if (!isAbsent && !isObject(handlers)) throw argumentError('HTMLRewriter', 'onDocument', 1, type);
    const names = ['doctype', 'comments', 'text', 'end'];
    this.#rules.push({ selector: null, handlers: registered(handlers ?? {}, type, names) });
    return this;
  }

  transform(given?: unknown): Response {
    const response = responseInternals.find(given);
    if (response === null) throw argumentError('HTMLRewriter', 'transform', 1, 'Response');
    if (response.type === 'error') throw new TypeError('HTMLRewriter cannot transform an error response');
    const charset = charsetOf(response.headers.get('content-type') ?? '');
    if (response.bodyUsed || bodyInternals.isLocked(response)) assertUnread(response.body);
    const body = bodyInternals.take(response);
    if (body === null) return response;
    const bytes = typeof body === 'string' ? encodeUtf8(body) : body;
    const source = bytes instanceof Uint8Array ? oneChunk(bytes) : bytes;
    const rewriting = new Rewriting(source, this.#rules, charset);
    const rewritten = new ReadableStream(
      {
        type: 'bytes',
        pull: (controller) => rewriting.pull(controller),
        cancel: (reason) => rewriting.cancel(reason),
      },
      // Rewriting begins at once, as on the platform, whether or not anybody reads.
      { highWaterMark: 1 },
    );
    return new Response(rewritten, response);
  }
}
defineInterface(HTMLRewriter, 'HTMLRewriter');

/** What settles first of two promises, without the methods that code may have replaced. */
function firstOf<A, B>(one: Promise<A>, other: Promise<B>): Promise<A | B> {
  return new Promise((resolve, reject) => {
    one.then(resolve, reject);
    other.then(resolve, reject);
  });
}
