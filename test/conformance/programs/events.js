// Behaviours of Event, EventTarget, AbortController, AbortSignal and DOMException.
const failure = (run) => {
  try {
    return run();
  } catch (error) {
    return [error.name, error instanceof DOMException];
  }
};

export const events = {
  'shows what an event is': () => {
    const e = new Event('x', { bubbles: true, cancelable: true, composed: true });
    return [
      e.type,
      e.bubbles,
      e.cancelable,
      e.composed,
      e.defaultPrevented,
      e.eventPhase,
      e.target,
      e.currentTarget,
      e.isTrusted,
      e.timeStamp,
      e.returnValue,
      e.cancelBubble,
    ];
  },
  'lists its members in a loop': () => {
    const names = [];
    for (const name in new Event('x')) names.push(name);
    return names;
  },
  'needs a type': () => new Event(),
  'calls listeners in order, each once': () => {
    const target = new EventTarget();
    const seen = [];
    const twice = () => seen.push('b');
    target.addEventListener('x', () => seen.push('a'));
    target.addEventListener('x', twice);
    target.addEventListener('x', twice);
    target.dispatchEvent(new Event('x'));
    return seen;
  },
  'calls objects with handleEvent': () => {
    const target = new EventTarget();
    const listener = {
      n: 0,
      handleEvent() {
        this.n++;
      },
    };
    target.addEventListener('x', listener);
    target.dispatchEvent(new Event('x'));
    return listener.n;
  },
  'calls a listener once when asked to': () => {
    const target = new EventTarget();
    let n = 0;
    target.addEventListener('x', () => n++, { once: true });
    target.dispatchEvent(new Event('x'));
    target.dispatchEvent(new Event('x'));
    return n;
  },
  'removes a listener with its signal': () => {
    const target = new EventTarget();
    const controller = new AbortController();
    let n = 0;
    target.addEventListener('x', () => n++, { signal: controller.signal });
    target.dispatchEvent(new Event('x'));
    controller.abort();
    target.dispatchEvent(new Event('x'));
    return n;
  },
  'does not call listeners that are removed meanwhile': () => {
    const target = new EventTarget();
    const seen = [];
    const second = () => seen.push('second');
    target.addEventListener('x', () => target.removeEventListener('x', second));
    target.addEventListener('x', second);
    target.dispatchEvent(new Event('x'));
    return seen;
  },
  'does not call listeners that are added meanwhile': () => {
    const target = new EventTarget();
    const seen = [];
    target.addEventListener('x', () => target.addEventListener('x', () => seen.push('late')));
    target.dispatchEvent(new Event('x'));
    return seen;
  },
  'stops immediately when told so': () => {
    const target = new EventTarget();
    const seen = [];
    target.addEventListener('x', (e) => {
      seen.push(1);
      e.stopImmediatePropagation();
    });
    target.addEventListener('x', () => seen.push(2));
    target.dispatchEvent(new Event('x'));
    return seen;
  },
  'tells whether the default was prevented': () => {
    const target = new EventTarget();
    target.addEventListener('x', (e) => e.preventDefault());
    return [target.dispatchEvent(new Event('x', { cancelable: true })), target.dispatchEvent(new Event('x'))];
  },
  'sets target and phase while it is sent': () => {
    const target = new EventTarget();
    let seen;
    target.addEventListener('x', function listener(e) {
      seen = [
        e.target === target,
        e.currentTarget === target,
        e.eventPhase,
        e.composedPath().length,
        this === target,
      ];
    });
    const event = new Event('x');
    target.dispatchEvent(event);
    return [seen, event.target === target, event.currentTarget, event.eventPhase];
  },
  'refuses to send an event that is being sent': () => {
    const target = new EventTarget();
    let outcome;
    target.addEventListener('x', (e) => {
      outcome = failure(() => target.dispatchEvent(e));
    });
    target.dispatchEvent(new Event('x'));
    return outcome;
  },
  'refuses to send what is no event': () => new EventTarget().dispatchEvent({}),
  'ignores null listeners and refuses others': () => {
    new EventTarget().addEventListener('x', null);
    return new EventTarget().addEventListener('x', 5);
  },
  'lets errors of listeners leave dispatchEvent': () => {
    const target = new EventTarget();
    target.addEventListener('x', () => {
      throw new RangeError('boom');
    });
    return target.dispatchEvent(new Event('x'));
  },
  'refuses capturing listeners': () => new EventTarget().addEventListener('x', () => {}, true),
  'can be extended': () => {
    class Mine extends EventTarget {}
    const mine = new Mine();
    let n = 0;
    mine.addEventListener('x', () => n++);
    mine.dispatchEvent(new CustomEvent('x', { detail: 1 }));
    return [n, mine.constructor.name, String(mine)];
  },
  'carries data in other events': () => [
    new CustomEvent('a').detail,
    new CustomEvent('a', { detail: { b: 1 } }).detail,
    new MessageEvent('m', { data: 1 }).data,
    new ErrorEvent('e', { message: 'm', error: 5 }).message,
    new ErrorEvent('e', { error: 5 }).error,
    new CloseEvent('c', { code: 1000, reason: 'r', wasClean: true }).code,
  ],
  'aborts with a reason of its own': () => {
    const { signal, ...rest } = { signal: AbortSignal.abort() };
    return [
      signal.aborted,
      signal.reason.name,
      signal.reason.code,
      signal.reason instanceof DOMException,
      Object.keys(rest),
    ];
  },
  'aborts with a given reason': () => {
    const controller = new AbortController();
    const seen = [];
    controller.signal.addEventListener('abort', (e) => seen.push(e.type, e.isTrusted));
    controller.signal.onabort = () => seen.push('handler');
    controller.abort('why');
    controller.abort('again');
    return [seen, controller.signal.reason, controller.signal.aborted];
  },
  'throws its reason when asked': () => failure(() => AbortSignal.abort().throwIfAborted()),
  'does not throw while it is not aborted': () => new AbortController().signal.throwIfAborted() ?? 'fine',
  'aborts after a time': async () => {
    const signal = AbortSignal.timeout(5);
    const before = signal.aborted;
    await scheduler.wait(50);
    return [before, signal.aborted, signal.reason.name, signal.reason.code];
  },
  'follows any of several signals': () => {
    const [one, two] = [new AbortController(), new AbortController()];
    const any = AbortSignal.any([one.signal, two.signal]);
    const of = AbortSignal.any([any]);
    two.abort('two');
    one.abort('one');
    return [any.aborted, any.reason, of.aborted, of.reason];
  },
  'is aborted at once when one of several is': () =>
    AbortSignal.any([new AbortController().signal, AbortSignal.abort(7)]).reason,
  'refuses to follow what is no signal': () => AbortSignal.any([5]),
  'cannot be constructed': () => new AbortSignal(),
  'gives errors codes by name': () =>
    [
      'AbortError',
      'DataCloneError',
      'TimeoutError',
      'QuotaExceededError',
      'NotFoundError',
      'SyntaxError',
      'Nope',
    ].map((name) => new DOMException('m', name).code),
  'makes errors of the language': () => {
    const e = new DOMException('m', 'AbortError');
    return [
      e instanceof Error,
      e.name,
      e.message,
      String(e),
      Object.prototype.toString.call(e),
      DOMException.ABORT_ERR,
      e.ABORT_ERR,
      e.stack.split('\n')[0],
    ];
  },
  'shows what a message and the end of a socket bring among their own members': () => {
    const message = new MessageEvent('message', { data: [1] });
    const close = new CloseEvent('close', { code: 4000, reason: 'r' });
    const { enumerable, writable, configurable } = Object.getOwnPropertyDescriptor(message, 'data');
    return [
      [JSON.stringify(message), { ...message }, JSON.stringify(close), Object.keys(new Event('x'))],
      [enumerable, writable, configurable, 'data' in MessageEvent.prototype],
      [MessageEvent, CloseEvent].map((one) => Object.getOwnPropertyNames(one.prototype)),
    ];
  },
  'gives errors defaults': () => {
    const e = new DOMException();
    return [e.name, e.message, e.code];
  },
};
