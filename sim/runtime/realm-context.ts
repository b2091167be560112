// One vm context with the Web API inside: shared by isolates and hardened, or open and of one isolate alone.
import { compileFunction, constants, createContext, Script } from 'node:vm';
import type { Context } from 'node:vm';
import { insideBytes } from './host/inside.ts';
import { createHostPort } from './host/port.ts';
import type { Alloc } from './host/port.ts';
import type { Bundle } from './types.ts';
import type { HostPort } from './web/host-port.ts';
import type { RealmPort } from './web/index.ts';

type Code = ReturnType<RealmPort['createCode']>;

/** The function that the web source evaluates to. */
type MakeWeb = (port: HostPort, hardened: boolean) => { boot(): RealmPort };

/** What the contexts of a realm share: compiled texts, and where what happens inside is told. */
export interface ContextSetup {
  readonly web: Script;
  readonly hardened: boolean;
  readonly ports: Omit<Parameters<typeof createHostPort>[1], 'code' | 'turns'>;
  scriptOf(bundle: Bundle): Script;
}

/** Microtasks run when an evaluation ends, so evaluating nothing drains them, exactly and at once. */
const NOTHING = new Script('0', { filename: 'antipode-drain' });

/**
 * What `Script.prototype.runInContext` calls once it has looked at its options, which takes it 0.2 of the 0.5 us of a drain, once for every piece
 * of code; the arguments stand for no timeout, errors as they are, and no breaks.
 */
const evaluate: (this: Script, context: Context, ...options: [number, boolean, boolean, boolean]) => unknown =
  Object.getPrototypeOf(Script.prototype).runInContext;

const ALLOC_UNCOUNTED = new Script('((Bytes) => (sizeBytes) => new Bytes(sizeBytes))(Uint8Array)');
/** Takes what the web source puts in the place of the first at its first call, before any code could put there something of its own. */
const ALLOC_COUNTED = new Script('((Bytes) => (sizeBytes) => new (Bytes ??= Uint8Array)(sizeBytes))()');

/** Compiles without running anything: the function belongs to the context, and so does the error, of which only the words are passed on. */
function compileInside(context: Context, body: string): (() => unknown) | string {
  // Modules would be asked for from the host, and its refusal would be an object of the host's.
  if (body.includes('import')) return 'Cannot use import in code made from a text';
  try {
    return compileFunction(body, [], { parsingContext: context, filename: 'antipode-text' }) as () => unknown;
  } catch (error) {
    return (error as Error).message;
  }
}

/** A context, what the host may call in it, and the code that was evaluated in it. */
export class RealmContext {
  readonly port: RealmPort;
  readonly alloc: Alloc;
  readonly #context: Context;
  readonly #setup: ContextSetup;
  #wantsTurn = false;
  readonly #codes = new Map<string, Code>();
  /** Of an open context: the isolate that it was made for, and how many use it. */
  firstIsolate = 0;
  isolates = 0;

  constructor(setup: ContextSetup) {
    this.#setup = setup;
    this.#context = createContext(constants.DONT_CONTEXTIFY, {
      microtaskMode: 'afterEvaluate',
      codeGeneration: { strings: false, wasm: true },
    });
    // The one from before the web source knows no isolate: who receives its bytes counts them. The other counts them for the code that runs.
    this.alloc = ALLOC_UNCOUNTED.runInContext(this.#context) as Alloc;
    const counted = ALLOC_COUNTED.runInContext(this.#context) as Alloc;
    const makeWeb = setup.web.runInContext(this.#context) as MakeWeb;
    const code = { compile: (body: string) => compileInside(this.#context, body) };
    const turns = {
      want: () => {
        this.#wantsTurn = true;
      },
    };
    this.port = makeWeb(createHostPort(counted, { ...setup.ports, code, turns }), setup.hardened).boot();
    counted(0);
  }

  /** Runs all microtasks, and all turns that they want. */
  drain(): void {
    evaluate.call(NOTHING, this.#context, -1, true, false, false);
    while (this.#wantsTurn) {
      this.#wantsTurn = false;
      this.port.takeTurn();
      evaluate.call(NOTHING, this.#context, -1, true, false, false);
    }
  }

  /** A bundle is evaluated once per context; its isolates are calls of the one factory and share optimised code. */
  codeOf(bundle: Bundle): Code {
    const known = this.#codes.get(bundle.digest);
    if (known !== undefined) return known;
    const code = this.port.createCode(this.#setup.scriptOf(bundle).runInContext(this.#context));
    for (const { name, bytes } of bundle.wasm) {
      this.port.addWasm(code, name, insideBytes(this.alloc, bytes));
    }
    this.#codes.set(bundle.digest, code);
    return code;
  }
}
