// The shop in Virginia: prices for everybody, and log-ins that are compared with the password on record. A wrong one is written down.
interface Env {
  readonly KV: { get(key: string): Promise<string | null>; put(key: string, value: string): Promise<void> };
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    if (request.method !== 'POST') return Response.json({ lamp: 12 });
    const { account, password } = (await request.json()) as { account: string; password: string };
    if ((await env.KV.get(`password:${account}`)) === password) return new Response('Welcome');
    await env.KV.put(`wrong:${crypto.randomUUID()}`, account);
    return new Response('Wrong password', { status: 401 });
  },
};
