// AWS Lambda behind a Function URL in one region: an environment serves one request at a time, so requests at once start further ones.
import { LAMBDA_TARIFF } from '../bill/lambda.ts';
import { assumed, documented, measured } from './figure.ts';
import type { Platform } from './platform.ts';

const INIT = 'github.com/maxday/lambda-perf, data/last.json of 2026-08-22';
const RECYCLE =
  'mikhail.io/serverless/coldstarts (2021-01-05): gone five to seven minutes after the last request';

export const awsLambda: Platform = {
  name: 'aws-lambda',
  title: 'AWS Lambda behind a Function URL',
  runtime: 'node',
  adapter: 'Lambda calls an event handler: an adapter turns its event into a Request.',
  network: null,
  connectsAt: 'region',
  httpCache: false,
  runsAt: 'region',
  hubs: null,
  smartPlacement: null,
  servers: assumed('Lambda: servers of a site', 1, 'servers', 'environments are made as requests need them'),
  sharded: false,
  shardHopMs: null,
  instances: {
    requestsEach: documented(
      'Lambda: requests of an environment at a time',
      1,
      'count',
      'docs.aws.amazon.com Lambda lifecycle (2026), default kind',
    ),
    reused: true,
    kept: null,
    requestWaits: true,
  },
  startUp: {
    baseMs: measured(
      'Lambda: init of nodejs24.x at 1,024 MB, hello world',
      135.9,
      'ms',
      `${INIT}, mean of 10`,
    ),
    perKibMs: assumed(
      'Lambda: compiling, per KiB of code',
      0.03,
      'ms/KiB',
      'as for Workers: the same engine compiles it',
    ),
    placement: {
      lowMs: assumed('Lambda: placing an environment, least', 50, 'ms', 'client-side cold starts less init'),
      highMs: assumed('Lambda: placing an environment, most', 200, 'ms', 'client-side cold starts less init'),
    },
    isSnapshot: false,
    startsDuringHandshake: false,
    idleEvictionMs: measured(
      'Lambda: idle time before an environment is gone, least',
      300_000,
      'ms',
      RECYCLE,
    ),
    idleHighMs: measured('Lambda: idle time before an environment is gone, most', 420_000, 'ms', RECYCLE),
    recycleMs: null,
  },
  cpuScale: assumed(
    'Lambda: CPU time per CPU time of the profile',
    1.73,
    'ratio',
    'CPU grows with memory, one vCPU at 1,769 MB: 1,769 / 1,024',
  ),
  relayMs: null,
  memory: {
    givenMib: assumed('Lambda: memory of an environment', 1024, 'MiB', 'a choice of the model'),
    overheadMib: measured(
      'Lambda: memory beside the handler’s',
      76,
      'MiB',
      `${INIT}: resident set, nodejs24.x`,
    ),
    serverMib: null,
  },
  limits: {
    cpuMs: null,
    memoryMib: assumed('Lambda: memory limit of an environment', 1024, 'MiB', 'a choice of the model'),
    subrequests: null,
    connections: null,
    startUpMs: documented('Lambda: init limit', 10_000, 'ms', 'docs.aws.amazon.com Lambda lifecycle (2026)'),
    scriptMib: null,
    wallMs: assumed('Lambda: time limit', 900_000, 'ms', 'the highest that can be set; general knowledge'),
    firstByteMs: null,
    requestsPerDay: null,
  },
  cacheTiers: null,
  billing: { lines: LAMBDA_TARIFF, ownServers: false, paysRegionEgress: true, startIsBilled: true },
  failures: {
    exception: { status: 502, body: 'Internal Server Error' },
    limit: { status: 502, body: 'Internal Server Error' },
    timeout: { status: 502, body: 'Internal Server Error' },
  },
};
