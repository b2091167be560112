// The guard before the shop, at the PoP or beside it: turns away programs that say what they are, and log-ins beyond the limit.
import { DurableObject } from 'cloudflare:workers';
import { allowedHere, type Count, counted, saysItIsABot } from './limiter.ts';

interface Env {
  /** none: no limit; memory: what this isolate has counted; exact: one count in the world; both: memory first, then the world's. */
  readonly LIMITER: 'none' | 'memory' | 'exact' | 'both';
  readonly ACCOUNTS: { getByName(name: string): { allows(): Promise<boolean> } };
}

/** The only count of an account in the world. */
export class Account extends DurableObject {
  #count: Count | undefined;

  async allows(): Promise<boolean> {
    const { count, allowed } = counted(this.#count, Date.now());
    this.#count = count;
    return allowed;
  }
}

async function allowed(env: Env, account: string): Promise<boolean> {
  if (env.LIMITER === 'none') return true;
  if (env.LIMITER !== 'exact' && !allowedHere(account)) return false;
  return env.LIMITER === 'memory' || env.ACCOUNTS.getByName(account).allows();
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    if (saysItIsABot(request)) return new Response('Forbidden', { status: 403 });
    if (request.method !== 'POST') return fetch(request);
    const body = await request.text();
    const { account } = JSON.parse(body) as { account: string };
    if (!(await allowed(env, account))) return new Response('Too many attempts', { status: 429 });
    return fetch(request.url, { method: 'POST', body });
  },
};
