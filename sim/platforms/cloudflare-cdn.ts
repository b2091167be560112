// Cloudflare as a plain CDN: TLS ends at the PoP, cacheable answers stay there, the rest goes to the origin on kept-alive backbone connections.
import { CDN_TARIFF } from '../bill/cloudflare.ts';
import { nodeOrigin } from './node-origin.ts';
import type { Platform } from './platform.ts';

export const cloudflareCdn: Platform = {
  ...nodeOrigin,
  name: 'cloudflare-cdn',
  title: 'Cloudflare CDN before a Node server',
  connectsAt: 'pop',
  httpCache: true,
  billing: { ...nodeOrigin.billing, lines: CDN_TARIFF },
  relayMs: {
    name: 'CDN: work of a PoP per request (cache look-up, relaying)',
    value: 0.5,
    unit: 'ms',
    source: 'none published; below one millisecond inside a data centre',
    retrieved: '2026-11-21',
    confidence: 'assumed',
  },
};
