// node:events: the kept library, and what Node has added to its module since.
'use strict';
const Library = require('events/');
const { argumentType, codedError, outOfRange } = require('./errors.ts');
const { hooks } = require('./hooks.ts');

const REJECTION = Symbol.for('nodejs.rejection');
const MONITOR = Symbol('events.errorMonitor');
/** Whether the promises of an emitter's listeners are watched. */
const CAPTURES = Symbol('kCapture');

/** The library's class, whose constructor takes no options. */
function EventEmitter(options) {
  EventEmitter.init.call(this, options);
}
EventEmitter.prototype = Library.prototype;
Object.defineProperty(EventEmitter.prototype, 'constructor', {
  value: EventEmitter,
  writable: true,
  configurable: true,
});
EventEmitter.init = function init(options) {
  Library.init.call(this);
  this.domain = null;
  this[CAPTURES] = options?.captureRejections ?? EventEmitter.captureRejections;
};
Object.defineProperty(EventEmitter, 'defaultMaxListeners', {
  enumerable: true,
  get: () => Library.defaultMaxListeners,
  set(count) {
    checkCount(count, 'defaultMaxListeners');
    Library.defaultMaxListeners = count;
  },
});

function checkCount(count, name) {
  if (typeof count !== 'number' || !(count >= 0)) throw outOfRange(name, 'a non-negative number', count);
}

const plainSetMax = EventEmitter.prototype.setMaxListeners;
EventEmitter.prototype.setMaxListeners = function setMaxListeners(count) {
  checkCount(count, 'n');
  return plainSetMax.call(this, count);
};
for (const name of [
  'on',
  'addListener',
  'once',
  'prependListener',
  'prependOnceListener',
  'off',
  'removeListener',
]) {
  const plain = EventEmitter.prototype[name];
  EventEmitter.prototype[name] = function (event, listener) {
    if (typeof listener !== 'function') throw argumentType('listener', 'of type function', listener);
    return plain.call(this, event, listener);
  };
}

/** Tells an emitter that the promise of one of its listeners was rejected. */
function rejected(emitter, error, name, args) {
  if (typeof emitter[REJECTION] === 'function') {
    emitter[REJECTION](error, name, ...args);
    return;
  }
  const captures = emitter[CAPTURES];
  try {
    // What listeners of errors reject is not captured again.
    emitter[CAPTURES] = false;
    emitter.emit('error', error);
  } finally {
    emitter[CAPTURES] = captures;
  }
}

function emitWatched(emitter, name, args) {
  for (const listener of emitter.rawListeners(name)) {
    const returned = Reflect.apply(listener, emitter, args);
    if (typeof returned?.then !== 'function') continue;
    returned.then(undefined, (error) => queueMicrotask(() => rejected(emitter, error, name, args)));
  }
  return true;
}

const plainEmit = EventEmitter.prototype.emit;
EventEmitter.prototype.emit = function emit(name, ...args) {
  const isError = name === 'error';
  if (isError && this._events?.[MONITOR] !== undefined) plainEmit.call(this, MONITOR, ...args);
  if (isError && this._events?.error === undefined && !(args[0] instanceof Error)) {
    const text = `Unhandled error. (${hooks.inspect(args[0])})`;
    throw Object.assign(codedError('ERR_UNHANDLED_ERROR', text), { context: args[0] });
  }
  if (this[CAPTURES] === true && this._events?.[name] !== undefined) return emitWatched(this, name, args);
  return plainEmit.call(this, name, ...args);
};

function aborted(signal) {
  const error = codedError('ABORT_ERR', 'The operation was aborted');
  error.name = 'AbortError';
  Object.defineProperty(error, 'cause', { value: signal.reason, configurable: true });
  return error;
}

function isTarget(emitter) {
  return typeof emitter?.addEventListener === 'function';
}

function checkEmitter(emitter) {
  if (typeof emitter?.on !== 'function' && !isTarget(emitter))
    throw argumentType('emitter', 'an instance of EventEmitter', emitter);
}

/** Listens at an emitter or at an event target; the result stops that. */
function listen(emitter, name, listener, options) {
  if (typeof emitter.on === 'function') {
    emitter.on(name, listener);
    return () => emitter.removeListener(name, listener);
  }
  emitter.addEventListener(name, listener, options);
  return () => emitter.removeEventListener(name, listener);
}

/** The arguments of the next event of a name; an error is the rejection. */
EventEmitter.once = async function once(emitter, name, options) {
  checkEmitter(emitter);
  const signal = options?.signal;
  if (signal?.aborted) throw aborted(signal);
  return new Promise((resolve, reject) => {
    const stops = [];
    const settle = (run) => (value) => {
      for (const stop of stops) stop();
      run(value);
    };
    const done = settle(resolve);
    const failed = settle(reject);
    stops.push(listen(emitter, name, (...args) => done(args)));
    if (name !== 'error' && typeof emitter.on === 'function') stops.push(listen(emitter, 'error', failed));
    if (signal) stops.push(listen(signal, 'abort', () => failed(aborted(signal))));
  });
};

/** The events of one name as they come, until one of those that close it. */
EventEmitter.on = function on(emitter, name, options) {
  checkEmitter(emitter);
  const signal = options?.signal;
  if (signal?.aborted) throw aborted(signal);
  const [waiting, asking, stops] = [[], [], []];
  let failure = null;
  let isOver = false;
  const end = () => {
    isOver = true;
    for (const stop of stops.splice(0)) stop();
    for (const { resolve } of asking.splice(0)) resolve({ value: undefined, done: true });
  };
  const fail = (error) => {
    const first = asking.shift();
    if (first === undefined) failure = { error };
    else first.reject(error);
    end();
  };
  const take = (...args) => {
    const first = asking.shift();
    if (first === undefined) waiting.push(args);
    else first.resolve({ value: args, done: false });
  };
  stops.push(listen(emitter, name, take));
  if (name !== 'error' && typeof emitter.on === 'function') stops.push(listen(emitter, 'error', fail));
  for (const closing of options?.close ?? []) stops.push(listen(emitter, closing, end));
  if (signal) stops.push(listen(signal, 'abort', () => fail(aborted(signal)), { once: true }));
  return Object.setPrototypeOf(
    {
      next() {
        if (waiting.length > 0) return Promise.resolve({ value: waiting.shift(), done: false });
        if (failure !== null) {
          const { error } = failure;
          failure = null;
          return Promise.reject(error);
        }
        if (isOver) return Promise.resolve({ value: undefined, done: true });
        return new Promise((resolve, reject) => asking.push({ resolve, reject }));
      },
      return() {
        end();
        return Promise.resolve({ value: undefined, done: true });
      },
      throw(error) {
        fail(error);
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    },
    Object.prototype,
  );
};

/** An emitter whose listeners run in the asynchronous context in which it was made. */
class EventEmitterAsyncResource extends EventEmitter {
  #frame = hooks.context();

  emit(name, ...args) {
    const before = hooks.context();
    hooks.setContext(this.#frame);
    try {
      return super.emit(name, ...args);
    } finally {
      hooks.setContext(before);
    }
  }
  get asyncId() {
    return 0;
  }
  get triggerAsyncId() {
    return 0;
  }
  emitDestroy() {}
}

Object.assign(EventEmitter, {
  EventEmitter,
  EventEmitterAsyncResource,
  captureRejectionSymbol: REJECTION,
  errorMonitor: MONITOR,
  captureRejections: false,
  usingDomains: false,
  setMaxListeners(count = EventEmitter.defaultMaxListeners, ...emitters) {
    checkCount(count, 'n');
    if (emitters.length === 0) EventEmitter.defaultMaxListeners = count;
    for (const emitter of emitters) emitter.setMaxListeners?.(count);
  },
  getMaxListeners: (emitter) =>
    typeof emitter.getMaxListeners === 'function'
      ? emitter.getMaxListeners()
      : EventEmitter.defaultMaxListeners,
  // What listens at an event target is the target's secret, as on the platform.
  getEventListeners: (emitter, name) =>
    typeof emitter.listeners === 'function' ? emitter.listeners(name) : [],
  listenerCount: (emitter, name) => emitter.listenerCount(name),
  addAbortListener(signal, listener) {
    signal.addEventListener('abort', listener, { once: true });
    return { [Symbol.dispose]: () => signal.removeEventListener('abort', listener) };
  },
});
Object.defineProperty(EventEmitter, 'name', { value: 'EventEmitter', configurable: true });

module.exports = EventEmitter;
