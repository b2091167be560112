// How a platform calls a handler: by the standard's fetch, as a Node listener, or with events of its own.

/** Every way in which a handler can be called; `auto` goes by what the module exports. */
export const HANDLER_STYLES = [
  'auto',
  'fetch',
  'node',
  'function-url',
  'viewer-request',
  'origin-request',
  'origin-response',
  'viewer-response',
  'cloudfront-viewer-request',
  'cloudfront-viewer-response',
] as const;

/**
 * `fetch`: `export default { fetch }`; `node`: a request listener or a server that listens; `function-url`: Lambda behind a function
 * URL, payload format 2.0; the four triggers of Lambda@Edge by their names; the two of CloudFront Functions.
 */
export type HandlerStyle = (typeof HANDLER_STYLES)[number];
