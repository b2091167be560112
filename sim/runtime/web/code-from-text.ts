// `eval`, `Function` and its kin in a realm of one isolate: they work while the module starts, as on workerd, and refuse afterwards.
import { host } from './host.ts';
import { showAsNative } from './native-look.ts';
import { realmClock } from './realm-clock.ts';

/** The engine's own constructors, by how their functions are written. */
const KINDS: readonly (readonly [string, object])[] = [
  ['function', function () {}],
  ['async function', async function () {}],
  ['function*', function* () {}],
  ['async function*', async function* () {}],
];

/** What the text of a function's body evaluates to; throws SyntaxError in the engine's words. */
function run(body: string): unknown {
  const made = host.code.compile(body);
  if (typeof made === 'string') throw new SyntaxError(made);
  return made();
}

function assertStarting(): void {
  if (!realmClock.inGlobalScope)
    throw new EvalError('Code generation from strings disallowed for this context');
}

/** A constructor of functions that are written in a way; it stands in the engine's place, and the engine's functions are its instances. */
function constructorFor(
  written: string,
  engine: { readonly name: string; readonly prototype: object },
): object {
  const own = function (...texts: unknown[]): unknown {
    // An empty function is no text that would have to be compiled.
    if (texts.length > 0 || written !== 'function') assertStarting();
    const body = texts.length === 0 ? '' : String(texts.at(-1));
    const parameters = texts.slice(0, -1).map(String).join(',');
    return run(`return (${written} anonymous(${parameters}\n) {\n${body}\n})`);
  };
  Object.defineProperty(own, 'name', { value: engine.name, configurable: true });
  Object.defineProperty(own, 'length', { value: 1, configurable: true });
  Object.defineProperty(own, 'prototype', { value: engine.prototype, writable: false });
  const isFunction = written === 'function';
  Object.defineProperty(engine.prototype, 'constructor', {
    value: own,
    writable: isFunction,
    configurable: true,
  });
  showAsNative(own);
  return own;
}

/** Indirect evaluation: what the text says of the names around it is not known to it. What is no text is refused alike, as by workerd. */
function evaluate(text?: unknown): unknown {
  if (text === undefined) return undefined;
  assertStarting();
  if (typeof text !== 'string') return text;
  const expression = host.code.compile(`return (${text}\n)`);
  return typeof expression === 'string' ? run(text) : expression();
}

/** Puts these functions in the place of the engine's, which refuse always. */
export function allowCodeAtStart(): void {
  for (const [written, example] of KINDS) {
    const engine = example.constructor as unknown as { readonly name: string; readonly prototype: object };
    const own = constructorFor(written, engine);
    // The other kinds of functions descend from `Function`.
    if (written !== 'function') Object.setPrototypeOf(own, Function);
    if (written !== 'function') continue;
    Object.defineProperty(globalThis, 'Function', { value: own, writable: true, configurable: true });
  }
  showAsNative(evaluate);
  Object.defineProperty(evaluate, 'name', { value: 'eval', configurable: true });
  Object.defineProperty(globalThis, 'eval', { value: evaluate, writable: true, configurable: true });
}
