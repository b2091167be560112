// The server behind the local page: on the loopback address unless told otherwise, behind a secret path, deaf to other sites.
import { createServer } from 'node:http';
import { isIP } from 'node:net';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { compareArms, compareResults } from '../../../reports/compare.ts';
import { renderComparisonHtml } from '../../../reports/html/compare-page.ts';
import { renderHtml } from '../../../reports/html/page.ts';
import { ReportError } from '../../../reports/read.ts';
import { SimError } from '../../errors.ts';
import { type Classroom, lessonAnswer } from './classroom.ts';
import { servePage } from './page.ts';
import { SERVE_SCRIPT } from './script.ts';
import type { Session } from './session.ts';
import { isToken } from './token.ts';
import { readChanges } from './vary.ts';

const LOOPBACK = '127.0.0.1';

/** Where the page is served, and the lesson on it. */
export interface ServingOptions {
  readonly host: string;
  readonly classroom: Classroom | null;
}
const LARGEST_BODY_BYTES = 10_000;
const CONTENT_SECURITY =
  "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A running server: its address with the secret, and the way to end it. */
export interface Serving {
  readonly url: string;
  close(): Promise<void>;
}

/** Listens on a free port. */
export async function serveSession(
  session: Session,
  token: string,
  { host, classroom }: ServingOptions = { host: LOOPBACK, classroom: null },
): Promise<Serving> {
  const visit: Visit = { session, token, host, classroom };
  const server = createServer((request, response) => {
    answer(visit, { request, response, port: portOf(server) }).catch((error: unknown) =>
      refuse(response, { error, method: request.method ?? '' }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server
      .once('error', (error: NodeJS.ErrnoException) =>
        reject(new SimError('E_USAGE', `cannot listen on ${host}: ${error.code ?? error.message}`)),
      )
      .listen(0, host, () => resolve());
  });
  return {
    url: `http://${isIP(host) === 6 ? `[${host}]` : host}:${portOf(server)}/${token}/`,
    close: async () => {
      await session.stop();
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      server.closeAllConnections();
      await closed;
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

/** What all requests to a page share. */
interface Visit extends ServingOptions {
  readonly session: Session;
  readonly token: string;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly port: number;
}

async function answer(visit: Visit, exchange: Exchange): Promise<void> {
  const { session, token, classroom } = visit;
  const { request, response } = exchange;
  const url = new URL(request.url ?? '/', `http://${LOOPBACK}`);
  const [given = '', ...path] = url.pathname.slice(1).split('/');
  if (isForeign(visit, exchange) || !isToken(given, token))
    return send(response, 404, { type: 'text/plain', body: 'not found\n' });
  const route = `${request.method ?? ''} /${path.join('/')}`;
  if (route === 'GET /events') return streamEvents(session, exchange);
  if (route === 'GET /script.js') return send(response, 200, { type: 'text/javascript', body: SERVE_SCRIPT });
  if (route === 'GET /')
    return send(response, 200, { type: 'text/html', body: servePage(session, classroom) }, CONTENT_SECURITY);
  if (route === 'POST /run') {
    session.start(readChanges(await bodyOf(request)));
    return send(response, 202, { type: 'application/json', body: '{}' });
  }
  if (route === 'POST /stop') {
    await session.stop();
    return send(response, 200, { type: 'application/json', body: '{}' });
  }
  if (classroom !== null && request.method === 'GET' && path[0] === 'lesson') {
    const body = lessonAnswer(classroom, session.run(Number(path[1])), url.searchParams.get('guess') ?? '');
    return send(response, 200, { type: 'text/html', body });
  }
  const page = request.method === 'GET' ? drawn(session, path) : undefined;
  if (page === undefined) return send(response, 404, { type: 'text/plain', body: 'not found\n' });
  return send(response, 200, { type: 'text/html', body: page });
}

/**
 * A page of another name that leads here (DNS rebinding), or another site: nothing is here for them. On an address that the network
 * reaches, the machine may have several, so any literal one at this port will do; a name will not.
 */
function isForeign({ host }: Visit, { request, port }: Exchange): boolean {
  const { host: asked = '', origin } = request.headers;
  const literal = asked.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  const own =
    host === LOOPBACK ? asked === `${LOOPBACK}:${port}` : isIP(literal) > 0 && asked.endsWith(`:${port}`);
  return !own || (origin !== undefined && origin !== `http://${asked}`);
}

/** `report/2`, `compare/2` (its arms) and `compare/1/2`. */
function drawn(session: Session, [kind, ...numbers]: readonly string[]): string | undefined {
  const [first, second] = numbers.map(Number);
  if (kind === 'report' && first !== undefined) return renderHtml(session.run(first));
  if (kind !== 'compare' || first === undefined) return undefined;
  if (second === undefined) {
    const comparisons = compareArms(session.run(first));
    return renderComparisonHtml(
      comparisons,
      comparisons.map((one) => `${one.after.label} against ${one.before.label}`),
    );
  }
  const comparison = compareResults(session.run(first), session.run(second));
  return renderComparisonHtml([comparison], [`Run ${second} against run ${first}`]);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  request.setEncoding('utf8');
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > LARGEST_BODY_BYTES) throw new SimError('E_USAGE', 'the request is too long');
  }
  return body;
}

/** Server-sent events (WHATWG HTML, section 9.2): a name and one line of JSON each. */
function streamEvents(session: Session, { request, response }: Exchange): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  const forget = session.listen((event, data) => {
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  });
  request.on('close', forget);
}

function send(
  response: ServerResponse,
  status: number,
  content: { type: string; body: string },
  policy?: string,
): void {
  response.writeHead(status, {
    'content-type': `${content.type}; charset=utf-8`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    // The secret stands in the address: it must not leave with a link.
    'referrer-policy': 'no-referrer',
    ...(policy !== undefined && { 'content-security-policy': policy }),
  });
  response.end(content.body);
}

/** Mistakes of the user are told, in words to readers and as JSON to the script; anything else is a fault of ours. */
function refuse(response: ServerResponse, { error, method }: { error: unknown; method: string }): void {
  const known = error instanceof SimError || error instanceof ReportError;
  const message = error instanceof Error ? error.message : String(error);
  if (response.headersSent) return void response.end();
  const read = method === 'GET';
  send(response, known ? 400 : 500, {
    type: read ? 'text/plain' : 'application/json',
    body: read ? `${message}\n` : JSON.stringify({ message }),
  });
}
