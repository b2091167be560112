// Tells in Server-Timing how long its steps took, by the marks and measures that come with nodejs_compat.
import { performance as imported } from 'node:perf_hooks';

const tried = (run) => {
  try {
    return run();
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};
const shown = (entry) => ({ ...entry.toJSON(), startTime: entry.startTime > 1e12 ? 'now' : entry.startTime });

export default {
  async fetch() {
    const start = performance.mark('start', { detail: { step: 1 } });
    await scheduler.wait(25);
    performance.mark('end');
    const { startTime, duration, ...rest } = performance.measure('total', 'start', 'end');
    const answer = [
      [startTime === start.startTime, duration >= 20 && duration < 500, rest],
      shown(start),
      performance.getEntries().map(({ name, entryType }) => [name, entryType]),
      [performance.getEntriesByName('end').length, performance.getEntriesByName('end', 'measure').length],
      [performance.measure('a', { start: 1, end: 3 }), performance.measure('a', { start: 1, duration: 3 })],
      [
        performance.measure('b', { start: 5, end: 1, detail: { q: 1 } }),
        performance.mark('c', { startTime: 7 }),
      ],
      performance.measure('from the start', 'no such mark').startTime,
      [
        tried(() => performance.mark()),
        tried(() => performance.mark('d', 5)),
        tried(() => performance.measure()),
      ],
      [tried(() => new PerformanceEntry()), tried(() => new PerformanceMark('e', { detail: 4 }))],
      [
        imported === performance,
        start instanceof PerformanceEntry,
        String(start),
        PerformanceObserver.supportedEntryTypes,
        typeof PerformanceResourceTiming,
      ],
    ];
    performance.clearMarks('start');
    performance.clearMeasures();
    answer.push(performance.getEntries().map(({ name }) => name));
    performance.clearMarks();
    answer.push(performance.getEntries(), performance.toJSON());
    return Response.json(answer, { headers: { 'server-timing': 'total;desc="all of it"' } });
  },
};
