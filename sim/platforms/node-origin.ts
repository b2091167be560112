// An always-on Node server in one region: no cold start, every far user pays every round trip.
import { assumed, measured } from './figure.ts';
import type { Platform } from './platform.ts';

export const nodeOrigin: Platform = {
  name: 'node-origin',
  title: 'Node server in one region',
  runtime: 'node',
  adapter: 'A server must call it, for example node:http or @hono/node-server.',
  network: null,
  connectsAt: 'region',
  httpCache: false,
  runsAt: 'region',
  hubs: null,
  smartPlacement: null,
  servers: assumed(
    'Origin: processes',
    4,
    'processes',
    'a choice of the model: one event loop per core of a four-core server',
  ),
  sharded: false,
  shardHopMs: null,
  instances: null,
  startUp: null,
  cpuScale: assumed(
    'Origin: CPU time per CPU time of the profile',
    1,
    'ratio',
    'the machine that measured the profile is taken as equal',
  ),
  relayMs: null,
  memory: {
    givenMib: assumed('Origin: memory of a process', 2048, 'MiB', 'half of the 4 GiB of a t3.medium'),
    overheadMib: measured(
      'Node process: memory beside the handler’s',
      76,
      'MiB',
      'github.com/maxday/lambda-perf, data/last.json of 2026-08-22: resident set, nodejs24.x',
    ),
    serverMib: null,
  },
  limits: {
    cpuMs: null,
    memoryMib: null,
    subrequests: null,
    connections: null,
    startUpMs: null,
    scriptMib: null,
    wallMs: null,
    firstByteMs: null,
    requestsPerDay: null,
  },
  cacheTiers: null,
  billing: { lines: [], ownServers: true, paysRegionEgress: true, startIsBilled: false },
  failures: {
    exception: { status: 500, body: 'Internal Server Error' },
    limit: { status: 503, body: 'Service Unavailable' },
    timeout: { status: 504, body: 'Gateway Timeout' },
  },
};
