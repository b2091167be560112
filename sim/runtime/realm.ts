// The realm of a thread, in which the isolates of one trial after the other live: one hardened context for all, or an open one for each.
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import { compileWeb } from './compiled-web.ts';
import type { HandlerStyle } from './handler-style.ts';
import { HostIsolate, intoRealm } from './isolate.ts';
import type { RealmLinks } from './isolate.ts';
import { RealmContext } from './realm-context.ts';
import type { ContextSetup } from './realm-context.ts';
import { withOwnIntrinsics } from './own-intrinsics.ts';
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
  RealmKind,
  RealmOptions,
} from './types.ts';
import type { HostPort } from './web/host-port.ts';

/** How many operations an open context may number; the ids of each context are a range of their own. */
const IDS_PER_CONTEXT = 4_294_967_296;

class VmRealm implements Realm {
  readonly #setup: ContextSetup;
  /** Null when each isolate has a context of its own. */
  readonly #shared: RealmContext | null;
  /** Keeps the compiled text for later processes, once a context has been made with it. */
  #keepWeb: (() => void) | null;
  readonly #log = new EmissionLog();
  readonly #wakes: WakeQueue;
  readonly #stacks = new StackMap();
  readonly #scripts = new Map<string, Script>();
  /** Bundles that name the event of uncaught rejections: those from before anybody listens must not be told later. */
  readonly #listening = new Set<string>();
  readonly #isolates = new Map<number, HostIsolate>();
  /** The open contexts by the numbers of their isolates. */
  readonly #contexts = new Map<number, RealmContext>();
  /** Contexts in which something was woken since they were last drained, the last one at the end. */
  readonly #woken = new Set<RealmContext>();
  #options: RealmOptions = { seed: 0, epochMs: 0, journeyKeyOf: (callId) => callId };
  #lastIsolateId = 0;

  constructor(webSource: string, kind: RealmKind) {
    // Node 24's V8 has base64 of byte arrays behind a flag that workerd's V8 no longer needs.
    setFlagsFromString('--js-base-64');
    // V8 puts objects of places in the code whose objects once lived long straight into old space. There the dead ones keep alive all that they
    // refer to, whole requests: with one KV read each, the collector took a fifth of the time (15.0 instead of 12.1 us of CPU a request).
    setFlagsFromString('--no-allocation-site-pretenuring');
    this.#wakes = new WakeQueue(
      () => this.#drain(),
      (opId) => this.#askerOf(opId),
    );
    const web = compileWeb(kind === 'shared' ? webSource : withOwnIntrinsics(webSource));
    this.#setup = {
      web: web.script,
      hardened: kind === 'shared',
      ports: {
        emit: emitPort(this.#log),
        stacks: { locate: this.#stacks.locate.bind(this.#stacks) },
        rejections: {
          watch: () => {
            this.#wakes.drainsEach = true;
          },
        },
        objects: {
          ask: (...asked) => (this.#options.askObject ?? noObjects)(...asked),
        },
      },
      scriptOf: (bundle) => this.#scriptOf(bundle),
    };
    this.#shared = kind === 'shared' ? new RealmContext(this.#setup) : null;
    this.#keepWeb = web.keep;
    if (this.#shared !== null) this.#keepCompiled();
  }

  /** Code stays compiled and warm from trial to trial; nothing that it left behind does. */
  begin(options: RealmOptions): void {
    this.#wakes.clear();
    this.#wakes.drainsEach = false;
    this.#log.take();
    this.#isolates.clear();
    this.#contexts.clear();
    this.#woken.clear();
    this.#lastIsolateId = 0;
    this.#options = options;
    this.#shared?.port.begin(options.seed, options.epochMs, 0);
  }

  createIsolate(
    bundle: Bundle,
    options: {
      readonly ownerKey: number;
      readonly bindings: readonly BindingSpec[];
      readonly limits?: CallLimits;
      readonly style?: HandlerStyle;
      readonly eventStyle?: HandlerStyle;
      readonly isServer?: boolean;
      readonly beside?: number;
    },
  ): Isolate {
    const id = ++this.#lastIsolateId;
    const { ownerKey, beside = 0 } = options;
    const lender = this.#shared === null ? this.#isolates.get(beside) : undefined;
    const context = (lender && this.#contexts.get(lender.id)) ?? this.#contextFor(id);
    if (context !== this.#shared) {
      context.isolates++;
      this.#contexts.set(id, context);
    }
    const bindings = JSON.stringify(options.bindings);
    const inner =
      lender?.lodge(id, ownerKey) ??
      context.port.createIsolate(id, ownerKey, bindings, context.codeOf(bundle));
    if (this.#listening.has(bundle.digest)) this.#wakes.drainsEach = true;
    const { limits, style = 'auto', eventStyle = 'function-url', isServer = false } = options;
    context.port.style(inner, style, eventStyle, isServer);
    if (limits !== undefined) {
      const { subrequests, connections } = limits;
      context.port.limit(
        inner,
        subrequests ?? Number.POSITIVE_INFINITY,
        connections ?? Number.POSITIVE_INFINITY,
      );
    }
    const isolate = new HostIsolate(id, inner, this.#linksTo(context));
    this.#isolates.set(id, isolate);
    return isolate;
  }

  #contextFor(isolateId: number): RealmContext {
    if (this.#shared !== null) return this.#shared;
    const context = new RealmContext(this.#setup);
    const { seed, epochMs } = this.#options;
    context.port.begin(seed, epochMs, isolateId * IDS_PER_CONTEXT);
    context.firstIsolate = isolateId;
    this.#keepCompiled();
    return context;
  }

  #keepCompiled(): void {
    this.#keepWeb?.();
    this.#keepWeb = null;
  }

  #linksTo(context: RealmContext): RealmLinks {
    return {
      port: context.port,
      wakes: context === this.#shared ? this.#wakes : this.#wakesOf(context),
      alloc: context.alloc,
      journeyKeyOf: this.#options.journeyKeyOf,
      forget: (isolateId) => {
        this.#isolates.delete(isolateId);
        if (isolateId !== context.firstIsolate) this.#contexts.delete(isolateId);
        // Operations are found by the isolate that the context was made for, as long as any that uses it is left.
        if (--context.isolates === 0) this.#contexts.delete(context.firstIsolate);
      },
    };
  }

  /** The queue of wakes, which then knows in which context to drain. */
  #wakesOf(context: RealmContext): RealmLinks['wakes'] {
    const add: RealmLinks['wakes']['add'] = (wake) =>
      this.#wakes.add({
        target: wake.target,
        run: () => {
          this.#woken.add(context);
          wake.run();
        },
      });
    return { add };
  }

  /** The context in which an operation was asked for; undefined when its isolate is gone. */
  #contextOf(opId: number): RealmContext | undefined {
    return this.#shared ?? this.#contexts.get(Math.floor(opId / IDS_PER_CONTEXT));
  }

  #askerOf(opId: number): HostIsolate | undefined {
    return this.#isolates.get(this.#contextOf(opId)?.port.ownerOf(opId) ?? 0);
  }

  answer(opId: number, answer: Answer): void {
    this.#wakes.add({
      target: opId,
      run: () => {
        const context = this.#contextOf(opId);
        if (context === undefined) return;
        if (context !== this.#shared) this.#woken.add(context);
        const { port, alloc } = context;
        if (answer.ok) port.answer(opId, true, intoRealm(alloc, answer.value), answer.metaJson ?? '');
        else port.answer(opId, false, answer.message, answer.name);
      },
    });
  }

  #drain(): void {
    const { drainsEach } = this.#wakes;
    if (this.#shared !== null) {
      this.#shared.drain();
      if (drainsEach) this.#tellRejections(this.#shared);
      return;
    }
    for (const context of this.#woken) {
      context.drain();
      if (drainsEach) this.#tellRejections(context);
    }
    this.#woken.clear();
  }

  /** Listeners may leave promises rejected themselves, so this goes on until there are none. */
  #tellRejections(context: RealmContext): void {
    for (let found = rejectionsNow(); found.length > 0; found = rejectionsNow()) {
      for (const { promise, reason, handled } of found) context.port.rejected(promise, reason, handled);
      context.drain();
    }
  }

  #scriptOf(bundle: Bundle): Script {
    let script = this.#scripts.get(bundle.digest);
    if (script === undefined) {
      script = new Script(bundle.code, { filename: this.#stacks.add(bundle) });
      if (bundle.code.includes('unhandledrejection')) this.#listening.add(bundle.digest);
      this.#scripts.set(bundle.digest, script);
    }
    return script;
  }

  settle(): readonly Emission[] {
    this.#wakes.runAll();
    return this.#log.take();
  }
}

/** A realm outside a world has no objects. */
function noObjects(): string {
  return JSON.stringify({ error: ['Error', 'There is no storage here.'] });
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
export function createRealm(options: RealmOptions, webSource: string, kind: RealmKind = 'shared'): Realm {
  guardAgainstRejections();
  const realm = new VmRealm(webSource, kind);
  realm.begin(options);
  return realm;
}
