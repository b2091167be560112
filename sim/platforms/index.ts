// The table of platforms: adding one is a file and a row.
import { awsLambdaEdgeViewer } from './aws-lambda-edge-viewer.ts';
import { awsLambdaEdge } from './aws-lambda-edge.ts';
import { awsLambda } from './aws-lambda.ts';
import { cloudflareCdn } from './cloudflare-cdn.ts';
import { cloudflareWorkersFree } from './cloudflare-workers-free.ts';
import { cloudflareWorkers } from './cloudflare-workers.ts';
import { cloudfrontFunctions } from './cloudfront-functions.ts';
import { containerService } from './container-service.ts';
import { fastlyCompute } from './fastly-compute.ts';
import { nodeOrigin } from './node-origin.ts';
import type { Platform } from './platform.ts';
import { vercelEdge } from './vercel-edge.ts';
import { vercelNode } from './vercel-node.ts';

/** Every platform by its name. */
export const platforms: Readonly<Record<string, Platform>> = {
  [nodeOrigin.name]: nodeOrigin,
  [containerService.name]: containerService,
  [awsLambda.name]: awsLambda,
  [cloudflareCdn.name]: cloudflareCdn,
  [vercelNode.name]: vercelNode,
  [cloudflareWorkers.name]: cloudflareWorkers,
  [cloudflareWorkersFree.name]: cloudflareWorkersFree,
  [fastlyCompute.name]: fastlyCompute,
  [vercelEdge.name]: vercelEdge,
  [awsLambdaEdge.name]: awsLambdaEdge,
  [awsLambdaEdgeViewer.name]: awsLambdaEdgeViewer,
  [cloudfrontFunctions.name]: cloudfrontFunctions,
};

/** The names that a scenario may use. */
export const platformNames: readonly string[] = Object.keys(platforms);
