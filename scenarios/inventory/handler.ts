// The stock of twenty articles: a GET shows how many pieces are left, a POST buys one. Which store counts them is a text in `env`.
import { DurableObject } from 'cloudflare:workers';

const ARTICLES = 20;
const PIECES = 5;

interface Kv {
  get(key: string): Promise<string | null>;
  put(key: string, value: string): Promise<void>;
}

interface Prepared {
  bind(...values: unknown[]): { first(column: string): Promise<number | null> };
}

interface Env {
  readonly STORE: 'kv' | 'database' | 'object';
  readonly KV: Kv;
  readonly DB: { withSession(constraint: string): { prepare(sql: string): Prepared } };
  readonly STOCK: { getByName(name: string): { left(): Promise<number>; take(): Promise<boolean> } };
  readonly ORDERS: { send(order: unknown): Promise<void> };
}

/** The pieces of one article: nobody comes between reading and writing. */
export class Stock extends DurableObject {
  async left(): Promise<number> {
    return (await this.ctx.storage.get<number>('pieces')) ?? PIECES;
  }

  async take(): Promise<boolean> {
    const pieces = await this.left();
    if (pieces > 0) await this.ctx.storage.put('pieces', pieces - 1);
    return pieces > 0;
  }
}

async function left(env: Env, article: number): Promise<number> {
  switch (env.STORE) {
    case 'kv':
      return Number(await env.KV.get(`stock:${article}`));
    case 'database': {
      const nearest = env.DB.withSession('first-unconstrained');
      return (
        (await nearest.prepare('SELECT pieces FROM stock WHERE id = ?').bind(article).first('pieces')) ?? 0
      );
    }
    default:
      return env.STOCK.getByName(String(article)).left();
  }
}

/** Takes a piece out of the stock; false when there was none. */
async function take(env: Env, article: number): Promise<boolean> {
  switch (env.STORE) {
    case 'kv': {
      const pieces = await left(env, article);
      if (pieces > 0) await env.KV.put(`stock:${article}`, String(pieces - 1));
      return pieces > 0;
    }
    case 'database': {
      const sql = 'UPDATE stock SET pieces = pieces - 1 WHERE id = ? AND pieces > 0 RETURNING pieces';
      const rest = await env.DB.withSession('first-primary').prepare(sql).bind(article).first('pieces');
      return rest !== null;
    }
    default:
      return env.STOCK.getByName(String(article)).take();
  }
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const article = Number(new URL(request.url).pathname.slice(1)) % ARTICLES;
    if (request.method !== 'POST') return Response.json({ left: await left(env, article) });
    let sold: boolean;
    try {
      sold = await take(env, article);
    } catch (error) {
      return new Response(`try again: ${(error as Error).message}`, { status: 503 });
    }
    if (!sold) return new Response('sold out', { status: 409 });
    await env.ORDERS.send({ article });
    return Response.json({ article }, { status: 201 });
  },
};
