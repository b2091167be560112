// The router at the PoP: market and device become part of the path, and a member's data is asked for in the region where it lives.
import { dataHostOf, deviceOf, marketOf } from './visitor.ts';

interface Env {
  /** device: two kinds of page for each market; agent: one for each user agent, the mistake that empties caches. */
  readonly KEY: 'device' | 'agent';
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const url = new URL(request.url);
    const country = request.cf?.country as string | undefined;
    if (url.pathname === '/account') return fetch(`${dataHostOf(country)}/account`);
    const agent = request.headers.get('user-agent');
    url.pathname = `/${marketOf(country)}/${deviceOf(agent)}${url.pathname}`;
    const cacheKey = env.KEY === 'agent' ? `${url.href} ${agent}` : url.href;
    return fetch(url, { cf: { cacheEverything: true, cacheKey } });
  },
};
