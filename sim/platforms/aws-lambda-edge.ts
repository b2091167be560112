// AWS Lambda@Edge before an origin: CloudFront's PoPs end connections and cache, code runs in the nearest of 13 regional edge caches.
import { LAMBDA_EDGE_TARIFF } from '../bill/lambda.ts';
import { awsLambda } from './aws-lambda.ts';
import { assumed, documented } from './figure.ts';
import type { Platform } from './platform.ts';

const GUIDE = 'awsdocs cloudfront guide 2023-06, the last public source';

export const awsLambdaEdge: Platform = {
  ...awsLambda,
  name: 'aws-lambda-edge',
  title: 'AWS Lambda@Edge, origin request',
  adapter:
    'Lambda@Edge calls an event handler: an adapter turns the CloudFront event into a Request; no environment variables.',
  eventStyle: 'origin-request',
  network: 'cloudfront',
  connectsAt: 'pop',
  httpCache: true,
  runsAt: 'hub',
  hubs: 'cloudfront-rec',
  relayMs: assumed(
    'CloudFront: work of a PoP per request (cache look-up, relaying)',
    0.5,
    'ms',
    'none published; below one millisecond inside a data centre',
  ),
  limits: {
    ...awsLambda.limits,
    scriptMib: documented('Lambda@Edge: package limit, origin request', 50, 'MiB', GUIDE),
    wallMs: documented('Lambda@Edge: time limit, origin request', 30_000, 'ms', GUIDE),
  },
  cacheTiers: assumed(
    'CloudFront: cache tiers that a subrequest passes',
    0,
    'tiers',
    'fetch of Node knows no cache',
  ),
  // Bytes from a region to CloudFront are free; whether starts are billed is not known for Lambda@Edge.
  billing: { lines: LAMBDA_EDGE_TARIFF, ownServers: false, paysRegionEgress: false, startIsBilled: false },
  failures: {
    exception: { status: 502, body: 'ERROR: The request could not be satisfied' },
    limit: { status: 502, body: 'ERROR: The request could not be satisfied' },
    timeout: { status: 504, body: 'ERROR: The request could not be satisfied' },
  },
};
