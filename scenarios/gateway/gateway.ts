// The gateway: pages come through the PoP's cache, prices from another company's API, and baskets only with a valid token.
interface Env {
  readonly AUTH: { fetch(request: Request): Promise<Response> };
}

const RATES = 'https://rates.example/v1/rates';

async function price(request: Request): Promise<Response> {
  const kept = await caches.default.match(RATES);
  const rates = kept ?? (await fetch(RATES));
  if (kept === undefined) await caches.default.put(RATES, rates.clone());
  const currency = request.cf?.country === 'BR' ? 'BRL' : 'EUR';
  const table: Record<string, number> = await rates.json();
  return Response.json({ currency, price: 20 * (table[currency] ?? 1) });
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === '/price') return price(request);
    if (pathname !== '/basket') return fetch(request, { cf: { cacheTtl: 60, cacheEverything: true } });
    const verdict = await env.AUTH.fetch(request);
    return verdict.ok ? fetch(request) : verdict;
  },
};
