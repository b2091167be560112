// node:console: the console of the isolate, and its class by name only.
import { notImplemented } from './errors.ts';

export const Console = notImplemented('Console');
const own = globalThis.console;
export { own as console };
const all: Console = Object.assign(Object.create(own) as Console, { Console });
export { all };

export const { assert, clear, count, countReset, debug, dir, dirxml, error, group } = own;
export const { groupCollapsed, groupEnd, info, log, table, time, timeEnd, timeLog, timeStamp } = own;
export const { trace, warn } = own;
/** Profiles are those of the simulation. */
export const profile = (): void => {};
export const profileEnd = (): void => {};
