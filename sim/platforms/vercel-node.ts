// Vercel Functions with Node on Fluid compute: connections end at the nearest site, code runs in one region, requests share instances.
import { VERCEL_TARIFF } from '../bill/vercel.ts';
import { awsLambda } from './aws-lambda.ts';
import { assumed, documented } from './figure.ts';
import type { Platform } from './platform.ts';

const LIMITS = 'vercel.com/docs/functions/limitations (2025-12-18)';

export const vercelNode: Platform = {
  ...awsLambda,
  name: 'vercel-node',
  title: 'Vercel Functions, Node on Fluid compute',
  adapter: 'There is no env: configuration comes from process.env, stores from their own packages.',
  network: 'vercel',
  connectsAt: 'pop',
  httpCache: true,
  instances: {
    requestsEach: assumed(
      'Vercel Node: requests of an instance at a time',
      10,
      'count',
      `${LIMITS}: several share an instance and its 1,024 file descriptors; how many is not published`,
    ),
    reused: true,
    kept: null,
    requestWaits: true,
  },
  cpuScale: assumed(
    'Vercel Node: CPU time per CPU time of the profile',
    1,
    'ratio',
    'the machine that measured the profile is taken as equal',
  ),
  relayMs: assumed(
    'Vercel: work of a site per request (cache look-up, relaying)',
    0.5,
    'ms',
    'none published; below one millisecond inside a data centre',
  ),
  memory: {
    ...awsLambda.memory,
    givenMib: assumed(
      'Vercel Node: memory of an instance',
      2048,
      'MiB',
      `a choice; ${LIMITS}: at most 4 GB (Pro)`,
    ),
  },
  limits: {
    ...awsLambda.limits,
    memoryMib: assumed('Vercel Node: memory limit', 2048, 'MiB', `a choice; ${LIMITS}: at most 4 GB (Pro)`),
    scriptMib: documented('Vercel Node: bundle limit', 250, 'MiB', LIMITS),
    wallMs: documented('Vercel Node: time limit', 300_000, 'ms', `${LIMITS}: default`),
  },
  billing: { lines: VERCEL_TARIFF, ownServers: false, paysRegionEgress: false, startIsBilled: false },
  failures: {
    exception: { status: 500, body: 'FUNCTION_INVOCATION_FAILED' },
    limit: { status: 500, body: 'FUNCTION_INVOCATION_FAILED' },
    timeout: { status: 504, body: 'FUNCTION_INVOCATION_TIMEOUT' },
  },
};
