// Bindings of a configuration of wrangler that there are none of here: code finds nothing under their names.
import { isJson, type Json, objectOf } from './spelled.ts';

/** Keys of configurations under which such bindings stand, one or a list (developers.cloudflare.com/workers/wrangler/configuration, read 2026-11-22). */
const KINDS = [
  ...['ai', 'analytics_engine_datasets', 'assets', 'browser', 'dispatch_namespaces', 'hyperdrive', 'images'],
  ...['logfwdr', 'mtls_certificates', 'pipelines', 'secrets_store_secrets', 'send_email', 'vectorize'],
  ...['version_metadata', 'vpc_services', 'worker_loaders', 'workflows'],
];

/** Each as `AI (ai)`, in the order of the file; what no kind of ours has taken. */
export function notSimulated(configuration: unknown): string[] {
  return Object.entries(objectOf(configuration)).flatMap(([kind, given]) => {
    if (!KINDS.includes(kind)) return [];
    const ones = [given].flat().filter((one: unknown): one is Json => isJson(one));
    return ones.flatMap((one) => {
      const name = one['binding'] ?? (kind === 'send_email' ? one['name'] : undefined);
      return typeof name === 'string' ? [`${name} (${kind})`] : [];
    });
  });
}
