// CloudFront Functions, taken as prepared when they are published: a millisecond of code in every CloudFront PoP, without network, timers or request body.
import { CLOUDFRONT_FUNCTIONS_TARIFF } from '../bill/lambda.ts';
import { cloudflareWorkers } from './cloudflare-workers.ts';
import { assumed, documented } from './figure.ts';
import type { Platform } from './platform.ts';

const QUOTAS = 'CloudFront quotas 2023, still cited in 2026';
const EVENTS = 'docs.aws.amazon.com CloudFront Functions restrictions (current)';

export const cloudfrontFunctions: Platform = {
  ...cloudflareWorkers,
  name: 'cloudfront-functions',
  title: 'CloudFront Functions',
  runtime: 'cloudfront-js',
  adapter:
    'It is called with event.request and returns a request or a response, without Request and Response.',
  eventStyle: 'cloudfront-viewer-request',
  network: 'cloudfront',
  smartPlacement: null,
  sharded: false,
  shardHopMs: null,
  startUp: {
    baseMs: assumed(
      'CloudFront Functions: start',
      0.5,
      'ms',
      'docs.aws.amazon.com edge functions (current): below a millisecond; the value is ours',
    ),
    perKibMs: assumed('CloudFront Functions: compiling, per KiB', 0.03, 'ms/KiB', 'as for Workers'),
    placement: null,
    isSnapshot: true,
    startsDuringHandshake: false,
    idleEvictionMs: assumed(
      'CloudFront Functions: idle time before eviction',
      600_000,
      'ms',
      'none published',
    ),
    idleHighMs: null,
    recycleMs: null,
  },
  memory: {
    givenMib: documented('CloudFront Functions: memory', 2, 'MiB', QUOTAS),
    overheadMib: assumed('CloudFront Functions: memory beside the handler’s', 1, 'MiB', 'none published'),
    serverMib: null,
  },
  limits: {
    ...cloudflareWorkers.limits,
    cpuMs: documented('CloudFront Functions: CPU limit', 1, 'ms', EVENTS),
    memoryMib: documented('CloudFront Functions: memory limit', 2, 'MiB', QUOTAS),
    subrequests: documented('CloudFront Functions: subrequests', 0, 'count', EVENTS),
    connections: null,
    startUpMs: null,
    scriptMib: documented('CloudFront Functions: code size limit', 10 / 1024, 'MiB', QUOTAS),
  },
  cacheTiers: documented(
    'CloudFront Functions: cache tiers that a request passes on its way on',
    1,
    'tiers',
    `${EVENTS}: viewer request functions run before CloudFront looks into its cache`,
  ),
  billing: {
    lines: CLOUDFRONT_FUNCTIONS_TARIFF,
    ownServers: false,
    paysRegionEgress: false,
    startIsBilled: false,
  },
  failures: {
    exception: {
      status: 503,
      body: 'The CloudFront function associated with the CloudFront distribution is invalid',
    },
    limit: { status: 503, body: 'The CloudFront function exceeded a limit' },
    timeout: { status: 503, body: 'The CloudFront function exceeded a limit' },
  },
};
