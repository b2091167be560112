// Behaviours that keep code inside: no way to compile texts, no host names, module state of its own.
let count = 0;
const compileBy = (getConstructor) => {
  try {
    return getConstructor()('return 1')();
  } catch (error) {
    return error.name;
  }
};
const constructorOf = (value) => compileBy(() => value.constructor.constructor);

export const isolation = {
  'compiles no text by the constructor of an object': () => constructorOf({}),
  'compiles no text by the constructor of a function': () => constructorOf(() => {}),
  'compiles no text by the constructor of an array': () => constructorOf([]),
  'compiles no text by the constructor of a text': () => constructorOf(''),
  'compiles no text by the constructor of a promise': () => constructorOf(Promise.resolve()),
  'compiles no text by the constructor of an error': () => constructorOf(new Error('x')),
  'compiles no text by the constructor of fetch': () => compileBy(() => fetch.constructor),
  'compiles no text by the constructor of a timer': () => compileBy(() => setTimeout.constructor),
  'compiles no text by the constructor of a class': () => compileBy(() => URL.constructor),
  'compiles no text by the constructor of the global object': () =>
    compileBy(() => globalThis.constructor.constructor),
  'compiles no text by a generator': () => compileBy(() => function* () {}.constructor),
  'compiles no text by an async generator': () => compileBy(() => async function* () {}.constructor),
  'compiles no text by an async function': () => compileBy(() => (async () => {}).constructor),
  'compiles no text by the environment': ({ env }) => constructorOf(env),
  'compiles no text by the context': ({ ctx }) => compileBy(() => ctx.waitUntil.constructor),
  'compiles no text by the request': ({ request }) => constructorOf(request.headers),
  'compiles no text by an error that was thrown for it': () => {
    try {
      new URL('nope');
    } catch (error) {
      return constructorOf(error);
    }
    return 'no error';
  },
  'compiles no text by an answer': async () =>
    constructorOf(await crypto.subtle.digest('SHA-1', new Uint8Array(1))),
  'compiles no text by indirect eval': () => {
    try {
      return (0, eval)('1');
    } catch (error) {
      return error.name;
    }
  },
  'compiles no text by a timer': () => {
    try {
      return typeof setTimeout('1', 0);
    } catch (error) {
      return error.name;
    }
  },
  'sees nothing of the host': () =>
    [typeof process, typeof require, typeof Deno, typeof Bun, typeof global, typeof __dirname].join(' '),
  'shows only its own frames in stacks': () => /node:|internal\//.test(new Error('x').stack),
  'keeps state in its module': () => {
    count += 1;
    return typeof count;
  },
  'clones nothing that stands behind a proxy': () =>
    [{}, [], new Map(), new Date(0), new Response(''), () => 1].flatMap((target) => {
      const { proxy, revoke } = Proxy.revocable(target, {});
      return [false, true].map((isRevoked) => {
        if (isRevoked) revoke();
        try {
          return typeof structuredClone(proxy);
        } catch (error) {
          return error.name;
        }
      });
    }),
  'makes answers of its own realm': async () => [
    (await new Response('x').arrayBuffer()) instanceof ArrayBuffer,
    (await new Response('[]').json()) instanceof Array,
    new URL('http://a/').searchParams instanceof URLSearchParams,
    crypto.subtle.digest('SHA-1', new Uint8Array(1)) instanceof Promise,
    Object.getPrototypeOf(
      await crypto.subtle.exportKey(
        'jwk',
        await crypto.subtle.importKey('raw', new Uint8Array(16), 'AES-GCM', true, ['encrypt']),
      ),
    ) === Object.prototype,
  ],
  'makes errors of its own realm': async () => {
    const errors = [];
    for (const run of [
      () => new URL('nope'),
      () => atob('a'),
      () => crypto.subtle.digest('x', new Uint8Array(1)),
      () => new Response('', { status: 99 }),
      () => JSON.parse('{'),
    ]) {
      try {
        await run();
      } catch (error) {
        errors.push(error instanceof Error);
      }
    }
    return errors;
  },
};
