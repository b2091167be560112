// Vercel's edge runtime: isolates in the site that received the request; the vendor itself advises Node instead.
import { VERCEL_TARIFF } from '../bill/vercel.ts';
import { cloudflareWorkers } from './cloudflare-workers.ts';
import { assumed, documented } from './figure.ts';
import type { Platform } from './platform.ts';

const PAGE = 'vercel.com/docs/functions/edge-runtime (2025-10-27)';
const LIMITS = 'vercel.com/docs limits (2024-05-17)';

export const vercelEdge: Platform = {
  ...cloudflareWorkers,
  name: 'vercel-edge',
  title: 'Vercel edge runtime (Pro)',
  runtime: 'vercel-edge',
  adapter: 'There is no env: configuration comes from process.env, stores from their own packages.',
  network: 'vercel',
  smartPlacement: null,
  sharded: false,
  shardHopMs: null,
  startUp: {
    baseMs: assumed('Vercel edge: fixed part of a cold start', 5, 'ms', 'none published; as for Workers'),
    perKibMs: assumed('Vercel edge: compiling, per KiB', 0.03, 'ms/KiB', 'none published; as for Workers'),
    placement: null,
    isSnapshot: false,
    startsDuringHandshake: false,
    idleEvictionMs: assumed('Vercel edge: idle time before eviction', 600_000, 'ms', 'none published'),
    idleHighMs: null,
    recycleMs: null,
  },
  memory: {
    givenMib: documented('Vercel edge: memory', 128, 'MiB', LIMITS),
    overheadMib: assumed('Vercel edge: memory beside the handler’s', 3, 'MiB', 'as claimed for Workers'),
    serverMib: null,
  },
  limits: {
    cpuMs: null,
    memoryMib: documented('Vercel edge: memory limit', 128, 'MiB', LIMITS),
    subrequests: null,
    connections: null,
    startUpMs: null,
    scriptMib: documented('Vercel edge: code size limit, compressed, Pro', 2, 'MiB', LIMITS),
    wallMs: documented('Vercel edge: time limit', 300_000, 'ms', 'vercel-plugin edge-runtime skill (2026)'),
    firstByteMs: documented('Vercel edge: time to begin a response', 25_000, 'ms', PAGE),
    requestsPerDay: null,
  },
  cacheTiers: null,
  billing: { lines: VERCEL_TARIFF, ownServers: false, paysRegionEgress: true, startIsBilled: false },
  failures: {
    exception: { status: 500, body: 'EDGE_FUNCTION_INVOCATION_FAILED' },
    limit: { status: 500, body: 'EDGE_FUNCTION_INVOCATION_FAILED' },
    timeout: { status: 504, body: 'EDGE_FUNCTION_INVOCATION_TIMEOUT' },
  },
};
