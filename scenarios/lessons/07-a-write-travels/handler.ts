// The theme that each user has chosen, in a key-value store that PoPs keep copies of.
interface Env {
  readonly KV: {
    get(key: string, options: { cacheTtl: number }): Promise<string | null>;
    put(key: string, value: string): Promise<void>;
  };
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const key = new URL(request.url).pathname;
    if (request.method === 'PUT') {
      await env.KV.put(key, await request.text());
      return new Response(null, { status: 204 });
    }
    const theme = await env.KV.get(key, { cacheTtl: 60 });
    return new Response(`theme: ${theme}\n`);
  },
};
