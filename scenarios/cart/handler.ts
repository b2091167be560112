// A shopping cart: a GET shows it, a POST puts one thing in, an order needs as many things as were put in. Which store it lives in is a text in `env`.
import { DurableObject } from 'cloudflare:workers';

interface Kv {
  get(key: string): Promise<string | null>;
  put(key: string, value: string): Promise<void>;
}

interface Database {
  withSession(constraint: string): {
    prepare(sql: string): { bind(...values: unknown[]): { first(column: string): Promise<number | null> } };
  };
}

interface Env {
  readonly STORE: 'kv' | 'database' | 'object';
  readonly KV: Kv;
  readonly DB: Database;
  readonly CART: { getByName(name: string): { add(things: number): Promise<number> } };
}

/** One cart; it lives near the first who looks at it. */
export class Cart extends DurableObject {
  async add(things: number): Promise<number> {
    const items = ((await this.ctx.storage.get<number>('items')) ?? 0) + things;
    if (things > 0) await this.ctx.storage.put('items', items);
    return items;
  }
}

/** Puts things into a cart, none to look at it; gives how many are in it. */
async function add(env: Env, id: string, things: number): Promise<number> {
  switch (env.STORE) {
    case 'kv': {
      const items = Number((await env.KV.get(id)) ?? 0) + things;
      if (things > 0) await env.KV.put(id, String(items));
      return items;
    }
    case 'database': {
      if (things === 0) {
        const nearest = env.DB.withSession('first-unconstrained');
        return (await nearest.prepare('SELECT items FROM carts WHERE id = ?').bind(id).first('items')) ?? 0;
      }
      const sql =
        'INSERT INTO carts VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET items = items + ?2 RETURNING items';
      return (await env.DB.withSession('first-primary').prepare(sql).bind(id, things).first('items')) ?? 0;
    }
    default:
      return env.CART.getByName(id).add(things);
  }
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const [, page, id = '', expected = ''] = new URL(request.url).pathname.split('/');
    if (page === 'checkout') {
      const items = await add(env, id, 0);
      if (items !== Number(expected)) throw new Error(`an order of ${items} things, not of ${expected}`);
      return Response.json({ ordered: items });
    }
    const items = await add(env, id, request.method === 'POST' ? 1 : 0);
    return Response.json({ items });
  },
};
