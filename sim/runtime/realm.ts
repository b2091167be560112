// The one realm of a thread: a hardened vm context in which the isolates of one trial after the other live.
import { setFlagsFromString } from 'node:v8';
import { constants, createContext, Script } from 'node:vm';
import type { Context } from 'node:vm';
import { createHostPort } from './host/port.ts';
import type { Alloc } from './host/port.ts';
import { HostIsolate, intoRealm } from './isolate.ts';
import type { RealmLinks } from './isolate.ts';
import { guardAgainstRejections, rejectionsNow } from './rejections.ts';
import { EmissionLog, WakeQueue } from './settle.ts';
import { StackMap } from './stack-map.ts';
import type {
  Answer,
  BindingSpec,
  Bundle,
  CallLimits,
  Emission,
  Isolate,
  Realm,
  RealmOptions,
} from './types.ts';
import type { HostPort } from './web/host-port.ts';
import type { RealmPort } from './web/index.ts';

type Code = ReturnType<RealmPort['createCode']>;

/** The function that the web source evaluates to. */
type MakeWeb = (port: HostPort) => { boot(): RealmPort };

/** Microtasks run when an evaluation ends, so evaluating nothing drains them, exactly and at once. */
const NOTHING = new Script('0', { filename: 'antipode-drain' });

class VmRealm implements Realm {
  readonly #context: Context;
  readonly #port: RealmPort;
  readonly #alloc: Alloc;
  readonly #log = new EmissionLog();
  readonly #wakes: WakeQueue;
  readonly #stacks = new StackMap();
  readonly #codes = new Map<string, Code>();
  readonly #isolates = new Map<number, HostIsolate>();
  #links: RealmLinks;
  #lastIsolateId = 0;

  constructor(webSource: string) {
    // Node 24's V8 has base64 of byte arrays behind a flag that workerd's V8 no longer needs.
    setFlagsFromString('--js-base-64');
    this.#context = createContext(constants.DONT_CONTEXTIFY, {
      microtaskMode: 'afterEvaluate',
      codeGeneration: { strings: false, wasm: true },
    });
    const context = this.#context;
    this.#wakes = new WakeQueue(
      () => {
        NOTHING.runInContext(context);
        if (this.#wakes.drainsEach) this.#tellRejections();
      },
      (opId) => this.#isolates.get(this.#port.ownerOf(opId)),
    );
    this.#alloc = new Script('(sizeBytes) => new Uint8Array(sizeBytes)').runInContext(context) as Alloc;
    const makeWeb = new Script(webSource, { filename: 'antipode-web' }).runInContext(context) as MakeWeb;
    const stacks = { locate: this.#stacks.locate.bind(this.#stacks) };
    const rejections = {
      watch: () => {
        this.#wakes.drainsEach = true;
      },
    };
    const web = makeWeb(createHostPort(this.#alloc, { emit: emitPort(this.#log), stacks, rejections }));
    this.#port = web.boot();
    this.#links = this.#linksOf((callId) => callId);
  }

  /** Code stays compiled and warm from trial to trial; nothing that it left behind does. */
  begin({ seed, epochMs, journeyKeyOf }: RealmOptions): void {
    this.#wakes.clear();
    this.#wakes.drainsEach = false;
    this.#log.list.length = 0;
    this.#isolates.clear();
    this.#lastIsolateId = 0;
    this.#port.begin(seed, epochMs);
    this.#links = this.#linksOf(journeyKeyOf);
  }

  #linksOf(journeyKeyOf: RealmOptions['journeyKeyOf']): RealmLinks {
    return {
      port: this.#port,
      wakes: this.#wakes,
      alloc: this.#alloc,
      journeyKeyOf,
      forget: (isolateId) => this.#isolates.delete(isolateId),
    };
  }

  createIsolate(
    bundle: Bundle,
    options: {
      readonly ownerKey: number;
      readonly bindings: readonly BindingSpec[];
      readonly limits?: CallLimits;
    },
  ): Isolate {
    const id = ++this.#lastIsolateId;
    const bindings = JSON.stringify(options.bindings);
    const inner = this.#port.createIsolate(id, options.ownerKey, bindings, this.#codeOf(bundle));
    const { limits } = options;
    if (limits !== undefined) this.#port.limit(inner, limits.subrequests ?? 0, limits.connections ?? 0);
    const isolate = new HostIsolate(id, inner, this.#links);
    this.#isolates.set(id, isolate);
    return isolate;
  }

  answer(opId: number, answer: Answer): void {
    const port = this.#port;
    this.#wakes.add({
      target: opId,
      run: () => {
        if (answer.ok) port.answer(opId, true, intoRealm(this.#alloc, answer.value), answer.metaJson ?? '');
        else port.answer(opId, false, answer.message, answer.name);
      },
    });
  }

  setClockUs(isolateId: number, clockUs: number): void {
    this.#isolates.get(isolateId)?.setClockUs(clockUs);
  }

  settle(): readonly Emission[] {
    this.#log.list.length = 0;
    this.#wakes.runAll();
    return this.#log.list;
  }

  /** Listeners may leave promises rejected themselves, so this goes on until there are none. */
  #tellRejections(): void {
    for (let found = rejectionsNow(); found.length > 0; found = rejectionsNow()) {
      for (const { promise, reason, handled } of found) this.#port.rejected(promise, reason, handled);
      NOTHING.runInContext(this.#context);
    }
  }

  /** A bundle is evaluated once per realm; its isolates are calls of the one factory and share optimised code. */
  #codeOf(bundle: Bundle): Code {
    const known = this.#codes.get(bundle.digest);
    if (known !== undefined) return known;
    const script = new Script(bundle.code, { filename: this.#stacks.add(bundle) });
    const code = this.#port.createCode(script.runInContext(this.#context));
    for (const { name, bytes } of bundle.wasm) {
      const inside = this.#alloc(bytes.length);
      inside.set(bytes);
      this.#port.addWasm(code, name, inside);
    }
    this.#codes.set(bundle.digest, code);
    return code;
  }
}

/** The log's methods as free functions, because the realm calls them without their object. */
function emitPort(log: EmissionLog): HostPort['emit'] {
  return {
    operation: log.operation.bind(log),
    cancel: log.cancel.bind(log),
    response: log.response.bind(log),
    chunk: log.chunk.bind(log),
    exception: log.exception.bind(log),
    event: log.event.bind(log),
    socket: log.socket.bind(log),
    finished: log.finished.bind(log),
    console: log.console.bind(log),
    evaluated: log.evaluated.bind(log),
  };
}

/** Makes a realm and begins its first trial; `webSource` comes from `buildWebSource`, once per process. */
export function createRealm(options: RealmOptions, webSource: string): Realm {
  guardAgainstRejections();
  const realm = new VmRealm(webSource);
  realm.begin(options);
  return realm;
}
