// The host's end of emissions and wakes: wakes queue up, one settle lets the code run and hands over what came out.
import type { EmitPort } from './web/host-port.ts';
import type { Emission } from './types.ts';

/** Most header texts that are kept split; a scenario has few distinct ones. */
const MAX_KNOWN_HEADERS = 1024;

/** A host copy of what came out of the realm: texts as they are, bytes copied, because the handler may change its own. */
function copied(body: string | Uint8Array | null): string | Uint8Array | null {
  return body === null || typeof body === 'string' ? body : new Uint8Array(body);
}

const NOTHING: readonly Emission[] = [];

/** Collects what leaves the realm during one settle. */
export class EmissionLog implements EmitPort {
  private list: Emission[] = [];
  private count = 0;
  private spare: Emission[] = [];
  readonly #knownHeaders = new Map<string, readonly string[]>();

  /** Hands over what has come out since it was last asked; the list is used again by the next but one call, for growing lists anew costs more than filling them. */
  take(): readonly Emission[] {
    if (this.count === 0) return NOTHING;
    const taken = this.list;
    // Each segment of code mostly says as much as the one before; to set a length costs a call of the engine's runtime, also when it stays.
    if (taken.length !== this.count) taken.length = this.count;
    this.list = this.spare;
    this.count = 0;
    this.spare = taken;
    return taken;
  }

  private push(emission: Emission): void {
    this.list[this.count++] = emission;
  }

  operation(
    callId: number,
    opId: number,
    verb: string,
    binding: string,
    key: string,
    optionsJson: string,
    body: string | Uint8Array | null,
  ): void {
    this.push({ kind: 'operation', callId, opId, verb, binding, key, optionsJson, body: copied(body) });
  }

  cancel(callId: number, opId: number): void {
    this.push({ kind: 'cancel', callId, opId });
  }

  response(
    callId: number,
    status: number,
    statusText: string,
    headersText: string,
    body: string | Uint8Array | null,
    streaming: boolean,
    socket: string,
  ): void {
    this.push({
      kind: 'response',
      callId,
      status,
      statusText,
      headers: this.#split(headersText),
      body: copied(body),
      streaming,
      socket,
    });
  }

  chunk(callId: number, body: string | Uint8Array, last: boolean): void {
    this.push({ kind: 'chunk', callId, body: copied(body) ?? '', last });
  }

  exception(callId: number, name: string, message: string, stack: string, passThrough: boolean): void {
    this.push({ kind: 'exception', callId, name, message, stack, passThrough });
  }

  event(callId: number, outcomeJson: string): void {
    this.push({ kind: 'event', callId, outcomeJson });
  }

  socket(
    callId: number,
    socket: string,
    name: 'message' | 'close' | 'accept',
    body: string | Uint8Array,
    code: number,
    reason: string,
  ): void {
    this.push({ kind: 'socket', callId, socket, name, body: copied(body) ?? '', code, reason });
  }

  finished(callId: number, waitUntilFailed: boolean, lingers: boolean): void {
    this.push({ kind: 'finished', callId, waitUntilFailed, lingers });
  }

  console(callId: number, level: string, text: string): void {
    this.push({ kind: 'console', callId, level, text });
  }

  evaluated(isolateId: number, ok: boolean, message: string): void {
    this.push({ kind: 'evaluated', isolateId, ok, message });
  }

  /** Header pairs of a wire text; equal texts share one list. */
  #split(text: string): readonly string[] {
    const known = this.#knownHeaders.get(text);
    if (known !== undefined) return known;
    const pairs = Object.freeze(text.split('\n').slice(1).flatMap(splitPair));
    if (this.#knownHeaders.size < MAX_KNOWN_HEADERS) this.#knownHeaders.set(text, pairs);
    return pairs;
  }
}

function splitPair(line: string): string[] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1)];
}

/** What is woken; `drain` is the number of the drain that woke it last. */
export interface Woken {
  drain: number;
}

/** Something that wakes one isolate; run only inside a settle. */
export interface Wake {
  /** What it wakes, or the operation whose asker it wakes. */
  readonly target: Woken | number;
  run(): void;
}

/** Wakes in order of arrival, run so that no isolate is woken twice in one drain of the microtasks. */
export class WakeQueue {
  /** The first `#count` are waiting. A list that is cut to length 0 gives its room back, so lists are filled anew from the front. */
  #wakes: Wake[] = [];
  #count = 0;
  /** The list of the settle before. */
  #spare: Wake[] = [];
  #drains = 0;
  readonly #runMicrotasks: () => void;
  /** Whether every wake needs a drain of its own, so that what it leaves rejected is known to be its. */
  drainsEach = false;
  readonly #askerOf: (opId: number) => Woken | undefined;

  constructor(runMicrotasks: () => void, askerOf: (opId: number) => Woken | undefined) {
    this.#runMicrotasks = runMicrotasks;
    this.#askerOf = askerOf;
  }

  add(wake: Wake): void {
    this.#wakes[this.#count++] = wake;
  }

  /** Forgets every wake that has not run. */
  clear(): void {
    this.#wakes = [];
    this.#spare = [];
    this.#count = 0;
  }

  /** An isolate that is woken again must first have finished with its earlier wake, or work would go to the wrong request. */
  runAll(): void {
    const wakes = this.#wakes;
    const count = this.#count;
    if (count === 0) return;
    this.#wakes = this.#spare;
    this.#count = 0;
    this.#drains++;
    for (let n = 0; n < count; n++) {
      const wake = wakes[n] as Wake;
      const target = typeof wake.target === 'number' ? this.#askerOf(wake.target) : wake.target;
      if (target === undefined) continue;
      if (target.drain === this.#drains || this.drainsEach) {
        this.#runMicrotasks();
        this.#drains++;
      }
      target.drain = this.#drains;
      wake.run();
    }
    this.#spare = wakes;
    this.#runMicrotasks();
  }
}
