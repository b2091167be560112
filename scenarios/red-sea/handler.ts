// A price list that everybody reads, and orders that have to reach the store in Frankfurt.
interface Env {
  readonly KV: {
    get(key: string, options: { cacheTtl: number }): Promise<string | null>;
    put(key: string, value: string): Promise<void>;
  };
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    if (request.method === 'POST') {
      await env.KV.put(`order:${crypto.randomUUID()}`, await request.text());
      return new Response(null, { status: 204 });
    }
    const prices = await env.KV.get('prices', { cacheTtl: 60 });
    return new Response(prices, {
      headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=10' },
    });
  },
};
