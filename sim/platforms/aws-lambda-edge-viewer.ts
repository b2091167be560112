// AWS Lambda@Edge on viewer requests: it runs for every request, before the cache, with 128 MB and five seconds.
import { awsLambdaEdge } from './aws-lambda-edge.ts';
import { assumed, documented } from './figure.ts';
import type { Platform } from './platform.ts';

const GUIDE = 'awsdocs cloudfront guide 2023-06, the last public source';

export const awsLambdaEdgeViewer: Platform = {
  ...awsLambdaEdge,
  name: 'aws-lambda-edge-viewer',
  title: 'AWS Lambda@Edge, viewer request',
  eventStyle: 'viewer-request',
  httpCache: false,
  cpuScale: assumed(
    'Lambda@Edge, viewer request: CPU time per CPU time of the profile',
    13.8,
    'ratio',
    'CPU grows with memory, one vCPU at 1,769 MB: 1,769 / 128',
  ),
  memory: {
    ...awsLambdaEdge.memory,
    givenMib: documented('Lambda@Edge, viewer request: memory', 128, 'MiB', GUIDE),
  },
  limits: {
    ...awsLambdaEdge.limits,
    memoryMib: documented('Lambda@Edge, viewer request: memory limit', 128, 'MiB', GUIDE),
    scriptMib: documented('Lambda@Edge, viewer request: package limit', 1, 'MiB', GUIDE),
    wallMs: documented('Lambda@Edge, viewer request: time limit', 5000, 'ms', GUIDE),
  },
  cacheTiers: assumed(
    'Lambda@Edge, viewer request: cache tiers that a request passes on its way on',
    1,
    'tiers',
    'viewer request functions run before the cache; taken as that of the regional edge cache where the function runs',
  ),
};
