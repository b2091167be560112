// node:events: the kept library, and what Node has added to its module since.
'use strict';
const EventEmitter = require('events/');

EventEmitter.EventEmitter = EventEmitter;
EventEmitter.captureRejectionSymbol = Symbol.for('nodejs.rejection');
EventEmitter.errorMonitor = Symbol.for('events.errorMonitor');
EventEmitter.captureRejections = false;
EventEmitter.usingDomains = false;
EventEmitter.setMaxListeners = (count, ...emitters) => {
  if (emitters.length === 0) EventEmitter.defaultMaxListeners = count;
  for (const emitter of emitters) emitter.setMaxListeners?.(count);
};
EventEmitter.getMaxListeners = (emitter) => emitter.getMaxListeners();
EventEmitter.getEventListeners = (emitter, name) => emitter.listeners(name);
EventEmitter.addAbortListener = (signal, listener) => {
  signal.addEventListener('abort', listener, { once: true });
  return { [Symbol.dispose]: () => signal.removeEventListener('abort', listener) };
};
const plainOnce = EventEmitter.once;
EventEmitter.once = (emitter, name, options) => {
  const signal = options?.signal;
  if (signal === undefined) return plainOnce(emitter, name);
  if (signal.aborted) return Promise.reject(aborted());
  return Promise.race([
    plainOnce(emitter, name),
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(aborted()), { once: true })),
  ]);
};
function aborted() {
  const error = Object.assign(new Error('The operation was aborted'), { code: 'ABORT_ERR' });
  error.name = 'AbortError';
  return error;
}

const plainEmit = EventEmitter.prototype.emit;
EventEmitter.prototype.emit = function emit(name, ...args) {
  if (name !== 'error' || args[0] instanceof Error || this.listenerCount('error') > 0) {
    return plainEmit.call(this, name, ...args);
  }
  const shown = typeof args[0] === 'string' ? `'${args[0]}'` : String(args[0]);
  throw Object.assign(new Error(`Unhandled error. (${shown})`), {
    code: 'ERR_UNHANDLED_ERROR',
    context: args[0],
  });
};

/** The events of one name as they come, without an end but an error. */
EventEmitter.on = async function* on(emitter, name) {
  const waiting = [];
  let wake = null;
  let failure = null;
  const listener = (...args) => {
    waiting.push(args);
    wake?.();
  };
  const failed = (error) => {
    failure = { error };
    wake?.();
  };
  emitter.on(name, listener);
  if (name !== 'error') emitter.on('error', failed);
  try {
    for (;;) {
      while (waiting.length > 0) yield waiting.shift();
      if (failure !== null) throw failure.error;
      await new Promise((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    emitter.off(name, listener);
    emitter.off('error', failed);
  }
};

module.exports = EventEmitter;
