// `ctx.tracing`: spans that run their code and record nothing, as where nobody traces.
import { argumentError, defineInterface } from './webidl.ts';

/** One span; nobody looks at it. */
class Span {
  get isTraced(): boolean {
    return false;
  }
  setAttribute(_key?: unknown, _value?: unknown): void {}
  end(): void {}
}
defineInterface(Span, 'Span');

/** Spans around code. */
class Tracing {
  enterSpan(name?: unknown, run?: unknown, ...args: unknown[]): unknown {
    return inSpan('enterSpan', name, run, args);
  }
  startActiveSpan(name?: unknown, run?: unknown, ...args: unknown[]): unknown {
    return inSpan('startActiveSpan', name, run, args);
  }
  get Span(): typeof Span {
    return Span;
  }
}
defineInterface(Tracing, 'Tracing');

function inSpan(method: string, name: unknown, run: unknown, args: readonly unknown[]): unknown {
  if (name === undefined) throw argumentError('Tracing', method, 1, 'string');
  if (typeof run !== 'function') throw argumentError('Tracing', method, 2, 'function');
  return Reflect.apply(run, undefined, [new Span(), ...args]) as unknown;
}

const made = new WeakMap<object, Tracing>();

/** The one of an isolate. */
export function tracingOf(isolate: object): object {
  const known = made.get(isolate);
  if (known !== undefined) return known;
  const tracing = new Tracing();
  made.set(isolate, tracing);
  return tracing;
}
