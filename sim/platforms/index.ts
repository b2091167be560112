// The table of platforms: adding one is a file and a row.
import { cloudflareCdn } from './cloudflare-cdn.ts';
import { cloudflareWorkers } from './cloudflare-workers.ts';
import { nodeOrigin } from './node-origin.ts';
import type { Platform } from './platform.ts';

/** Every platform by its name. */
export const platforms: Readonly<Record<string, Platform>> = {
  [nodeOrigin.name]: nodeOrigin,
  [cloudflareCdn.name]: cloudflareCdn,
  [cloudflareWorkers.name]: cloudflareWorkers,
};

/** The names that a scenario may use. */
export const platformNames: readonly string[] = Object.keys(platforms);
