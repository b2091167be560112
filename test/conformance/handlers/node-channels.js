// Speaks by node:diagnostics_channel: stores bound to channels, traced calls, and how it refuses.
import { AsyncLocalStorage } from 'node:async_hooks';
import {
  channel,
  hasSubscribers,
  subscribe,
  TracingChannel,
  tracingChannel,
  unsubscribe,
} from 'node:diagnostics_channel';

const doubled = new AsyncLocalStorage();
const plain = new AsyncLocalStorage();
const jobs = channel('jobs');
jobs.bindStore(doubled, (value) => value * 2);
jobs.bindStore(plain);

function failure(run) {
  try {
    return run();
  } catch ({ name, message, code }) {
    return [name, message, code];
  }
}

function listening(traces) {
  const seen = [];
  const note = (kind) => (message, name) => seen.push([kind, Object.keys(message), name]);
  traces.subscribe({
    start: note('start'),
    end: note('end'),
    asyncStart: note('asyncStart'),
    asyncEnd: note('asyncEnd'),
    error: note('error'),
  });
  return seen;
}

const pages = {
  '/stores': () => {
    const seen = [];
    const hear = (message, name) => seen.push([message, name, doubled.getStore(), plain.getStore()]);
    subscribe('jobs', hear);
    const result = jobs.runStores(4, (text) => [text, doubled.getStore(), plain.getStore()], null, 'x');
    unsubscribe('jobs', hear);
    jobs.publish(5);
    return [seen, result, hasSubscribers('jobs'), hasSubscribers('none'), channel('jobs') === jobs];
  },
  '/traces': () => {
    const traces = tracingChannel('sync');
    const seen = listening(traces);
    const sum = traces.traceSync((a, b) => a + b, { id: 1 }, null, 1, 2);
    const failed = failure(() =>
      traces.traceSync(() => {
        throw new RangeError('no');
      }),
    );
    traces.traceCallback(
      (value, done) => done(null, value),
      1,
      {},
      null,
      3,
      (...given) => seen.push(given),
    );
    return [sum, failed, seen];
  },
  '/promises': async () => {
    const traces = tracingChannel('async');
    const seen = listening(traces);
    const value = await traces.tracePromise(async (a) => a, { id: 1 }, null, 7);
    const failed = await traces.tracePromise(() => Promise.reject(new Error('late')), {}).catch(String);
    return [value, failed, seen];
  },
  '/manners': () => [
    failure(() => jobs.subscribe(5)),
    failure(() => new TracingChannel('x')),
    failure(() => tracingChannel('x').traceCallback(() => {}, 0, {}, null, 5)),
  ],
};

export default {
  async fetch(request) {
    const page = pages[new URL(request.url).pathname];
    return page === undefined ? new Response('no such page', { status: 404 }) : Response.json(await page());
  },
};
