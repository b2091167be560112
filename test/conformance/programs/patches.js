// Behaviours of code that changes what the platform and the language gave it, as polyfills and tracers do.

/** Runs with a property replaced, and puts back what was there. */
async function withOwn(holder, key, value, run) {
  const before = Object.getOwnPropertyDescriptor(holder, key);
  Object.defineProperty(holder, key, { value, writable: true, configurable: true });
  try {
    return await run();
  } finally {
    if (before === undefined) delete holder[key];
    else Object.defineProperty(holder, key, before);
  }
}

const outcome = (run) => {
  try {
    return run();
  } catch (error) {
    return [error.name, error.message];
  }
};

export const patches = {
  'adds a method to responses': () => {
    const double = function () {
      return this.status * 2;
    };
    return withOwn(Response.prototype, 'double', double, () => new Response('').double());
  },
  'adds a method to arrays': () => {
    const last = function () {
      return this[this.length - 1];
    };
    return withOwn(Array.prototype, 'last', last, () => [1, 2].last());
  },
  'adds a method to texts': () =>
    withOwn(
      String.prototype,
      'shout',
      function () {
        return `${this.toUpperCase()}!`;
      },
      () => 'a'.shout(),
    ),
  'adds a property to every object': () => withOwn(Object.prototype, 'everywhere', 1, () => ({}).everywhere),
  'teaches big integers JSON': () =>
    withOwn(
      BigInt.prototype,
      'toJSON',
      function () {
        return String(this);
      },
      () => JSON.stringify({ a: 5n }),
    ),
  'replaces a method of arrays': () =>
    withOwn(
      Array.prototype,
      'flat',
      () => 'mine',
      () => [1].flat(),
    ),
  'replaces a method of promises': () =>
    withOwn(
      Promise.prototype,
      'finally',
      () => 'mine',
      () => Promise.resolve().finally(),
    ),
  'replaces a function of JSON': () =>
    withOwn(
      JSON,
      'parse',
      () => 'mine',
      () => JSON.parse('1'),
    ),
  'adds a static member to a class': () => withOwn(URL, 'mine', 1, () => URL.mine),
  'replaces fetch': () =>
    withOwn(
      globalThis,
      'fetch',
      async () => new Response('mine'),
      async () => (await fetch('http://nowhere.test/')).text(),
    ),
  'replaces a class of the platform': () => {
    class Own extends Response {
      get extra() {
        return 1;
      }
    }
    return withOwn(globalThis, 'Response', Own, () => new Response('').extra);
  },
  'replaces the clock': () =>
    withOwn(
      Date,
      'now',
      () => 42,
      () => [Date.now(), new Date(5).getTime()],
    ),
  'replaces chance': () =>
    withOwn(
      Math,
      'random',
      () => 0.5,
      () => Math.random(),
    ),
  'replaces a method of the console': () => {
    const lines = [];
    return withOwn(
      console,
      'log',
      (...values) => lines.push(values),
      () => {
        console.log('a', 1);
        return lines;
      },
    );
  },
  'gives errors call sites': () => {
    const before = Error.prepareStackTrace;
    Error.prepareStackTrace = (_, sites) => sites.length > 0 && typeof sites[0].getFileName();
    try {
      return new Error('x').stack;
    } finally {
      Error.prepareStackTrace = before;
    }
  },
  'has prototypes that may be extended': () =>
    [Array.prototype, Response.prototype, Promise, Math, globalThis].map((holder) => [
      Object.isFrozen(holder),
      Object.isExtensible(holder),
    ]),
  'calls methods only on their objects': () => {
    const { get } = new Headers();
    return [outcome(() => get('x')), outcome(() => new Proxy(new Request('http://a/'), {}).url)];
  },
  'calls fetch only on the global object': async () => {
    const holder = { fetch };
    try {
      return (await holder.fetch('http://upstream.test/text')).status;
    } catch (error) {
      return error.message;
    }
  },
  'shows its functions as native': () => [fetch, Response, setTimeout, new Headers().get, atob].map(String),
  'refuses to change what is read only': () =>
    // The words are V8's, which differ with how a getter was made.
    outcome(() => {
      new Response('').status = 500;
    })[0],
  'lists the names of the global object': () => [
    // A Durable Object may leave its mark here, where it shares the isolate.
    Object.keys(globalThis)
      .filter((name) => name !== 'made')
      .sort(),
    Object.hasOwn(globalThis, 'URL'),
    globalThis.constructor.name,
  ],
  'knows its compatibility flags': () => [
    Object.keys(Cloudflare.compatibilityFlags).length > 100,
    Cloudflare.compatibilityFlags.nodejs_compat,
    Cloudflare.compatibilityFlags.url_standard,
    Object.isFrozen(Cloudflare.compatibilityFlags),
    Object.getPrototypeOf(Cloudflare.compatibilityFlags),
  ],
  'lists the members of console': () => [Object.keys(console), Object.keys(console.context('a')).length],
  'takes a header without a name': () => {
    const headers = new Headers({ '': 'a' });
    headers.append('', 'b');
    return [[...headers], headers.get(''), new Headers().has('')];
  },
  'describes the members of Math': () => [
    Object.keys(Math),
    Object.getOwnPropertyNames(Math).toSorted(),
    ['PI', 'random', 'max', Symbol.toStringTag].map((name) => {
      const { value: _value, ...attributes } = Object.getOwnPropertyDescriptor(Math, name);
      return attributes;
    }),
  ],
  'fetches data URLs': async () => {
    const texts = [];
    for (const url of ['data:text/plain,hi%20there', 'data:text/html;base64,PGI+', 'data:,plain']) {
      const response = await fetch(url);
      texts.push([response.status, response.headers.get('content-type'), await response.text()]);
    }
    return texts;
  },
};
