// An always-on Node server in one region: no cold start, every far user pays every round trip.
import type { Platform } from './platform.ts';

export const nodeOrigin: Platform = {
  name: 'node-origin',
  title: 'Node server in one region',
  connectsAt: 'region',
  httpCache: false,
  runsAt: 'region',
  servers: {
    name: 'Origin: processes',
    value: 4,
    unit: 'processes',
    source: 'a choice of the model: one event loop per core of a four-core server',
    retrieved: '2026-11-21',
    confidence: 'assumed',
  },
  sharded: false,
  shardHopMs: null,
  startUp: null,
  cpuScale: {
    name: 'Origin: CPU time per CPU time of the profile',
    value: 1,
    unit: 'ratio',
    source: 'the machine that measured the profile is taken as equal',
    retrieved: '2026-11-21',
    confidence: 'assumed',
  },
  relayMs: null,
  limits: {
    cpuMs: null,
    memoryMib: null,
    subrequests: null,
    connections: null,
    startUpMs: null,
    scriptMib: null,
  },
  cacheTiers: null,
  billing: { lines: [], ownServers: true, paysRegionEgress: true },
  failures: {
    exception: { status: 500, body: 'Internal Server Error' },
    limit: { status: 503, body: 'Service Unavailable' },
  },
};
