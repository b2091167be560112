// Fastly Compute: every request gets a fresh WebAssembly instance in the PoP that received it; nothing in memory outlives it.
import { FASTLY_TARIFF } from '../bill/fastly.ts';
import { assumed, documented } from './figure.ts';
import type { Platform } from './platform.ts';

const LIMITS = 'docs.fastly.com compute-resource-limits (2025-10-09)';
const MODEL = 'docs.fastly.com/products/compute-at-edge: an instance per request, destroyed after it';

export const fastlyCompute: Platform = {
  name: 'fastly-compute',
  title: 'Fastly Compute',
  runtime: 'fastly',
  adapter: 'It is called through the fetch event, and every host that it fetches is a declared backend.',
  network: 'fastly',
  connectsAt: 'pop',
  httpCache: false,
  runsAt: 'pop',
  hubs: null,
  smartPlacement: null,
  servers: assumed('Fastly: servers of a site', 1, 'servers', 'every request has an instance of its own'),
  sharded: false,
  shardHopMs: null,
  instances: {
    requestsEach: documented('Fastly: requests of an instance', 1, 'count', MODEL),
    reused: false,
    kept: null,
    requestWaits: true,
  },
  startUp: {
    baseMs: documented(
      'Fastly: instantiation',
      0.035,
      'ms',
      'jacar.es 2026-05, a claim of the vendor; the Lucet paper says below 0.05 ms',
    ),
    perKibMs: assumed('Fastly: compiling, per KiB of code', 0, 'ms/KiB', 'compiled when it is deployed'),
    placement: null,
    isSnapshot: true,
    startsDuringHandshake: false,
    idleEvictionMs: documented('Fastly: idle time before eviction', 0, 'ms', MODEL),
    idleHighMs: null,
    recycleMs: null,
  },
  cpuScale: assumed(
    'Fastly: CPU time per CPU time of the profile',
    1,
    'ratio',
    'the machine that measured the profile is taken as equal; JavaScript runs there without a just-in-time compiler, so heavy code may take several times as long',
  ),
  relayMs: null,
  memory: {
    givenMib: documented('Fastly: heap of an instance', 128, 'MiB', LIMITS),
    overheadMib: assumed(
      'Fastly: memory of an instance beside the handler’s',
      1,
      'MiB',
      'none published; the stack alone may take 1 MB',
    ),
    serverMib: null,
  },
  limits: {
    cpuMs: documented('Fastly: CPU limit', 50, 'ms', LIMITS),
    memoryMib: documented('Fastly: memory limit of an instance', 128, 'MiB', LIMITS),
    subrequests: documented('Fastly: backend requests of a request', 32, 'count', LIMITS),
    connections: null,
    startUpMs: null,
    scriptMib: documented('Fastly: package size limit', 100, 'MiB', LIMITS),
    wallMs: documented('Fastly: time limit', 120_000, 'ms', LIMITS),
    firstByteMs: null,
    requestsPerDay: null,
  },
  cacheTiers: assumed('Fastly: cache tiers that a subrequest passes', 1, 'tiers', 'shielding is an option'),
  billing: { lines: FASTLY_TARIFF, ownServers: false, paysRegionEgress: true, startIsBilled: false },
  failures: {
    exception: { status: 500, body: 'Internal Server Error' },
    limit: { status: 503, body: 'Service Unavailable' },
    timeout: { status: 503, body: 'Service Unavailable' },
  },
};
