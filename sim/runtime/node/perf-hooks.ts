// node:perf_hooks: the clock of the isolate, what code notes of its own time, and the measurements that nobody makes.
import { constants, PerformanceResourceTiming } from 'unenv/node/perf_hooks';
import { notImplemented } from './errors.ts';
import {
  methods,
  PerformanceEntry,
  PerformanceMark,
  PerformanceMeasure,
  PerformanceObserver,
} from './performance-entries.ts';

export { Performance, PerformanceObserverEntryList } from 'unenv/node/perf_hooks';
export {
  constants,
  PerformanceEntry,
  PerformanceMark,
  PerformanceMeasure,
  PerformanceObserver,
  PerformanceResourceTiming,
};

export const eventLoopUtilization = (): object => ({ idle: 0, active: 0, utilization: 0 });
/** A function that is not measured. */
export const timerify = <F>(run: F): F => {
  if (typeof run === 'function') return run;
  throw new TypeError(
    "Failed to execute 'timerify' on 'Performance': parameter 1 is not of type 'function'.",
  );
};
export const createHistogram = notImplemented('createHistogram');
export const monitorEventLoopDelay = notImplemented('monitorEventLoopDelay');

const START = [
  'nodeStart',
  'v8Start',
  'bootstrapComplete',
  'environment',
  'loopStart',
  'loopExit',
  'idleTime',
];
const nodeTiming = {
  ...{ name: 'node', entryType: 'node', startTime: 0, duration: 0 },
  ...Object.fromEntries(START.map((name) => [name, 0])),
  uvMetricsInfo: { loopCount: 0, events: 0, eventsWaiting: 0 },
};
Object.defineProperty(nodeTiming, Symbol.toStringTag, { value: 'PerformanceNodeTiming' });

/** The global one, which has what only Node knows since this module is imported. */
export const { performance } = globalThis;
const added = { ...methods, eventLoopUtilization, timerify, nodeTiming, eventCounts: new Map() };
for (const [name, value] of Object.entries(added))
  if (!(name in performance)) Object.defineProperty(performance, name, { value, configurable: true });
const globals = {
  PerformanceEntry,
  PerformanceMark,
  PerformanceMeasure,
  PerformanceObserver,
  PerformanceResourceTiming,
};
for (const [name, one] of Object.entries(globals))
  Object.defineProperty(globalThis, name, { value: one, writable: true, configurable: true });
