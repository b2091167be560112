// node:perf_hooks: the clock of the isolate, and the measurements that it does not make.
import { constants, performance as kept } from 'unenv/node/perf_hooks';
import { notImplemented } from './errors.ts';

export { constants };
export {
  Performance,
  PerformanceEntry,
  PerformanceMark,
  PerformanceMeasure,
  PerformanceObserver,
  PerformanceObserverEntryList,
  PerformanceResourceTiming,
} from 'unenv/node/perf_hooks';

export const eventLoopUtilization = (): object => ({ idle: 0, active: 0, utilization: 0 });
/** A function that is not measured. */
export const timerify = <F>(run: F): F => run;
export const createHistogram = notImplemented('createHistogram');
export const monitorEventLoopDelay = notImplemented('monitorEventLoopDelay');

/** The global one, which has what only Node knows since this module is imported. */
export const { performance } = globalThis;
const METHODS =
  'mark measure getEntries getEntriesByName getEntriesByType clearMarks clearMeasures clearResourceTimings setResourceTimingBufferSize toJSON';
const added: Record<string, unknown> = { eventLoopUtilization, timerify, nodeTiming: { name: 'node' } };
for (const name of METHODS.split(' ')) {
  const run = Reflect.get(kept as object, name) as (...args: unknown[]) => unknown;
  added[name] = (...args: unknown[]): unknown => Reflect.apply(run, kept, args);
}
for (const [name, value] of Object.entries(added))
  if (!(name in performance)) Object.defineProperty(performance, name, { value, configurable: true });
