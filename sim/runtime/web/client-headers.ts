// What Workers find in a user's request beside what the user sent: Cloudflare's own header fields.
import { incomingCf } from './incoming-cf.ts';

/**
 * Names of the fields (developers.cloudflare.com/fundamentals/reference/http-headers, read 2026-11-22; that Workers see `x-forwarded-proto` and
 * `x-real-ip` too is assumed). Code never sees the encodings that the client takes here, since the platform packs and unpacks for it.
 */
export const CLIENT_HEADERS: ReadonlySet<string> = new Set([
  'accept-encoding',
  'cf-connecting-ip',
  'cf-ipcountry',
  'cf-ray',
  'cf-visitor',
  'x-forwarded-proto',
  'x-real-ip',
]);

/** Digits of the number in `cf-ray`. */
const RAY_DIGITS = 16;

/** The address of a client of whom nothing is known, from a block that is kept for documentation (RFC 5737). */
export const RESERVED_ADDRESS = '192.0.2.1';

/** An address of its own for each user, from the block that is kept for documentation (RFC 3849). */
export function addressOf(user: number): string {
  const group = (n: number): string => (n % 65_536).toString(16);
  return `2001:db8:${group(Math.floor(user / 65_536))}:${group(user)}::1`;
}

/** The fields' values by name, for a user's number, the text of `request.cf`, and the number of the request. */
export function clientHeaders(user: number, cfJson: string, ray: number): Readonly<Record<string, string>> {
  const { country, colo } = incomingCf(cfJson, 0) as { readonly country?: string; readonly colo?: string };
  const address = addressOf(user);
  return {
    'accept-encoding': 'br, gzip',
    'cf-connecting-ip': address,
    'cf-ipcountry': country ?? 'XX',
    'cf-ray': `${ray.toString(16).padStart(RAY_DIGITS, '0')}-${colo}`,
    'cf-visitor': '{"scheme":"https"}',
    'x-forwarded-proto': 'https',
    'x-real-ip': address,
  };
}
