// Behaviours of streams, readers, writers and signals that one request keeps and another one uses.

/** What a promise or function ends with: the name of an error and what it says of the kind of object, or the kind of a value. */
const ending = async (run) => {
  const late = new Promise((resolve) => {
    setTimeout(resolve, 5, 'pending');
  });
  try {
    const value = await Promise.race([run(), late]);
    return value === 'pending' ? value : typeof value;
  } catch (error) {
    return `${error.name} ${/I\/O type/.test(error.message) ? 'of another request' : error.message}`;
  }
};

const chunks = () => ReadableStream.from(['own', 'more']);
const ownBytes = () => ReadableStream.from([new Uint8Array([97])]);

const READABLE = {
  body: () => new Response('abc').body,
  blob: () => new Blob(['abc']).stream(),
  branch: () => new Response('abc').body.tee()[0],
  fetched: async () => (await fetch('http://upstream.example/')).body,
  posted: () => new Request('http://a.example/', { method: 'POST', body: 'x' }).body,
  pipe: () => new IdentityTransformStream().readable,
  packed: () => new CompressionStream('gzip').readable,
  transformed: () => new TransformStream().readable,
  own: chunks,
  ownBranch: () => chunks().tee()[0],
};
const WRITABLE = {
  pipe: () => new IdentityTransformStream().writable,
  packed: () => new CompressionStream('gzip').writable,
  transformed: () => new TransformStream().writable,
  own: () => new WritableStream(),
};

const READS = {
  read: (stream) => stream.getReader().read(),
  cancel: (stream) => stream.cancel('over'),
  tee: (stream) => stream.tee(),
  iterate: async (stream) => {
    for await (const chunk of stream) return chunk;
  },
  pipe: (stream) => stream.pipeTo(new WritableStream()),
};
const READER_USES = {
  read: (reader) => reader.read(),
  cancel: (reader) => reader.cancel('over'),
  release: (reader) => reader.releaseLock(),
  closed: (reader) => reader.closed,
};
const WRITES = {
  write: (stream) => stream.getWriter().write(new Uint8Array(1)),
  close: (stream) => stream.close(),
  abort: (stream) => stream.abort('over'),
  size: async (stream) => stream.getWriter().desiredSize,
};
const SIGNAL_USES = {
  reads: (signal) => signal.aborted,
  throws: (signal) => signal.throwIfAborted(),
  combines: (signal) => AbortSignal.any([signal]),
  fetches: (signal) => fetch('http://upstream.example/', { signal }),
  waits: (signal) => scheduler.wait(1, { signal }),
  hears: (signal) => signal.addEventListener('abort', () => {}),
};

/** Each kind once for each use. */
const kept = [];
const keepAll = async (makes, uses, as = (made) => made) => {
  for (const [kind, make] of Object.entries(makes))
    for (const [use, run] of Object.entries(uses)) kept.push([kind, use, run, as(await make())]);
};
const useAll = async () => {
  const endings = {};
  for (const [kind, use, run, object] of kept.splice(0))
    (endings[kind] ??= {})[use] = await ending(() => run(object));
  return endings;
};

const RESPONSE_USES = {
  text: (response) => response.text(),
  copies: (response) => response.clone(),
  wraps: (response) => new Response(response.body).status,
};

let stub, method;
const STUB_USES = {
  calls: () => stub.echo(1),
  fetches: () => stub.fetch('https://object/'),
  reads: () => stub.kind,
  'calls a method taken before': () => method(1),
  'passes it on': (env) => env.PROBE.getByName('keepsakes: other').echo(stub),
  'looks at it': () => stub.id.name,
};

export const keepsakes = {
  'keeps streams to read': () => keepAll(READABLE, READS),
  'reads no stream of another request that the platform fills': useAll,
  'keeps readers': () => keepAll(READABLE, READER_USES, (stream) => stream.getReader()),
  'reads by no reader of such a stream': useAll,
  'keeps streams to write': () => keepAll(WRITABLE, WRITES),
  'writes to no stream of another request that the platform reads': useAll,
  'keeps a signal': () => keepAll({ signal: () => new AbortController().signal }, SIGNAL_USES),
  'asks no signal of another request whether it has aborted': useAll,
  'keeps responses': () =>
    keepAll({ ...READABLE, ownBytes }, RESPONSE_USES, (stream) => new Response(stream)),
  'reads responses of another request that are made of streams of its own code': useAll,
  'keeps a stub of an object': ({ env }) => {
    stub = env.PROBE.getByName('keepsakes');
    method = stub.echo;
    return stub.id.name;
  },
  'reaches no object by a stub of another request': async ({ env }) => {
    const endings = {};
    for (const [use, run] of Object.entries(STUB_USES)) endings[use] = await ending(async () => run(env));
    return endings;
  },
};
