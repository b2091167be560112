// Behaviours of timers, microtasks and the order in which things happen.
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export const timers = {
  'runs synchronous code, then microtasks, then timers': async () => {
    const seen = [];
    setTimeout(() => seen.push('timer'), 0);
    Promise.resolve().then(() => seen.push('promise'));
    queueMicrotask(() => seen.push('microtask'));
    seen.push('sync');
    await wait(20);
    return seen;
  },
  'interleaves microtasks in the order they were queued': async () => {
    const seen = [];
    queueMicrotask(() => {
      seen.push(1);
      queueMicrotask(() => seen.push(4));
    });
    Promise.resolve()
      .then(() => seen.push(2))
      .then(() => seen.push(5));
    queueMicrotask(() => seen.push(3));
    await wait(1);
    return seen;
  },
  'runs timers by their time': async () => {
    const seen = [];
    setTimeout(() => seen.push('late'), 30);
    setTimeout(() => seen.push('early'), 10);
    await wait(60);
    return seen;
  },
  'runs timers of one time in the order they were set': async () => {
    const seen = [];
    for (let i = 0; i < 5; i++) setTimeout(() => seen.push(i), 5);
    await wait(40);
    return seen;
  },
  'runs microtasks between timers': async () => {
    const seen = [];
    setTimeout(() => {
      seen.push('t1');
      queueMicrotask(() => seen.push('m1'));
    }, 5);
    setTimeout(() => seen.push('t2'), 5);
    await wait(40);
    return seen;
  },
  'passes arguments to timers': async () => {
    const seen = [];
    setTimeout((...args) => seen.push(...args), 0, 1, 'b');
    await wait(10);
    return seen;
  },
  'clears timers': async () => {
    const seen = [];
    const id = setTimeout(() => seen.push('no'), 5);
    clearTimeout(id);
    await wait(20);
    return seen;
  },
  'ignores ids it does not know': () =>
    [clearTimeout(12_345), clearTimeout(undefined), clearInterval(null)].length,
  'returns numbers': () => {
    const id = setTimeout(() => {}, 0);
    return [typeof id, Number.isInteger(id)];
  },
  'repeats intervals until they are cleared': async () => {
    let n = 0;
    await new Promise((resolve) => {
      const id = setInterval(() => {
        n += 1;
        if (n === 3) {
          clearInterval(id);
          resolve();
        }
      }, 2);
    });
    await wait(20);
    return n;
  },
  'clears intervals with clearTimeout too': async () => {
    let n = 0;
    const id = setInterval(() => n++, 2);
    clearTimeout(id);
    await wait(20);
    return n;
  },
  'refuses texts as callbacks': () => setTimeout('1', 0),
  'takes missing and negative times for zero': async () => {
    const seen = [];
    setTimeout(() => seen.push(1));
    setTimeout(() => seen.push(2), -5);
    setTimeout(() => seen.push(3), 'x');
    await wait(20);
    return seen;
  },
  'waits with the scheduler': async () => (await scheduler.wait(1)) ?? 'done',
  'stops waiting with a signal': async () => {
    const controller = new AbortController();
    const waiting = scheduler.wait(10_000, { signal: controller.signal });
    controller.abort();
    return waiting.then(
      () => 'waited',
      (error) => error.name,
    );
  },
  'lets time pass only while it waits': async () => {
    const start = Date.now();
    await scheduler.wait(30);
    return Date.now() - start >= 29;
  },
  'refuses microtasks that are no functions': () => queueMicrotask(5),
  'reports errors of microtasks and goes on': async () => {
    const seen = [];
    const listener = (event) => {
      seen.push(event.error.message);
      event.preventDefault();
    };
    globalThis.addEventListener('error', listener);
    queueMicrotask(() => {
      throw new Error('boom');
    });
    queueMicrotask(() => seen.push('next'));
    await wait(1);
    globalThis.removeEventListener('error', listener);
    return seen;
  },
  'reports errors with reportError': () => {
    const seen = [];
    const listener = (event) => {
      seen.push(event.constructor.name, event.message, event.error.message);
      event.preventDefault();
    };
    globalThis.addEventListener('error', listener);
    reportError(new TypeError('mine'));
    globalThis.removeEventListener('error', listener);
    return seen;
  },
  'settles promises in order': async () => {
    const seen = [];
    await Promise.all([
      wait(6).then(() => seen.push('b')),
      wait(2).then(() => seen.push('a')),
      Promise.resolve().then(() => seen.push('now')),
    ]);
    return [seen, await Promise.race([wait(20).then(() => 'slow'), wait(1).then(() => 'fast')])];
  },
  'calls timers without a receiver': async () => {
    let self = 'unset';
    setTimeout(function callback() {
      self = this === undefined || this === globalThis;
    }, 0);
    await wait(10);
    return self;
  },
};
