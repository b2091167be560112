// Header fields whose empty values reach nobody.

/**
 * The fields that workerd has places of their own for, where an empty value is the same as none: it reaches nobody outside of the code that set it,
 * while a field of any other name keeps its empty value (asked of workerd with 150 names, 2026-11-22).
 */
const PLACED: ReadonlySet<string> = new Set(
  (
    'accept accept-charset accept-encoding accept-language accept-ranges access-control-allow-origin age allow authorization cache-control ' +
    'cf-cache-status cf-ray content-disposition content-encoding content-language content-length content-location ' +
    'content-range content-type cookie date etag expect expires from host if-match if-modified-since if-none-match if-range ' +
    'if-unmodified-since keep-alive last-modified link location max-forwards origin pragma proxy-authenticate proxy-authorization range ' +
    'referer refresh retry-after sec-websocket-accept sec-websocket-extensions sec-websocket-key sec-websocket-protocol ' +
    'sec-websocket-version server set-cookie strict-transport-security te trailer transfer-encoding upgrade user-agent vary via ' +
    'www-authenticate'
  ).split(' '),
);

/** Whether a field gets lost where a message leaves code; the name is in lower case. */
export function isLost(name: string, value: string): boolean {
  return value === '' && PLACED.has(name);
}
