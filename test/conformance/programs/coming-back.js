// Behaviours of what is asked of the platform at once with microtasks and timers: which of them come back first, and how many microtasks a promise takes.

const bytes = (text) => new TextEncoder().encode(text);
const post = (body) => new Request('http://a/', { method: 'POST', body });
const response = (body) => new Response(body);
const { subtle } = crypto;

/** How many microtasks pass before a promise settles; `later` when none of them brings it. */
async function microtasksOf(start) {
  let settled = false;
  const settle = () => {
    settled = true;
  };
  start().then(settle, settle);
  for (let count = 1; count <= 100; count++) {
    await null;
    if (settled) return count;
  }
  return 'later';
}

const counted = (start) => () => microtasksOf(start);

/** The names of promises in the order in which they settle. */
async function order(started) {
  const names = [];
  await Promise.allSettled(
    Object.entries(started).map(async ([name, start]) => {
      await start().catch(() => undefined);
      names.push(name);
    }),
  );
  return names;
}

const chain = (length) => async () => {
  for (let i = 0; i < length; i++) await null;
};
const timer = () => new Promise((resolve) => setTimeout(resolve, 0));
const microtask = () => new Promise((resolve) => queueMicrotask(resolve));
const many = { few: chain(2), some: chain(8), lots: chain(30) };

export const comingBack = {
  'reads a request as text': counted(() => post('x').text()),
  'reads a request as JSON': counted(() => post('{}').json()),
  'reads what is no JSON': counted(() => post('{').json()),
  'reads a request as bytes': counted(() => post('x').arrayBuffer()),
  'reads a form': counted(() => post(new URLSearchParams('a=1')).formData()),
  'reads a response as text': counted(() => response('x').text()),
  'reads a copy of a response': counted(() => response('x').clone().text()),
  'reads what has no body': counted(() => response(null).text()),
  'reads what has been read': counted(() => {
    const used = response('x');
    void used.text();
    return used.text();
  }),
  'reads a stream of the platform': counted(() => response('x').body.getReader().read()),
  'reads the stream of a blob': counted(() => new Blob(['x']).stream().getReader().read()),
  'reads a long stream of the platform': counted(() => response('x'.repeat(9000)).body.getReader().read()),
  'pipes a stream of the platform': counted(() => response('x').body.pipeTo(new WritableStream())),
  'reads a blob as text': counted(() => new Blob(['x']).text()),
  'reads a blob as bytes': counted(() => new Blob(['x']).arrayBuffer()),
  'hashes bytes': counted(() => subtle.digest('SHA-256', bytes('x'))),
  'hashes by an unknown name': counted(() => subtle.digest('NONE', bytes('x'))),
  'makes a key': counted(() => subtle.generateKey({ name: 'AES-GCM', length: 128 }, true, ['encrypt'])),
  'imports a key': counted(() => subtle.importKey('raw', new Uint8Array(16), 'AES-GCM', true, ['encrypt'])),
  'opens a cache': counted(() => caches.open('turns')),
  'rewrites a page': counted(() => new HTMLRewriter().transform(response('<p>')).text()),
  'waits for a timer': counted(timer),
  'lets microtasks go before bodies, and bodies before timers': () =>
    order({ timer, text: () => post('x').text(), microtask, json: () => response('1').json(), ...many }),
  'brings back bodies in the order in which they were asked for': () =>
    order({
      form: () => response(new URLSearchParams('a=1')).formData(),
      bytes: () => post('x').bytes(),
      blob: () => post('x').blob(),
      json: () => response('1').json(),
      text: () => response('x').text(),
    }),
  'lets one microtask go before a hash': () =>
    order({ hash: () => subtle.digest('SHA-1', bytes('x')), microtask, text: () => response('x').text() }),
  'lets code go on between two bodies': async () => {
    const lines = [];
    const read = async (name) => {
      await response('x').text();
      lines.push(name);
      for (let i = 0; i < 20; i++) await null;
      lines.push(`${name} goes on`);
    };
    await Promise.all([read('first'), read('second')]);
    return lines;
  },
};
