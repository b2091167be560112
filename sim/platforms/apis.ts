// Which APIs only some platforms offer, and what to do where one is missing: the ground of `antipode check` on a handler.
import type { ApiName } from '../runtime/api-uses.ts';
import type { Platform } from './platform.ts';

type RuntimeKind = Platform['runtime'];

/** One API that some runtimes lack. */
export interface ApiRow {
  readonly api: ApiName;
  /** The runtimes that do not offer it, with what they lack or forbid. */
  readonly lacking: Partial<Readonly<Record<RuntimeKind, string>>>;
  readonly instead: string;
}

const NO_FILES = 'there is no file system';
const NO_PROCESSES = 'there are no processes or threads';
const NO_CODE_FROM_TEXT = 'code from strings is forbidden';
const NO_NETWORK = 'functions have no network and no timers';
const NOT_HERE = 'this runtime does not have it';
const CLOUDFLARE_ONLY = 'Cloudflare only';

const EDGE_RUNTIMES = ['workerd', 'vercel-edge', 'fastly', 'cloudfront-js'] as const;
const NOT_CLOUDFLARE = ['vercel-edge', 'fastly', 'node', 'cloudfront-js'] as const;

function on(runtimes: readonly RuntimeKind[], why: string): ApiRow['lacking'] {
  return Object.fromEntries(runtimes.map((runtime) => [runtime, why]));
}

function modules(names: readonly string[], lacking: ApiRow['lacking'], instead: string): ApiRow[] {
  return names.map((name) => ({ api: { kind: 'module', name }, lacking, instead }));
}

function globals(names: readonly string[], lacking: ApiRow['lacking'], instead: string): ApiRow[] {
  return names.map((name) => ({ api: { kind: 'global', name }, lacking, instead }));
}

function calls(names: readonly string[], lacking: ApiRow['lacking'], instead: string): ApiRow[] {
  return names.map((name) => ({ api: { kind: 'call', name }, lacking, instead }));
}

/** Methods of the stores that Cloudflare binds to `env` (KV, D1, R2, Durable Objects, Queues), where no other library's are called by `env.NAME.method()`. */
const STORE_METHODS = [
  'get',
  'getWithMetadata',
  'put',
  'list',
  'delete',
  'head',
  'prepare',
  'batch',
  'exec',
  'idFromName',
  'newUniqueId',
  'getByName',
  'send',
  'sendBatch',
] as const;

/** Every row; sources: Cloudflare types 5.20261117.1, js-compute types of 2026-08-20, Vercel's and CloudFront's pages on limits, Node 24. */
export const API_ROWS: readonly ApiRow[] = [
  ...modules(
    ['node:fs', 'node:fs/promises'],
    on(EDGE_RUNTIMES, NO_FILES),
    'Import the file so that it becomes part of the bundle, read it from a store, or keep this code at an origin.',
  ),
  ...modules(
    ['node:child_process', 'node:cluster', 'node:worker_threads'],
    on(EDGE_RUNTIMES, NO_PROCESSES),
    'Move that work to an origin or a container and call it by fetch().',
  ),
  ...modules(
    ['*.node'],
    on(EDGE_RUNTIMES, 'native modules do not run in isolates or WebAssembly'),
    'Use a WebAssembly build of it, or call an origin that has it.',
  ),
  ...modules(
    ['node:net', 'node:tls', 'node:dgram', 'node:dns', 'node:http2'],
    on(['vercel-edge', 'fastly', 'cloudfront-js'], 'there are no sockets, only fetch()'),
    'Use fetch(), or cloudflare:sockets on Workers.',
  ),
  ...modules(
    [
      'node:crypto',
      'node:zlib',
      'node:stream',
      'node:path',
      'node:url',
      'node:os',
      'node:http',
      'node:https',
    ],
    on(['vercel-edge', 'fastly', 'cloudfront-js'], 'modules of Node are not there'),
    'Use the Web APIs: crypto.subtle, CompressionStream, streams, URL.',
  ),
  ...modules(
    ['node:buffer', 'node:events', 'node:util', 'node:assert', 'node:async_hooks'],
    on(['fastly', 'cloudfront-js'], 'modules of Node are not there'),
    'Use Uint8Array, EventTarget and other Web APIs.',
  ),
  ...modules(
    ['cloudflare:*'],
    on(NOT_CLOUDFLARE, CLOUDFLARE_ONLY),
    'Keep it behind a module of your own, with one implementation for each platform.',
  ),
  ...modules(
    ['fastly:*'],
    on(['workerd', 'vercel-edge', 'node', 'cloudfront-js'], 'Fastly only'),
    'Keep it behind a module of your own, with one implementation for each platform.',
  ),
  ...globals(
    ['caches'],
    on(NOT_CLOUDFLARE, NOT_HERE),
    'Send Cache-Control and let the CDN cache, or use the platform’s own cache (SimpleCache on Fastly).',
  ),
  ...globals(
    ['HTMLRewriter'],
    on(['vercel-edge', 'node', 'cloudfront-js'], NOT_HERE),
    'Bundle an HTML parser of npm, and measure its CPU.',
  ),
  ...globals(['WebSocketPair'], on(NOT_CLOUDFLARE, CLOUDFLARE_ONLY), 'Serve WebSockets from an origin.'),
  ...globals(
    [
      'FixedLengthStream',
      'IdentityTransformStream',
      'scheduler.wait',
      'crypto.DigestStream',
      'crypto.subtle.timingSafeEqual',
    ],
    on(NOT_CLOUDFLARE, CLOUDFLARE_ONLY),
    'Use TransformStream, setTimeout and crypto.subtle.digest; compare digests instead of secrets.',
  ),
  ...globals(['WebSocket'], on(['fastly', 'cloudfront-js'], NOT_HERE), 'Serve WebSockets from an origin.'),
  ...globals(['EventSource'], on(NOT_CLOUDFLARE, NOT_HERE), 'Read the stream of a fetch() instead.'),
  ...calls(
    ['eval', 'Function'],
    on(['workerd', 'vercel-edge', 'cloudfront-js'], NO_CODE_FROM_TEXT),
    'Generate the code at build time; template and schema libraries often have a mode for that.',
  ),
  ...globals(
    ['WebAssembly.compile', 'WebAssembly.compileStreaming', 'WebAssembly.instantiateStreaming'],
    on(['workerd', 'vercel-edge', 'cloudfront-js'], 'WebAssembly from bytes is forbidden'),
    'Import the .wasm file, which the platform compiles when it is deployed.',
  ),
  ...globals(
    [
      'AbortController',
      'AbortSignal',
      'CustomEvent',
      'MessageChannel',
      'DOMException',
      'TextEncoderStream',
      'TextDecoderStream',
      'URLPattern',
      'reportError',
      'ReadableStreamBYOBReader',
    ],
    on(['fastly'], 'not in its types (it may exist untyped: try it)'),
    'Test for it with typeof, or bundle a polyfill.',
  ),
  ...globals(
    ['ErrorEvent', 'PromiseRejectionEvent', 'reportError', 'self'],
    on(['node'], NOT_HERE),
    'Use globalThis, and process.on for errors.',
  ),
  ...globals(
    ['process', 'Buffer', 'setImmediate'],
    on(['fastly', 'cloudfront-js'], 'globals of Node are not there'),
    'Use Uint8Array, queueMicrotask and the platform’s configuration.',
  ),
  ...calls(
    ['require'],
    on(EDGE_RUNTIMES, 'modules are ECMAScript modules in one file'),
    'Import with a fixed text.',
  ),
  ...globals(
    ['fetch', 'setTimeout', 'setInterval', 'ReadableStream'],
    on(['cloudfront-js'], NO_NETWORK),
    'Move this to Lambda@Edge or to an origin.',
  ),
  ...STORE_METHODS.map((name): ApiRow => ({
    api: { kind: 'bound', name },
    lacking: on(['vercel-edge', 'fastly', 'cloudfront-js'], 'no stores are bound to env'),
    instead:
      'Keep the store behind a module of your own, and reach it there by its client of npm or by fetch().',
  })),
  {
    api: { kind: 'member', name: 'request.cf' },
    lacking: on(NOT_CLOUDFLARE, 'only Cloudflare tells of users there'),
    instead:
      'Read geography from headers (x-vercel-ip-country, CloudFront-Viewer-Country), or event.client.geo on Fastly.',
  },
];
