// `Error.prepareStackTrace` of a module: libraries that set it to learn who called them get call sites made from our own stacks.
import { formatStack } from './stacks.ts';

/** What libraries ask of a call site. */
interface CallSite {
  readonly [method: string]: () => unknown;
}

function siteOf(line: string): CallSite {
  const match = /^\s*at (?:async )?(?:(?:new )?(.*?) \()?(.*):(\d+):(\d+)\)?$/.exec(line);
  const [, name = null, file = null, row = '0', column = '0'] = match ?? [];
  const facts: Readonly<Record<string, unknown>> = {
    getFileName: file,
    getScriptNameOrSourceURL: file,
    getLineNumber: Number(row),
    getColumnNumber: Number(column),
    getFunctionName: name,
    getMethodName: null,
    getTypeName: null,
    getEvalOrigin: undefined,
    getThis: undefined,
    getFunction: undefined,
    isNative: false,
    isEval: false,
    isToplevel: name === null,
    isConstructor: /^\s*at new /.test(line),
    isAsync: /^\s*at async /.test(line),
    toString: line.replace(/^\s*at /, ''),
  };
  return Object.fromEntries(Object.entries(facts).map(([method, fact]) => [method, () => fact]));
}

/** What handlers may set `Error.prepareStackTrace` to. */
export type OwnStacks = (error: unknown, sites: readonly CallSite[]) => unknown;

/** What the code of an open realm has set `Error.prepareStackTrace` to, which it finds there again instead of ours. */
export const stackSetting: { own: unknown } = { own: undefined };

/** V8 hands its own call sites to the result, which hands ours to the module's function. */
export function ownStacks(
  own: OwnStacks,
): (error: unknown, sites: Parameters<typeof formatStack>[1]) => unknown {
  return (error, sites) => own(error, formatStack('', sites).split('\n').slice(1).map(siteOf));
}

/** Records a stack on an object, by the module's own way to show stacks when it has set one. */
export function captureStack(target: object, above: unknown, prepare: unknown): void {
  const { captureStackTrace } = Error as unknown as {
    captureStackTrace: (target: object, above: unknown) => void;
  };
  captureStackTrace(target, above);
  if (typeof prepare !== 'function') return;
  const lines = String(Reflect.get(target, 'stack')).split('\n').slice(1);
  const value: unknown = Reflect.apply(prepare as () => unknown, Error, [target, lines.map(siteOf)]);
  Object.defineProperty(target, 'stack', { value, writable: true, enumerable: false, configurable: true });
}
