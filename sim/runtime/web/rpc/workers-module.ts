// The module `cloudflare:workers`: its classes, `env` and `exports` as imports, and what runs code with others of them.
import { keepOpen } from '../execution-context.ts';
import { host } from '../host.ts';
import type { IsolateState } from '../isolate-state.ts';
import { tracingOf } from '../tracing.ts';
import { argumentError } from '../webidl.ts';

type Members = Record<string | symbol, unknown>;

/** What replaces `env` or `exports` in one chain of asynchronous work. */
interface Replacement {
  readonly env?: object;
  readonly exports?: object;
}

/** An object that is always another one: whatever `current` says. */
function following(current: () => object): object {
  return new Proxy<Members>(
    {},
    {
      get: (_made, key) => Reflect.get(current(), key) as unknown,
      set: (_made, key, value) => Reflect.set(current(), key, value),
      has: (_made, key) => Reflect.has(current(), key),
      deleteProperty: (_made, key) => Reflect.deleteProperty(current(), key),
      ownKeys: () => Reflect.ownKeys(current()),
      getOwnPropertyDescriptor(_made, key) {
        const found = Reflect.getOwnPropertyDescriptor(current(), key);
        return found === undefined ? undefined : { ...found, configurable: true };
      },
    },
  );
}

/** `env` and `exports` as a module imports them, and the functions that replace them for what they run. */
class Surroundings {
  readonly #isolate: IsolateState;
  readonly #env: object;
  /** The key under which a context holds a replacement. */
  readonly #key = {};

  constructor(isolate: IsolateState, env: object) {
    this.#isolate = isolate;
    this.#env = env;
  }

  get env(): object {
    return this.#replaced().env ?? this.#env;
  }
  get exports(): object {
    return this.#replaced().exports ?? this.#isolate.loopback();
  }

  #replaced(): Replacement {
    const frame = host.node.context() as ReadonlyMap<object, Replacement> | undefined;
    return frame?.get(this.#key) ?? {};
  }

  run(replacement: Replacement, run: () => unknown): unknown {
    const before = host.node.context() as ReadonlyMap<object, unknown> | undefined;
    const inside = { ...this.#replaced(), ...replacement };
    this.#isolate.keepsContext = true;
    host.node.setContext(new Map<object, unknown>(before).set(this.#key, inside));
    try {
      return run();
    } finally {
      host.node.setContext(before);
    }
  }
}

function assertFunction(method: string, position: number, run: unknown): asserts run is () => unknown {
  if (typeof run !== 'function') throw argumentError('EnvModule', method, position, 'function');
}

/** Ends with workerd's words what would end the isolate there. */
function abortIsolate(): never {
  throw new Error('abortIsolate() is not simulated.');
}

function waitUntilOf(isolate: IsolateState): unknown {
  const waitUntil = (...args: unknown[]): void => {
    if (args.length === 0) throw argumentError('EntrypointsModule', 'waitUntil', 1, 'Promise');
    keepOpen(isolate, isolate.current, args[0]);
  };
  return Object.defineProperty(waitUntil, 'name', { value: 'bound waitUntil' });
}

/** What a module of this isolate imports. */
export function workersModule(isolate: IsolateState, env: object): Readonly<Record<string, unknown>> {
  const around = new Surroundings(isolate, env);
  const { classes } = isolate.rpc;
  return {
    ...classes,
    ServiceStub: classes.Fetcher,
    env: following(() => around.env),
    exports: following(() => around.exports),
    waitUntil: waitUntilOf(isolate),
    withEnv(replacing: object, run: unknown) {
      assertFunction('withEnv', 2, run);
      return around.run({ env: replacing }, run);
    },
    withExports(replacing: object, run: unknown) {
      assertFunction('withExports', 2, run);
      return around.run({ exports: replacing }, run);
    },
    withEnvAndExports(replacingEnv: object, replacingExports: object, run: unknown) {
      assertFunction('withEnvAndExports', 3, run);
      return around.run({ env: replacingEnv, exports: replacingExports }, run);
    },
    tracing: tracingOf(isolate),
    cache: {},
    restore: Symbol('restore'),
    abortIsolate,
  };
}
