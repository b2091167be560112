// A counter for the whole world: a POST adds one, a GET audits; which store it lives in is a text in `env`.
import { DurableObject } from 'cloudflare:workers';

interface Kv {
  get(key: string): Promise<string | null>;
  put(key: string, value: string): Promise<void>;
}

interface Database {
  prepare(sql: string): { first(column: string): Promise<number | null> };
}

interface Env {
  readonly STORE: 'kv' | 'sql' | 'object';
  readonly EXPECTED: string;
  readonly KV: Kv;
  readonly DB: Database;
  readonly COUNTER: { getByName(name: string): { count(by: number): Promise<number> } };
}

/** The only writer of its number: one call after the other. */
export class Counter extends DurableObject {
  async count(by: number): Promise<number> {
    const sum = ((await this.ctx.storage.get<number>('sum')) ?? 0) + by;
    if (by > 0) await this.ctx.storage.put('sum', sum);
    return sum;
  }
}

/** Adds to the counter, and gives what it stands at. */
async function count(env: Env, by: number): Promise<number> {
  switch (env.STORE) {
    case 'kv': {
      // Read, add, write back: all that a store of keys and values can do.
      const sum = Number((await env.KV.get('sum')) ?? 0) + by;
      if (by > 0) await env.KV.put('sum', String(sum));
      return sum;
    }
    case 'sql': {
      const sql = by > 0 ? `UPDATE counter SET n = n + ${by} RETURNING n` : 'SELECT n FROM counter';
      return (await env.DB.prepare(sql).first('n')) ?? 0;
    }
    default:
      return env.COUNTER.getByName('the only one').count(by);
  }
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    if (request.method === 'POST') {
      try {
        return Response.json(await count(env, 1));
      } catch (error) {
        return new Response(`not counted: ${(error as Error).message}`, { status: 503 });
      }
    }
    const sum = await count(env, 0);
    if (sum !== Number(env.EXPECTED)) throw new Error(`the counter stands at ${sum}, not at ${env.EXPECTED}`);
    return Response.json(sum);
  },
};
