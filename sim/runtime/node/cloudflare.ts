// cloudflare:node: gives the requests of a Worker to a server of node:http that listens in it.
import { answer, Server, serverAt } from './http-server.ts';

/** A server, or the port where one listens. */
type Described = Server | number | { readonly port?: unknown } | null | undefined;

/** What responses of workerd's servers say beside their status, unless the listener says something else. */
const MESSAGE = 'unknown';

function portOf(described: Described): number {
  if (described === null || described === undefined)
    throw new Error('Server descriptor cannot be null or undefined');
  if (typeof described === 'number') return described;
  if (described instanceof Server) {
    if (!described.listening) described.listen(0);
    return described.port;
  }
  const { port } = described;
  if (typeof port !== 'number') throw new Error('Failed to determine port for server');
  return port;
}

/** Gives a request to the server that listens at a port. */
export async function handleAsNodeRequest(described: Described, request: Request): Promise<Response> {
  const port = portOf(described);
  const server = serverAt(port);
  if (server === undefined) {
    const message = `Http server with port ${port} not found. This is likely a bug with your code. You should check if server.listen() was called with the same port (${port})`;
    throw Object.assign(new Error(message), { code: 'ERR_INVALID_ARG_VALUE' });
  }
  return answer(server, request, MESSAGE);
}

/** A default export whose `fetch` is answered by a server; `others` are the Worker's further handlers. */
export function httpServerHandler(described: Described, others: object = {}): object {
  const port = portOf(described);
  return { ...others, fetch: (request: Request) => handleAsNodeRequest(port, request) };
}
