// Cloudflare Workers, paid plan: the handler runs in an isolate of the PoP that received the request.
import type { Platform } from './platform.ts';

const DOCS = 'developers.cloudflare.com/workers/platform/limits';
const COLD_POST = 'blog.cloudflare.com/eliminating-cold-starts-2-shard-and-conquer (2025-09-26)';

export const cloudflareWorkers: Platform = {
  name: 'cloudflare-workers',
  title: 'Cloudflare Workers (paid)',
  connectsAt: 'pop',
  httpCache: false,
  runsAt: 'pop',
  servers: {
    name: 'Workers: servers of a site',
    value: 4,
    unit: 'servers',
    source: 'none published; a site has several servers, each of which would warm up alone without sharding',
    retrieved: '2026-11-21',
    confidence: 'assumed',
  },
  sharded: true,
  shardHopMs: {
    name: 'Workers: way to the shard server inside a site',
    value: 0.5,
    unit: 'ms',
    source: `${COLD_POST}: below 1 ms`,
    retrieved: '2026-11-21',
    confidence: 'assumed',
  },
  startUp: {
    baseMs: {
      name: 'Workers: fixed part of a cold start',
      value: 5,
      unit: 'ms',
      source: 'blog.cloudflare.com/cloud-computing-without-containers (2018): under 5 ms for a small script',
      retrieved: '2026-11-21',
      confidence: 'assumed',
    },
    perKibMs: {
      name: 'Workers: compiling, per KiB of code',
      value: 0.03,
      unit: 'ms/KiB',
      source: 'two public deploy logs: 19 ms at 28.5 KiB, 44 ms at 1,140 KiB',
      retrieved: '2026-11-21',
      confidence: 'assumed',
    },
    startsDuringHandshake: true,
    idleEvictionMs: {
      name: 'Workers: idle time before eviction',
      value: 600_000,
      unit: 'ms',
      source: 'none published; least recently used under memory pressure, expressed as a time',
      retrieved: '2026-11-21',
      confidence: 'assumed',
    },
  },
  cpuScale: {
    name: 'Workers: CPU time per CPU time of the profile',
    value: 1,
    unit: 'ratio',
    source: 'the machine that measured the profile is taken as equal',
    retrieved: '2026-11-21',
    confidence: 'assumed',
  },
  relayMs: null,
  limits: {
    cpuMs: {
      name: 'Workers: CPU limit',
      value: 30_000,
      unit: 'ms',
      source: DOCS,
      retrieved: '2026-11-21',
      confidence: 'documented',
    },
    memoryMib: {
      name: 'Workers: memory limit of an isolate',
      value: 128,
      unit: 'MiB',
      source: DOCS,
      retrieved: '2026-11-21',
      confidence: 'documented',
    },
    subrequests: {
      name: 'Workers: subrequests of a request',
      value: 10_000,
      unit: 'count',
      source: DOCS,
      retrieved: '2026-11-21',
      confidence: 'documented',
    },
    connections: {
      name: 'Workers: simultaneous open connections of a request',
      value: 6,
      unit: 'count',
      source: DOCS,
      retrieved: '2026-11-21',
      confidence: 'documented',
    },
  },
  cacheTiers: {
    name: 'Workers: cache tiers that a subrequest passes',
    value: 1,
    unit: 'tiers',
    source: 'developers.cloudflare.com/cache/how-to/tiered-cache: off until it is switched on',
    retrieved: '2026-11-21',
    confidence: 'documented',
  },
  failures: {
    exception: { status: 500, body: 'error code: 1101' },
    limit: { status: 503, body: 'error code: 1102' },
  },
};
