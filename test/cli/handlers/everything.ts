// A handler that shows what `antipode call` shows: state, stores, caches, services, streams, failures and events.
interface Env {
  readonly KV: {
    get(key: string): Promise<string | null>;
    get(keys: string[]): Promise<Map<string, string | null>>;
    put(key: string, value: string, options?: object): Promise<void>;
  };
  readonly AUTH: { fetch(url: string): Promise<Response> };
  readonly GREETING: { readonly text: string };
}

interface Context {
  waitUntil(promise: Promise<unknown>): void;
  passThroughOnException(): void;
}

declare const caches: {
  default: {
    match(key: string): Promise<Response | undefined>;
    put(key: string, value: Response): Promise<void>;
  };
};
declare const scheduler: { wait(ms: number): Promise<void> };

let calls = 0;

const routes: Record<string, (request: Request, env: Env, ctx: Context) => Promise<Response> | Response> = {
  '/': (_request, env) => {
    console.log('call', ++calls);
    return new Response(env.GREETING.text, {
      headers: [
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
      ],
    });
  },
  '/from': (request) =>
    Response.json(['cf-connecting-ip', 'content-length'].map((name) => request.headers.get(name))),
  '/upgrade': () =>
    new Response('upgrade', {
      status: 426,
      headers: {
        'content-type': 'text/plain',
        upgrade: 'websocket',
        connection: 'upgrade',
        'keep-alive': 'timeout=5',
        te: 'trailers',
        'x-a': '1',
      },
    }),
  '/count': async (_request, env) => {
    const next = Number(await env.KV.get('count')) + 1;
    await env.KV.put('count', String(next), { metadata: { next } });
    return new Response(String(next));
  },
  '/bulk': async (_request, env) => Response.json([...(await env.KV.get(['seeded', 'absent']))]),
  '/cached': async (_request, _env, ctx) => {
    const kept = await caches.default.match('https://site.test/kept');
    if (kept !== undefined) return kept;
    const fresh = new Response('fresh', { headers: { 'cache-control': 'max-age=60' } });
    ctx.waitUntil(caches.default.put('https://site.test/kept', fresh.clone()));
    return fresh;
  },
  '/colo': (request) => Response.json((request as unknown as { cf: { colo: string } }).cf.colo),
  '/service': (_request, env) => env.AUTH.fetch('https://auth/who'),
  '/upstream': () => fetch('https://api.test/things', { method: 'POST', body: 'thing' }),
  '/bytes': () => new Response(new Uint8Array([255, 0, 1])),
  '/late': async (_request, env, ctx) => {
    ctx.waitUntil(scheduler.wait(2000).then(() => env.KV.put('late', 'yes')));
    return new Response('soon');
  },
  '/throw': () => {
    throw new RangeError('out of range');
  },
  '/rescued': (_request, _env, ctx) => {
    ctx.passThroughOnException();
    throw new Error('rescue me');
  },
  '/hang': () => new Promise<Response>(() => {}),
  '/endless': () => {
    for (;;);
  },
  '/echo': async (request) =>
    new Response(`${request.method} ${request.headers.get('x-a')} ${await request.text()}`),
};

export default {
  fetch(request: Request, env: Env, ctx: Context): Promise<Response> | Response {
    const route = routes[new URL(request.url).pathname];
    return route === undefined ? new Response('no such page', { status: 404 }) : route(request, env, ctx);
  },
  async scheduled(event: { cron: string }, env: Env): Promise<void> {
    await env.KV.put('cron', event.cron);
  },
  async queue(batch: { messages: { body: { bad?: boolean }; ack(): void; retry(): void }[] }): Promise<void> {
    for (const message of batch.messages) {
      if (message.body.bad === true) message.retry();
      else message.ack();
    }
  },
};
