// A page that depends on one flag; a POST flips it. Where the flag lives is a text in `env`.

interface Kv {
  get(key: string, options: { cacheTtl: number }): Promise<string | null>;
  put(key: string, value: string): Promise<void>;
}

interface Prepared {
  first(column: string): Promise<string | null>;
}

interface Env {
  readonly STORE: 'kv' | 'database';
  /** Seconds that a PoP may go on with the flag it knows. */
  readonly CACHE_TTL: string;
  readonly KV: Kv;
  readonly DB: { withSession(constraint: string): { prepare(sql: string): Prepared } };
}

async function read(env: Env): Promise<string> {
  if (env.STORE === 'kv') return (await env.KV.get('flag', { cacheTtl: Number(env.CACHE_TTL) })) ?? 'off';
  const nearest = env.DB.withSession('first-unconstrained');
  return (await nearest.prepare("SELECT state FROM flags WHERE name = 'flag'").first('state')) ?? 'off';
}

async function write(env: Env, state: string): Promise<void> {
  if (env.STORE === 'kv') await env.KV.put('flag', state);
  else {
    const sql = `UPDATE flags SET state = '${state}' WHERE name = 'flag' RETURNING state`;
    await env.DB.withSession('first-primary').prepare(sql).first('state');
  }
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const state = await read(env);
    if (request.method !== 'POST') return new Response(`<p>winter sale: ${state}</p>`);
    const flipped = state === 'on' ? 'off' : 'on';
    await write(env, flipped);
    return Response.json({ flag: flipped }, { status: 201 });
  },
};
