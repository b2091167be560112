// The same router as a Lambda@Edge function (viewer request): it runs in the nearest of 13 regional caches and hands on another path.
import { variantOf } from './experiment.ts';

interface ViewerRequest {
  uri: string;
  readonly headers: Record<string, { readonly value: string }[]>;
}

export async function handler(event: {
  readonly Records: readonly { readonly cf: { readonly request: ViewerRequest } }[];
}): Promise<ViewerRequest | undefined> {
  const request = event.Records[0]?.cf.request;
  if (request === undefined) return undefined;
  request.uri = `/${variantOf(request.headers['cookie']?.[0]?.value ?? null)}${request.uri}`;
  delete request.headers['cookie'];
  return request;
}
