// A service that the handler of the call tests is bound to.
export default {
  async fetch(
    request: Request,
    env: { KV: { get(key: string): Promise<string | null> } },
  ): Promise<Response> {
    return new Response(`${new URL(request.url).pathname} sees ${await env.KV.get('seeded')}`);
  },
};
