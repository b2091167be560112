// Smaller manners of many interfaces: words of errors, order of events, copies, and what is read how often.
const said = async (run) => {
  try {
    return await run();
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : error;
  }
};
const each = (...runs) => Promise.all(runs.map(said));
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const ORIGIN = 'http://upstream.test';

export const manners = {
  streams: {
    'says that a reader or writer was released': async () => {
      const stream = new ReadableStream();
      const reader = stream.getReader();
      const pending = said(() => reader.read());
      reader.releaseLock();
      const writer = new WritableStream().getWriter();
      writer.releaseLock();
      return [
        await pending,
        ...(await each(
          () => reader.read(),
          () => writer.write(1),
          () => writer.close(),
        )),
      ];
    },
    'says that a stream is locked': () => {
      const readable = new ReadableStream();
      readable.getReader();
      const writable = new WritableStream();
      writable.getWriter();
      return each(
        () => readable.getReader(),
        () => readable.pipeTo(new WritableStream()),
        () => new ReadableStream().pipeTo(writable),
        () => writable.close(),
      );
    },
    'refuses strategies, types and modes': () =>
      each(
        () => new ReadableStream({}, { highWaterMark: -1 }),
        () => new ReadableStream({}, { highWaterMark: NaN }),
        () => new ReadableStream({ type: 'x' }),
        () => new ReadableStream().getReader({ mode: 'x' }),
        () => new TransformStream({ readableType: 'bytes' }),
        () => ReadableStream.from(5),
      ),
    'refuses buffers that do not fit': () => {
      const reader = () => new ReadableStream({ type: 'bytes' }).getReader({ mode: 'byob' });
      return each(
        () => reader().read(new Uint8Array(0)),
        () => reader().read(new Uint8Array(5), { min: 9 }),
        () => new ReadableStream({ type: 'bytes', autoAllocateChunkSize: 0 }),
      );
    },
    'closes a writer whose sink failed with its error': async () => {
      const writer = new WritableStream({ write: () => Promise.reject(new RangeError('sink')) }).getWriter();
      await writer.write(1).catch(() => undefined);
      return said(() => writer.close());
    },
    'refuses a gzip file of two members': () =>
      said(async () => {
        const zip = async (text) => {
          const zipped = new Response(text).body.pipeThrough(new CompressionStream('gzip'));
          return new Uint8Array(await new Response(zipped).arrayBuffer());
        };
        const both = new Blob([await zip('a'), await zip('b')]).stream();
        return new Response(both.pipeThrough(new DecompressionStream('gzip'))).text();
      }),
  },
  fetch: {
    'reads nothing more of a response once its signal aborts': async () => {
      const controller = new AbortController();
      const { signal } = controller;
      const [whole, part] = await Promise.all([1, 2].map(() => fetch(`${ORIGIN}/text/x`, { signal })));
      controller.abort();
      const reader = part.body.getReader();
      return each(
        () => whole.text(),
        () => reader.read(),
      );
    },
    'reads a copy to its end when the other is cancelled': async () => {
      const chunks = ReadableStream.from(['a', 'b'].map((text) => new TextEncoder().encode(text)));
      const response = new Response(chunks);
      await response.clone().body.cancel();
      return response.text();
    },
    'aborts copies too, and makes an error of a reason that is none': async () => {
      const controller = new AbortController();
      const response = await fetch(`${ORIGIN}/text/x`, { signal: controller.signal });
      const copy = response.clone();
      const waiting = said(() => fetch(`${ORIGIN}/text/x`, { signal: controller.signal }));
      controller.abort({ why: 1 });
      return [await waiting, ...(await each(() => scheduler.wait(1, { signal: controller.signal })))].concat(
        copy.bodyUsed,
      );
    },
    'refuses odd members and arguments': () =>
      each(
        () => new Request('http://a/', 5),
        () => new Request('http://a/', { cf: null }),
        () => new Response(Symbol('body')),
        () => new Headers({ a: Symbol('value') }),
        () => Response.json(),
      ),
    'reads each member of an init once': () => {
      const seen = [];
      const init = {};
      const members = { status: 201, headers: {}, statusText: 'x', method: 'GET', redirect: 'manual' };
      for (const [name, value] of Object.entries(members)) {
        Object.defineProperty(init, name, { get: () => (seen.push(name), value) });
      }
      new Response('b', init);
      new Request('http://a/', init);
      return seen.toSorted();
    },
    'gives a data URL no address': async () => {
      const response = await fetch('data:text/plain;base64,aGk=');
      return [response.url, await response.text()];
    },
  },
  timers: {
    'calls back on the global object': () =>
      new Promise((resolve) => {
        setTimeout(function () {
          resolve(this === globalThis);
        }, 1);
      }),
    'takes endless delays for long ones': async () => {
      const seen = [];
      for (const delay of [Infinity, 2 ** 31, -1, '3']) setTimeout(() => seen.push(String(delay)), delay);
      await wait(20);
      return seen;
    },
    'wants to be told what to clear': () =>
      each(
        () => clearTimeout(),
        () => clearTimeout(null),
        () => scheduler.wait(),
        () => scheduler.wait(1, 5),
      ),
    'tells a signal of many where it began to follow': () => {
      const seen = [];
      const controller = new AbortController();
      controller.signal.addEventListener('abort', () => seen.push('before'));
      const any = AbortSignal.any([controller.signal]);
      any.addEventListener('abort', () => seen.push('any'));
      controller.signal.addEventListener('abort', () => seen.push('after'));
      controller.signal.onabort = () => seen.push('on');
      controller.abort();
      return seen;
    },
  },
  events: {
    'hears the messages of a stream': async () => {
      const source = EventSource.from(
        new Response('data: a\r\n\r\nevent: x\nid: 7\ndata: b\ndata:c\n\n: note\ndata\n\ndata: never').body,
      );
      const heard = [source.readyState, source.url, source.withCredentials];
      source.onmessage = ({ data, lastEventId }) => heard.push(['message', data, lastEventId]);
      source.addEventListener('x', ({ data, lastEventId, type }) => heard.push([type, data, lastEventId]));
      source.onerror = ({ error }) => heard.push(error.message);
      await wait(20);
      return [...heard, source.readyState];
    },
    'stops hearing when it is closed': async () => {
      const source = EventSource.from(new Response('data: a\n\ndata: b\n\n').body);
      const heard = [];
      source.onmessage = ({ data }) => {
        heard.push(data);
        source.close();
      };
      await wait(20);
      return [heard, source.readyState];
    },
    'says why there are no messages': async () => {
      const heard = [];
      for (const path of ['/text/x', '/status/500']) {
        const source = new EventSource(`${ORIGIN}${path}`);
        heard.push(source.readyState);
        await new Promise((resolve) => {
          source.onerror = ({ error }) => resolve(heard.push(error.message));
        });
        heard.push(source.readyState);
      }
      return [
        ...heard,
        ...(await each(
          () => new EventSource('nope'),
          () => EventSource.from(5),
          () => new EventSource(),
        )),
      ];
    },
  },
  isolation: {
    'has shared memory, and nobody to share it with': () => {
      const memory = new SharedArrayBuffer(8);
      const copy = structuredClone(new Uint8Array(memory));
      return [
        typeof SharedArrayBuffer,
        memory.byteLength,
        Atomics.add(new Int32Array(memory), 0, 5),
        copy.length,
      ];
    },
  },
  crypto: {
    'gives copies of what a key says': async () => {
      const key = await crypto.subtle.importKey(
        'raw',
        new Uint8Array(4),
        { name: 'HMAC', hash: 'SHA-1' },
        true,
        ['sign'],
      );
      key.algorithm.name = 'X';
      key.algorithm.hash.name = 'Y';
      key.usages.push('z');
      return [key.algorithm, key.usages, key.algorithm === key.algorithm, Object.keys(key)];
    },
    'leaves the operations of a key for HMAC alone': async () => {
      const jwk = { kty: 'oct', k: 'AQID', key_ops: ['verify'] };
      const { usages } = await crypto.subtle.importKey('jwk', jwk, { name: 'HMAC', hash: 'SHA-256' }, true, [
        'sign',
      ]);
      return usages;
    },
  },
  encoding: {
    'makes a stream fatal by options that do not say otherwise': () =>
      [undefined, {}, { fatal: false }].map((options) => new TextDecoderStream('utf-8', options).fatal),
    'refuses options that are null': () => said(() => new TextDecoder('utf-8', null)),
  },
  rewriting: {
    'writes what is no text as text': () =>
      Promise.all(
        [5, null, undefined, true].map((content) =>
          new HTMLRewriter()
            .on('p', { element: (element) => void element.append(content) })
            .transform(new Response('<p></p>'))
            .text(),
        ),
      ),
    'has all methods on the interface itself': async () => {
      let names = [];
      const text = (chunk) => (names = Object.getOwnPropertyNames(Object.getPrototypeOf(chunk)));
      await new HTMLRewriter().on('p', { text }).transform(new Response('<p>x')).text();
      return names
        .filter((name) => typeof name === 'string' && /^(?:after|before|remove|replace)$/.test(name))
        .toSorted();
    },
  },
  caches: {
    'opens whatever can be a name': () =>
      each(
        async () => (await caches.open(undefined)) instanceof Cache,
        async () => (await caches.open('')) instanceof Cache,
        () => caches.open('x'.repeat(1024)),
        () => caches.open(),
      ),
  },
  stores: {
    'takes names and values for texts': async ({ env }) => {
      await env.KV.put('nothing', undefined);
      return each(
        () => env.KV.get('nothing'),
        () => env.KV.get(undefined),
        () => env.KV.get(),
        () => env.KV.get(['a', '']),
        () => env.KV.get(['a'], 'stream'),
      );
    },
  },
  clone: {
    'refuses proxies': () => said(() => structuredClone(new Proxy({}, {}))),
    'says what can be transferred': () => said(() => structuredClone(1, { transfer: 5 })),
  },
  sockets: {
    'refuses addresses and reasons': () => {
      const [socket] = Object.values(new WebSocketPair());
      socket.accept();
      return each(
        () => new WebSocket('nope'),
        () => new WebSocket('http://a/'),
        () => socket.close(1000, 'x'.repeat(200)),
      );
    },
  },
  url: {
    'lists two groups of a pattern as workerd does': () =>
      Object.keys(new URLPattern({ pathname: '/:user/:page' }).exec('http://h/a/b').pathname.groups),
    'refuses symbols for texts': () => said(() => new URLSearchParams({ a: Symbol('b') })),
  },
};
