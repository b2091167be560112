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
