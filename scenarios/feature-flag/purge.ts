// The same page with its flag in one Durable Object, whose answer every PoP keeps for an hour; whoever flips the flag purges it everywhere.
import { DurableObject } from 'cloudflare:workers';

interface Env {
  readonly FLAG: { getByName(name: string): { fetch(url: string, init?: RequestInit): Promise<Response> } };
}

/** The one place where the flag is true. */
export class Flag extends DurableObject {
  async fetch(request: Request): Promise<Response> {
    let state = (await this.ctx.storage.get<string>('state')) ?? 'off';
    if (request.method === 'POST') {
      state = state === 'on' ? 'off' : 'on';
      await this.ctx.storage.put('state', state);
    }
    return new Response(state, { headers: { 'cache-control': 'max-age=3600', 'cache-tag': 'flag' } });
  }
}

const PURGE = 'https://api.cloudflare.com/client/v4/zones/shop/purge_cache';

/** What the PoP keeps, else what the object says. */
async function read(env: Env, url: string, ctx: ExecutionContext): Promise<string> {
  const cache = (caches as unknown as { default: Cache }).default;
  const kept = await cache.match(url);
  if (kept !== undefined) return kept.text();
  const fresh = await env.FLAG.getByName('flag').fetch(url);
  ctx.waitUntil(cache.put(url, fresh.clone()));
  return fresh.text();
}

export default {
  async fetch(request: Request, env: Env, ctx: ExecutionContext): Promise<Response> {
    const url = new URL('/flag', request.url).href;
    if (request.method !== 'POST') return new Response(`<p>winter sale: ${await read(env, url, ctx)}</p>`);
    const flipped = await (await env.FLAG.getByName('flag').fetch(url, { method: 'POST' })).text();
    await fetch(PURGE, { method: 'POST', body: JSON.stringify({ tags: ['flag'] }) });
    return Response.json({ flag: flipped }, { status: 201 });
  },
};

interface ExecutionContext {
  waitUntil(work: Promise<unknown>): void;
}
