// Cloudflare Workers, paid plan: the handler runs in an isolate of the PoP that received the request.
import { WORKERS_TARIFF } from '../bill/cloudflare.ts';
import { assumed, documented } from './figure.ts';
import type { Platform } from './platform.ts';

const DOCS = 'developers.cloudflare.com/workers/platform/limits';
const COLD_POST = 'blog.cloudflare.com/eliminating-cold-starts-2-shard-and-conquer (2025-09-26)';
const PLACEMENT = 'developers.cloudflare.com/workers/configuration/smart-placement (docs repo @098c118f)';

export const cloudflareWorkers: Platform = {
  name: 'cloudflare-workers',
  title: 'Cloudflare Workers (paid)',
  runtime: 'workerd',
  adapter: '',
  network: null,
  connectsAt: 'pop',
  httpCache: false,
  runsAt: 'pop',
  hubs: null,
  smartPlacement: assumed(
    'Workers: Smart Placement in effect',
    0,
    'switch',
    `${PLACEMENT}: off until it is switched on; that it has decided for the PoP nearest to the origin is the scenario's word`,
  ),
  servers: assumed(
    'Workers: servers of a site',
    4,
    'servers',
    'none published; a site has several servers, each of which would warm up alone without sharding',
  ),
  sharded: true,
  shardHopMs: assumed(
    'Workers: way to the shard server inside a site',
    0.5,
    'ms',
    `${COLD_POST}: below 1 ms`,
  ),
  instances: null,
  startUp: {
    baseMs: assumed(
      'Workers: fixed part of a cold start',
      5,
      'ms',
      'blog.cloudflare.com/cloud-computing-without-containers (2018): under 5 ms for a small script',
    ),
    perKibMs: assumed(
      'Workers: compiling, per KiB of code',
      0.03,
      'ms/KiB',
      'two public deploy logs: 19 ms at 28.5 KiB, 44 ms at 1,140 KiB',
    ),
    placement: null,
    isSnapshot: false,
    startsDuringHandshake: true,
    idleEvictionMs: assumed(
      'Workers: idle time before eviction',
      600_000,
      'ms',
      'none published; least recently used under memory pressure, expressed as a time',
    ),
    idleHighMs: null,
    recycleMs: assumed(
      'Workers: age at which an isolate is replaced',
      201_600_000,
      'ms',
      'developers.cloudflare.com/workers/reference/how-workers-works: updates of the runtime several times a week; taken as three',
    ),
  },
  cpuScale: assumed(
    'Workers: CPU time per CPU time of the profile',
    1,
    'ratio',
    'the machine that measured the profile is taken as equal',
  ),
  relayMs: null,
  memory: {
    givenMib: documented('Workers: memory of an isolate', 128, 'MiB', DOCS),
    overheadMib: assumed(
      'Workers: memory of an isolate beside the handler’s',
      3,
      'MiB',
      'claimed in blog.cloudflare.com/cloud-computing-without-containers (2018)',
    ),
    serverMib: assumed(
      'Workers: memory of a server for isolates',
      393_216,
      'MiB',
      'none published; 384 GB, as a large server has, all of it taken to be for isolates',
    ),
  },
  limits: {
    cpuMs: documented('Workers: CPU limit', 30_000, 'ms', DOCS),
    memoryMib: documented('Workers: memory limit of an isolate', 128, 'MiB', DOCS),
    subrequests: documented('Workers: subrequests of a request', 10_000, 'count', DOCS),
    connections: documented('Workers: simultaneous open connections of a request', 6, 'count', DOCS),
    waitUntilMs: documented('Workers: waitUntil after the response', 30_000, 'ms', DOCS),
    startUpMs: documented(
      'Workers: start-up limit',
      1000,
      'ms',
      'developers.cloudflare.com changelog, 2025-10-10: increased start-up time',
    ),
    scriptMib: documented('Workers: script size limit', 64, 'MiB', `${DOCS}: newest capture, both plans`),
    wallMs: null,
    firstByteMs: null,
    requestsPerDay: null,
  },
  cacheTiers: documented(
    'Workers: cache tiers that a subrequest passes',
    1,
    'tiers',
    'developers.cloudflare.com/cache/how-to/tiered-cache: off until it is switched on',
  ),
  billing: { lines: WORKERS_TARIFF, ownServers: false, paysRegionEgress: true, startIsBilled: false },
  failures: {
    exception: { status: 500, body: 'error code: 1101' },
    limit: { status: 503, body: 'error code: 1102' },
    timeout: { status: 522, body: 'error code: 522' },
  },
};
