// Cloudflare Workers, free plan: the same isolates with 10 ms of CPU, 50 subrequests, and 100,000 requests a day.
import { cloudflareWorkers } from './cloudflare-workers.ts';
import { documented } from './figure.ts';
import type { Platform } from './platform.ts';

const DOCS = 'developers.cloudflare.com/workers/platform/limits';

export const cloudflareWorkersFree: Platform = {
  ...cloudflareWorkers,
  name: 'cloudflare-workers-free',
  title: 'Cloudflare Workers (free)',
  limits: {
    ...cloudflareWorkers.limits,
    cpuMs: documented('Workers, free plan: CPU limit', 10, 'ms', DOCS),
    subrequests: documented('Workers, free plan: subrequests of a request', 50, 'count', DOCS),
    requestsPerDay: documented('Workers, free plan: requests a day', 100_000, 'count', DOCS),
  },
  billing: { lines: [], ownServers: false, paysRegionEgress: true, startIsBilled: false },
};
