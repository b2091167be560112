// Runs handler sources in a realm for tests: every operation is answered by a small model of its own, in virtual time.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bundleHandler } from '../../sim/runtime/bundle.ts';
import { createRealm } from '../../sim/runtime/realm.ts';
import type {
  Answer,
  BindingSpec,
  Bundle,
  CallLimits,
  Emission,
  IncomingRequest,
  Isolate,
  OperationEmission,
  Realm,
  SocketSignal,
  RealmKind,
} from '../../sim/runtime/types.ts';
import { buildWebSource } from '../../sim/runtime/web-source.ts';

/** Answers an operation; undefined leaves it waiting for ever. */
export type Answerer = (operation: OperationEmission) => Answer | undefined;

export interface BenchOptions {
  readonly bindings?: readonly BindingSpec[];
  readonly answer?: Answerer;
  readonly seed?: number;
  readonly epochMs?: number;
  readonly kind?: RealmKind;
}

/** What came of one call, with everything it did on the way. */
export interface Outcome {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly headerList: readonly string[];
  readonly text: string;
  readonly bytes: Uint8Array;
  /** `TypeError: message` when the handler threw. */
  readonly error: string;
  readonly stack: string;
  readonly operations: readonly OperationEmission[];
  readonly console: readonly string[];
  readonly emissions: readonly Emission[];
  /** The call has neither responded nor thrown, and nothing of its isolate is pending. */
  readonly hung: boolean;
}

const FOLDER = join(import.meta.dirname, '../../node_modules/.antipode-test');

const GET: IncomingRequest = {
  method: 'GET',
  url: 'https://example.com/',
  headers: [],
  body: null,
  cfJson: '{}',
};

/** Writes sources into a folder of their own and bundles `handler.ts`; further files may be imported by it. */
export async function bundleSource(
  source: string,
  files: Readonly<Record<string, string | Uint8Array>> = {},
  kind: RealmKind = 'shared',
): Promise<Bundle> {
  // Inside the project, so that npm imports resolve.
  await mkdir(FOLDER, { recursive: true });
  const folder = await mkdtemp(join(FOLDER, 'handler-'));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  const path = join(folder, 'handler.ts');
  await writeFile(path, source);
  return bundleHandler(path, kind).finally(() => rm(folder, { recursive: true }));
}

const utf8 = new TextEncoder();

/** A realm with a clock and a queue of its own: enough of an engine to see handlers through to their end. */
export class TestBench {
  readonly realm: Realm;
  clockUs = 0;
  #lastCallId = 0;
  readonly #answer: Answerer;
  readonly #due: {
    readonly atUs: number;
    readonly operation: OperationEmission;
    readonly isolate: Isolate | undefined;
  }[] = [];
  readonly #isolateOfCall = new Map<number, Isolate>();
  /** Everything that came out, in order. */
  readonly emissions: Emission[] = [];

  constructor(webSource: string, options: BenchOptions) {
    this.#answer = options.answer ?? (() => ({ ok: true, value: null }));
    this.realm = createRealm(
      {
        seed: options.seed ?? 1,
        epochMs: options.epochMs ?? 1_767_225_600_000,
        journeyKeyOf: (callId) => callId,
      },
      webSource,
      options.kind,
    );
  }

  start(bundle: Bundle, bindings: readonly BindingSpec[] = [], ownerKey = 1, limits?: CallLimits): Isolate {
    const options = { ownerKey, bindings, ...(limits === undefined ? {} : { limits }) };
    const isolate = this.realm.createIsolate(bundle, options);
    isolate.start();
    this.#collect();
    return isolate;
  }

  /** Begins a call and returns its id; `finish` sees it through. */
  begin(isolate: Isolate, request: Partial<IncomingRequest> = {}): number {
    const callId = ++this.#lastCallId;
    this.#isolateOfCall.set(callId, isolate);
    isolate.setClockUs(this.clockUs);
    isolate.fetch(callId, { ...GET, ...request });
    this.#collect();
    return callId;
  }

  /** Begins a call of `scheduled` or `queue`. */
  event(isolate: Isolate, name: 'scheduled' | 'queue' | 'rpc', event: object): number {
    const callId = ++this.#lastCallId;
    this.#isolateOfCall.set(callId, isolate);
    isolate.setClockUs(this.clockUs);
    isolate.event(callId, name, JSON.stringify(event));
    this.#collect();
    return callId;
  }

  /** Lets the client of a call say something over its socket. */
  say(isolate: Isolate, callId: number, signal: SocketSignal): void {
    isolate.setClockUs(this.clockUs);
    isolate.socket(`call:${callId}`, signal);
    this.#collect();
  }

  /** Answers operations in order of virtual time until none is due. */
  finish(): void {
    for (let turn = 0; turn < 100_000; turn++) {
      const next = this.#due.shift();
      if (next === undefined) return;
      const { operation, isolate } = next;
      const answer =
        operation.verb === 'timer' ? { ok: true as const, value: null } : this.#answer(operation);
      if (answer === undefined) continue;
      this.clockUs = next.atUs;
      isolate?.setClockUs(this.clockUs);
      this.realm.answer(operation.opId, answer);
      this.#collect();
    }
    throw new Error('The handler did not come to an end within 100,000 operations.');
  }

  call(isolate: Isolate, request: Partial<IncomingRequest> = {}): Outcome {
    const callId = this.begin(isolate, request);
    this.finish();
    return this.outcome(callId);
  }

  /** What is known of a call now. */
  outcome(callId: number): Outcome {
    const emissions = this.emissions.filter((emission) => 'callId' in emission && emission.callId === callId);
    const response = emissions.find((emission) => emission.kind === 'response');
    const exception = emissions.find((emission) => emission.kind === 'exception');
    const headerList = response?.headers ?? [];
    const chunks = emissions.flatMap((emission) => (emission.kind === 'chunk' ? [emission.body] : []));
    const bytes = joined([response?.body ?? '', ...chunks]);
    const headers: Record<string, string> = {};
    for (let i = 0; i + 1 < headerList.length; i += 2) headers[headerList[i] ?? ''] = headerList[i + 1] ?? '';
    return {
      status: response?.status ?? 0,
      statusText: response?.statusText ?? '',
      headers,
      headerList,
      text: new TextDecoder().decode(bytes),
      bytes,
      error: exception === undefined ? '' : `${exception.name}: ${exception.message}`,
      stack: exception?.stack ?? '',
      operations: emissions.filter((emission) => emission.kind === 'operation'),
      console: emissions.flatMap((emission) => (emission.kind === 'console' ? [emission.text] : [])),
      emissions,
      hung: response === undefined && exception === undefined && this.#due.length === 0,
    };
  }

  #collect(): void {
    for (const emission of this.realm.settle()) {
      this.emissions.push(emission);
      if (emission.kind === 'operation') this.#schedule(emission);
      if (emission.kind !== 'cancel') continue;
      const at = this.#due.findIndex(({ operation }) => operation.opId === emission.opId);
      if (at >= 0) this.#due.splice(at, 1);
    }
  }

  #schedule(operation: OperationEmission): void {
    const delayMs =
      operation.verb === 'timer' ? (JSON.parse(operation.optionsJson) as { delayMs: number }).delayMs : 1;
    const isolate = this.#isolateOfCall.get(operation.callId);
    const atUs = this.clockUs + delayMs * 1000;
    const after = this.#due.findLastIndex((other) => other.atUs <= atUs);
    this.#due.splice(after + 1, 0, { atUs, operation, isolate });
  }
}

function joined(parts: readonly (string | Uint8Array)[]): Uint8Array {
  return new Uint8Array(parts.flatMap((part) => [...(typeof part === 'string' ? utf8.encode(part) : part)]));
}

const webSource = await buildWebSource();

/** A bench of its own realm. */
export function openBench(options: BenchOptions = {}): TestBench {
  return new TestBench(webSource, options);
}

/** Bundles a source and opens one isolate of it. */
export async function openHandler(
  source: string,
  options: BenchOptions = {},
): Promise<{ readonly bench: TestBench; readonly isolate: Isolate }> {
  const bench = openBench(options);
  const isolate = bench.start(await bundleSource(source), options.bindings);
  return { bench, isolate };
}

/**
 * Runs the body of an async function `(request, env, ctx)` inside a handler and returns what it returns, by way of JSON;
 * what it throws is thrown here as an Error with the same name and message. Imports may be given apart.
 */
export async function evaluate(
  body: string,
  options: BenchOptions & { readonly imports?: string } = {},
): Promise<unknown> {
  const source = `${options.imports ?? ''}
export default { async fetch(request, env, ctx) {
  const result = await (async () => { ${body} })();
  return new Response(JSON.stringify(result === undefined ? null : result));
} };`;
  const { bench, isolate } = await openHandler(source, options);
  const outcome = bench.call(isolate);
  const failed = bench.emissions.find((emission) => emission.kind === 'evaluated' && !emission.ok);
  if (failed?.kind === 'evaluated') throw new Error(failed.message);
  if (outcome.error !== '') throw Object.assign(new Error(outcome.error), { stack: outcome.stack });
  if (outcome.hung) throw new Error('The snippet never answered.');
  return JSON.parse(outcome.text) as unknown;
}
