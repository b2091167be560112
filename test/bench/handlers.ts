// Handler loops in the realm beside the same code on Node's own classes, interleaved; ratios count, absolute figures are the machine's.
import { performance } from 'node:perf_hooks';
import { Script } from 'node:vm';
import { createRealm } from '../../sim/runtime/realm.ts';
import type { Bundle, Isolate, Realm } from '../../sim/runtime/types.ts';
import { buildWebSource } from '../../sim/runtime/web-source.ts';
import { bundleSource } from '../runtime/run.ts';
import type { Comparison, Entry } from './rounds.ts';

const REQUESTS = 60_000;
const SLOW_REQUESTS = 8000;
const BATCH = 64;
const POPS = 330;

const HELLO = `export default { fetch() { return new Response('hello'); } };`;
const ROUTING = `
const users = [{ id: 1, name: 'Ann' }, { id: 2, name: 'Bob' }];
const routes = new Map([['/api/users', (url) => Response.json({ users, q: url.searchParams.get('q') })]]);
export default { async fetch(request) {
  const url = new URL(request.url);
  const route = routes.get(url.pathname);
  if (route === undefined) return new Response('not found', { status: 404 });
  if (request.headers.get('authorization') === null) return new Response('who?', { status: 401 });
  return route(url);
} };`;

const REQUEST = {
  method: 'GET',
  url: 'https://example.com/api/users?q=5',
  // Frozen, as the headers that all requests of a class share.
  headers: Object.freeze(['authorization', 'Bearer abc', 'accept', '*/*']),
  body: null,
  cfJson: '{}',
};

interface Loop {
  readonly realm: Realm;
  readonly isolates: readonly Isolate[];
}

function openLoop(realm: Realm, bundle: Bundle, count: number): Loop {
  const isolates = Array.from({ length: count }, (_, i) =>
    realm.createIsolate(bundle, { ownerKey: i, bindings: [] }),
  );
  for (const isolate of isolates) isolate.start();
  realm.settle();
  return { realm, isolates };
}

/** Requests per second through the realm, `batch` of them in each settle. */
function realmRate({ realm, isolates }: Loop, batch: number): number {
  let sizeChars = 0;
  let next = 0;
  let callId = 0;
  const startMs = performance.now();
  while (callId < REQUESTS) {
    for (let i = 0; i < batch; i++) {
      isolates[next]?.fetch(++callId, REQUEST);
      next = next + 1 === isolates.length ? 0 : next + 1;
    }
    for (const emission of realm.settle())
      if (emission.kind === 'response') sizeChars += emission.body?.length ?? 0;
  }
  const tookMs = performance.now() - startMs;
  if (sizeChars < callId * 5) throw new Error('The handler did not answer.');
  return (callId / tookMs) * 1000;
}

type Fetch = (request: Request) => Response | Promise<Response>;

/** The same code with Node's own Request and Response. */
async function nativeHandler(bundle: Bundle): Promise<Fetch> {
  let handler: Fetch | undefined;
  const factory = new Script(bundle.code).runInThisContext() as (
    globals: object,
    hooks: object,
  ) => Promise<void>;
  await factory(globalThis, {
    exports: (exports: { default: { fetch: Fetch } }) => {
      handler = exports.default.fetch;
    },
  });
  if (handler === undefined) throw new Error('The handler exports nothing.');
  return handler;
}

async function nativeRate(fetch: Fetch): Promise<number> {
  const startMs = performance.now();
  for (let i = 0; i < SLOW_REQUESTS; i++) {
    const request = new Request(REQUEST.url, { headers: { authorization: 'Bearer abc', accept: '*/*' } });
    await (await fetch(request)).text();
  }
  return (SLOW_REQUESTS / (performance.now() - startMs)) * 1000;
}

async function compare(realm: Realm, name: string, source: string, atLeast: number): Promise<Comparison[]> {
  const bundle = await bundleSource(source);
  const many = openLoop(realm, bundle, POPS);
  const one = openLoop(realm, bundle, 1);
  const native = await nativeHandler(bundle);
  return [
    {
      name,
      operation: 'requests',
      subject: { name: `${POPS} isolates, ${BATCH} wakes a drain`, run: () => realmRate(many, BATCH) },
      peers: [
        { name: "Node's own classes", run: () => nativeRate(native), atLeast },
        { name: `1 isolate, ${BATCH} wakes a settle`, run: () => realmRate(one, BATCH) },
      ],
    },
    {
      name: `${name}, one wake a drain`,
      operation: 'requests',
      subject: { name: `${POPS} isolates`, run: () => realmRate(many, 1) },
      peers: [
        { name: '1 isolate', run: () => realmRate(one, 1), atLeast: 0.7 },
        { name: "Node's own classes", run: () => nativeRate(native) },
      ],
    },
  ];
}

/** Handlers in the realm against the same code on Node's own Request and Response. */
export const handlers: Entry = {
  method:
    'The same bundled handler, called in the realm through settle, and directly with the classes of Node (undici).',
  async prepare() {
    // One realm for all, as a thread has one.
    const options = { seed: 1, epochMs: 0, journeyKeyOf: (callId: number) => callId };
    const realm = createRealm(options, await buildWebSource());
    return {
      comparisons: [
        ...(await compare(realm, 'hello', HELLO, 8)),
        ...(await compare(realm, 'routing and JSON', ROUTING, 5)),
      ],
      skipped: [],
    };
  },
};
