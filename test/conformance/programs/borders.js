// Behaviours at the borders: between requests of one isolate, between start-up and requests, and between a call and what it is given.
import { starting } from './starting.js';

const caught = async (run) => {
  try {
    return await run();
  } catch (error) {
    return [error.name, error.message];
  }
};

/** What one request left behind for those that follow. */
let kept = null;

const keep = async () => {
  kept = {
    body: new Response('kept'),
    empty: new Response(null),
    posted: new Request('http://a.example/', { method: 'POST', body: 'x' }),
    controller: new AbortController(),
    socket: Object.values(new WebSocketPair())[0],
    pipe: new IdentityTransformStream(),
    fetched: await fetch('http://upstream.example/'),
    streamed: new Response('s'),
    stream: ReadableStream.from(['own']),
    headers: new Headers({ a: '1' }),
    blob: new Blob(['b']),
  };
  return Object.keys(kept).length;
};

const isolation = {
  'keeps things of one request for the next': keep,
  'refuses the body of another request': () => caught(() => kept.body.text()),
  'reads the empty body of another request': () => kept.empty.text(),
  'refuses the request that another made': () => caught(() => kept.posted.text()),
  'does not clone what another request used up': () => caught(() => kept.posted.clone().method),
  'refuses the controller of another request': () => caught(() => kept.controller.abort()),
  'refuses the signal of another request': () => caught(() => kept.controller.signal.aborted),
  'refuses the socket of another request': () => caught(() => kept.socket.accept()),
  'refuses to tell the state of its socket': () => caught(() => kept.socket.readyState),
  'reads the headers that another request fetched': () => [kept.fetched.status, kept.fetched.ok],
  'refuses the body that another request fetched': () => caught(() => kept.fetched.text()),
  'gives a reader of its body but no bytes': async () => {
    const reader = kept.streamed.body.getReader();
    return [typeof reader, await caught(() => reader.read())];
  },
  'refuses the pipe of another request': () => caught(() => kept.pipe.readable.getReader().read()),
  'reads a stream of code whoever made it': async () => (await kept.stream.getReader().read()).value,
  'takes headers and blobs of another request': async () => [kept.headers.get('a'), await kept.blob.text()],
  'shows only its own frames in a callback': async () => {
    const stack = await new Promise((done) => setTimeout(() => done(new Error('x').stack), 1));
    return /node:|runtime\//.test(stack);
  },
  'has no symbols on its global object': () => Object.getOwnPropertySymbols(globalThis).length,
};

const events = {
  'prevents no default of an event that cannot be cancelled': () => {
    const event = new Event('a');
    event.preventDefault();
    return [event.defaultPrevented, event.returnValue];
  },
  'tells the sender of a prevention that does not show': () => {
    const target = new EventTarget();
    const event = new Event('a');
    target.addEventListener('a', () => event.preventDefault());
    return [target.dispatchEvent(event), event.defaultPrevented];
  },
  'forgets what was prevented before an event is sent': () => {
    const event = new Event('a', { cancelable: true });
    event.preventDefault();
    return [new EventTarget().dispatchEvent(event), event.defaultPrevented];
  },
  'wants a listener': () => caught(() => new EventTarget().addEventListener('a')),
  'wants an error to report': () => caught(() => reportError()),
  'sends errors by events that cannot be cancelled': () => {
    const seen = [];
    const listener = (event) => {
      event.preventDefault();
      seen.push(event.cancelable, event.defaultPrevented);
    };
    addEventListener('error', listener);
    reportError(new Error('x'));
    removeEventListener('error', listener);
    return seen;
  },
};

const clone = {
  'copies no weak reference': () => caught(() => structuredClone(new WeakRef({}))),
  'copies no buffer that has moved away': () => {
    const buffer = new ArrayBuffer(4);
    structuredClone(buffer, { transfer: [buffer] });
    return caught(() => structuredClone(buffer)).then(([name]) => name);
  },
  'keeps how far a buffer can grow': () => {
    const copy = structuredClone(new ArrayBuffer(4, { maxByteLength: 8 }));
    return [copy.resizable, copy.maxByteLength, copy.byteLength];
  },
  'moves the buffer of a view': () => {
    const view = new Uint8Array(4);
    return [structuredClone({ view }, { transfer: [view] }).view.byteLength, view.byteLength];
  },
};

const globals = {
  'tags weak references and registries': () => [
    String(new WeakRef({})),
    String(new FinalizationRegistry(() => {})),
  ],
  'knows the tokens of a registry': async () => {
    const registry = new FinalizationRegistry(() => {});
    const token = {};
    registry.register({}, 1, token);
    return [
      registry.unregister(token),
      registry.unregister(token),
      await caught(() => registry.register(1)).then(([name]) => name),
      await caught(() => registry.unregister(1)).then(([name]) => name),
    ];
  },
  'has a console without a constructor of its own': () =>
    Object.getPrototypeOf(Object.getPrototypeOf(console)) === Object.prototype,
  'says what the global Cloudflare is': () => [String(Cloudflare), Cloudflare.constructor.name],
};

const rewrite = (html, selector, handlers) =>
  new HTMLRewriter().on(selector, handlers).transform(new Response(html)).text();

const rewriting = {
  'wants a new iterator after attributes have changed': () =>
    caught(() =>
      rewrite('<b a=1 b=2>', 'b', {
        element(e) {
          for (const [name] of e.attributes) e.removeAttribute(name);
        },
      }),
    ),
  'writes attributes that are no text': () =>
    rewrite('<b>', 'b', {
      element(e) {
        e.setAttribute('u', undefined).setAttribute('z', null).setAttribute('n', 5);
      },
    }),
  'negates lists, compounds and descendants': async () => {
    const found = [];
    const page = '<div id=a class=x><p id=b>1</p><p id=c class=z><i id=d class=x></i></p></div><p id=j></p>';
    for (const selector of [
      ':not(p, div)',
      'p:not(.z, #j)',
      ':not(div p)',
      ':not(p.z)',
      ':not(:not(p))',
      'div :not(p, span)',
      ':not( p , div )',
      'p:not([class])',
    ]) {
      const ids = [];
      await rewrite(page, selector, { element: (e) => void ids.push(e.getAttribute('id')) });
      found.push(`${selector} ${ids.join('')}`);
    }
    return found;
  },
  'refuses negations of nothing': async () => [
    await caught(() => new HTMLRewriter().on(':not()', {})),
    await caught(() => new HTMLRewriter().on(':not(p,)', {})),
    await caught(() => new HTMLRewriter().on(':not(p +)', {})),
  ],
  'tells the source that nobody reads on': async () => {
    const seen = [];
    const source = new ReadableStream({
      async pull(controller) {
        await scheduler.wait(1);
        controller.enqueue(new TextEncoder().encode('<b></b>'));
      },
      cancel(reason) {
        seen.push(reason.message);
      },
    });
    const reader = new HTMLRewriter().on('b', {}).transform(new Response(source)).body.getReader();
    await reader.read();
    await reader.cancel();
    await scheduler.wait(5);
    return seen;
  },
  'says that a body was used': () =>
    caught(async () => {
      const response = new Response('x');
      await response.text();
      return new HTMLRewriter().transform(response);
    }),
};

const streams = {
  'reads what is left at the end, however much it asked for': async () => {
    const reader = new Response('abcdef').body.getReader({ mode: 'byob' });
    const first = await reader.readAtLeast(4, new Uint8Array(5));
    const second = await reader.readAtLeast(4, new Uint8Array(5));
    const third = await reader.readAtLeast(4, new Uint8Array(5));
    return [first.value, second.done, second.value, third.done];
  },
  'takes a close that comes too early, and fails its reader': async () => {
    const { readable, writable } = new FixedLengthStream(5);
    const writer = writable.getWriter();
    const write = writer.write(new TextEncoder().encode('abc'));
    const close = writer.close();
    const text = await caught(() => new Response(readable).text());
    return [text, await write, await close];
  },
  'encodes no symbol': () =>
    caught(() =>
      ReadableStream.from([Symbol('x')])
        .pipeThrough(new TextEncoderStream())
        .getReader()
        .read(),
    ).then(([name]) => name),
};

const sockets = {
  'stays open when a reason is too long': async () => {
    const [a] = Object.values(new WebSocketPair());
    a.accept();
    return [(await caught(() => a.close(1000, 'x'.repeat(124))))[0], a.readyState, a.send('after') ?? null];
  },
};

const secret = { kty: 'oct', k: 'AAAAAAAAAAAAAAAAAAAAAA' };
const edwards = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' };
const imported = (jwk, algorithm, usages) =>
  caught(async () => (await crypto.subtle.importKey('jwk', jwk, algorithm, true, usages)).usages);

const keys = {
  'refuses secrets that are for something else': async () => [
    await imported({ ...secret, use: 'enc' }, 'AES-GCM', ['encrypt']),
    await imported({ ...secret, use: 'sig' }, 'AES-GCM', ['encrypt']),
    await imported({ ...secret, key_ops: ['encrypt', 'encrypt'] }, 'AES-GCM', ['encrypt']),
    await imported({ ...secret, use: 'enc' }, { name: 'HMAC', hash: 'SHA-256' }, ['sign']),
  ],
  'refuses public keys that are for something else': async () => [
    await imported({ ...edwards, use: 'enc' }, 'Ed25519', ['verify']),
    await imported({ ...edwards, use: 'enc' }, 'Ed25519', []),
    await imported({ ...edwards, key_ops: ['sign'] }, 'Ed25519', ['verify']),
    await imported({ ...edwards, key_ops: ['verify', 'verify'] }, 'Ed25519', ['verify']),
    await imported({ ...edwards, key_ops: ['verify', 'encrypt'], use: 'sig' }, 'Ed25519', ['verify']),
    await imported({ ...edwards, key_ops: 'verify' }, 'Ed25519', ['verify']),
  ],
};

const timers = {
  'sends no event for what a timer throws': async () => {
    const seen = [];
    const listener = (event) => void seen.push(event.message);
    addEventListener('error', listener);
    setTimeout(() => {
      throw new RangeError('late');
    }, 1);
    await scheduler.wait(3);
    removeEventListener('error', listener);
    return seen;
  },
};

export const borders = {
  keys,
  timers,
  isolation,
  startup: starting,
  events,
  clone,
  globals,
  rewriting,
  streams,
  sockets,
};
