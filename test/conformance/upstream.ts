// The server that answers the programs' outgoing requests, the same for both arms.

/** A message as plain data; header pairs are flat: name, value, name, value. */
export interface UpstreamRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly string[];
  readonly body: string;
}

/** What the server answers. */
export interface UpstreamAnswer {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string;
}

/** Said outright, for servers differ in what they add. */
const TEXT = 'text/plain;charset=UTF-8';

/** Headers that programs set; the rest is the transport's. */
const SHOWN = /^(?:x-.*|content-type|cf-connecting-ip)$/;

/** Shows a request. */
function mirror(request: UpstreamRequest, path: string): UpstreamAnswer {
  const headers: [string, string][] = [];
  for (let i = 0; i + 1 < request.headers.length; i += 2) {
    const name = (request.headers[i] ?? '').toLowerCase();
    if (SHOWN.test(name)) headers.push([name, request.headers[i + 1] ?? '']);
  }
  // The order in which a runtime sends headers is its own affair.
  headers.sort(([a], [b]) => (a < b ? -1 : 1));
  const body = JSON.stringify({ method: request.method, path, headers, body: request.body });
  return { status: 200, headers: ['content-type', 'application/json'], body };
}

/** Answers a request to `http://upstream.test`. */
export function answerUpstream(request: UpstreamRequest): UpstreamAnswer {
  const { pathname, search, searchParams } = new URL(request.url);
  const [, first, second] = pathname.split('/');
  if (first === 'text') return { status: 200, headers: ['content-type', TEXT, 'x-up', '1'], body: 'hello' };
  if (first === 'mirror') return mirror(request, pathname + search);
  if (first === 'status') return { status: Number(second), headers: ['content-type', TEXT], body: 'failed' };
  if (first === 'redirect') {
    const location = searchParams.get('to') ?? pathname;
    return { status: Number(second), headers: ['location', location], body: '' };
  }
  if (first === 'cookies') {
    return { status: 200, headers: ['set-cookie', 'a=1', 'set-cookie', 'b=2; Path=/'], body: '' };
  }
  return { status: 404, headers: ['content-type', TEXT], body: 'not found' };
}
