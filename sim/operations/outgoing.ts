// The request that leaves when code calls `fetch`.
import { withoutHeaders } from '../entities/http-cache.ts';
import type { IncomingRequest, OperationEmission } from '../runtime/types.ts';
import { optionsOf } from './store-calls.ts';

/** The request as the host gets it. */
export function outgoing(emission: OperationEmission): IncomingRequest {
  const { method = 'GET', headers = [] } = optionsOf(emission) as {
    method?: string;
    headers?: readonly string[];
  };
  const { host } = new URL(emission.key);
  // Whatever the code wrote, the host asked is that of the URL.
  const sent = [...withoutHeaders(headers, ['host']), 'host', host];
  return { method, url: emission.key, headers: sent, body: emission.body, cfJson: '{}' };
}
