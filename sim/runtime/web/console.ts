// `console` of one isolate: every line becomes an emission of the request that wrote it.
import { describeError } from './describe-error.ts';
import { host } from './host.ts';
import { inspect } from './inspect.ts';
import type { IsolateState } from './isolate-state.ts';
import { tagged } from './webidl.ts';

/** All members in workerd's order, with the level of those that write their values. */
const MEMBERS = {
  debug: 'debug',
  error: 'error',
  info: 'info',
  log: 'log',
  warn: 'warn',
  dir: null,
  dirxml: null,
  table: null,
  trace: 'trace',
  group: null,
  groupCollapsed: null,
  groupEnd: null,
  clear: null,
  count: null,
  countReset: null,
  assert: null,
  profile: null,
  profileEnd: null,
  time: null,
  timeLog: null,
  timeEnd: null,
  timeStamp: null,
  context: null,
} as const;

function write(isolate: IsolateState, level: string, values: readonly unknown[]): void {
  const text = values.map((value) => (typeof value === 'string' ? value : inspect(value))).join(' ');
  host.emit.console(isolate.current.id, level, text);
}

/** The console object of an isolate. */
export function makeConsole(isolate: IsolateState): Record<string, unknown> {
  // The Console standard puts an empty object between it and the prototype of all objects.
  const console = Object.create({}) as Record<string, unknown>;
  for (const [name, level] of Object.entries(MEMBERS))
    console[name] =
      level === null ? () => undefined : (...values: unknown[]) => write(isolate, level, values);
  console['dir'] = (value: unknown) => write(isolate, 'log', [value]);
  console['assert'] = (condition: unknown, ...values: unknown[]) => {
    if (!condition) write(isolate, 'error', ['Assertion failed', ...values]);
  };
  console['context'] = () => {
    const { context: _self, ...members } = console;
    return members;
  };
  return tagged('console', console);
}

/** Writes an error that nothing caught as workerd logs it. */
export function reportUncaught(isolate: IsolateState, error: unknown): void {
  const { name, message, stack } = describeError(error);
  write(isolate, 'error', [stack === '' ? `Uncaught ${name}: ${message}` : `Uncaught ${stack}`]);
}
