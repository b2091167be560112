// `console` of one isolate: every line becomes an emission of the request that wrote it.
import { describeError } from './describe-error.ts';
import { host } from './host.ts';
import { inspect } from './inspect.ts';
import type { IsolateState } from './isolate-state.ts';
import { tagged } from './webidl.ts';

const LEVELS = ['debug', 'error', 'info', 'log', 'warn'] as const;
const SILENT = [
  'clear',
  'count',
  'countReset',
  'dirxml',
  'group',
  'groupCollapsed',
  'groupEnd',
  'profile',
  'profileEnd',
  'table',
  'time',
  'timeEnd',
  'timeLog',
  'timeStamp',
] as const;

function write(isolate: IsolateState, level: string, values: readonly unknown[]): void {
  const text = values.map((value) => (typeof value === 'string' ? value : inspect(value))).join(' ');
  host.emit.console(isolate.current.id, level, text);
}

/** The console object of an isolate. */
export function makeConsole(isolate: IsolateState): Record<string, unknown> {
  const console: Record<string, unknown> = {};
  for (const level of LEVELS) console[level] = (...values: unknown[]) => write(isolate, level, values);
  for (const name of SILENT) console[name] = () => undefined;
  console['dir'] = (value: unknown) => write(isolate, 'log', [value]);
  console['trace'] = (...values: unknown[]) => write(isolate, 'trace', values);
  console['assert'] = (condition: unknown, ...values: unknown[]) => {
    if (!condition) write(isolate, 'error', ['Assertion failed', ...values]);
  };
  return tagged('console', console);
}

/** Writes an error that nothing caught as workerd logs it. */
export function reportUncaught(isolate: IsolateState, error: unknown): void {
  const { name, message, stack } = describeError(error);
  write(isolate, 'error', [stack === '' ? `Uncaught ${name}: ${message}` : `Uncaught ${stack}`]);
}
