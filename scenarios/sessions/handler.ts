// Sessions at the edge: the same shop with its sessions in one of five stores; which one is a text in `env`.
import { DurableObject } from 'cloudflare:workers';

interface Session {
  readonly id: string;
  items: number;
}

interface Kv {
  get(key: string, type: 'json'): Promise<Session | null>;
  put(key: string, value: string): Promise<void>;
}

interface Statement {
  bind(...values: unknown[]): Statement;
  first(): Promise<Session | null>;
  run(): Promise<unknown>;
}

interface Database {
  withSession(constraint: string): { prepare(sql: string): Statement };
}

interface Bucket {
  get(key: string): Promise<{ json(): Promise<Session> } | null>;
  put(key: string, value: string): Promise<unknown>;
}

interface Env {
  readonly STORE: string;
  readonly KV: Kv;
  readonly DB: Database;
  readonly BUCKET: Bucket;
  readonly SESSIONS: { getByName(name: string): { items(more: number): Promise<number> } };
}

/** The session of one visitor; it lives near the first request for it. */
export class VisitorSession extends DurableObject {
  async items(more: number): Promise<number> {
    const items = ((await this.ctx.storage.get<number>('items')) ?? 0) + more;
    if (more > 0) await this.ctx.storage.put('items', items);
    return items;
  }
}

/** Reads a session; a database is read at the copy that is nearest. */
async function read(env: Env, id: string): Promise<Session | null> {
  switch (env.STORE) {
    case 'kv':
      return env.KV.get(`session:${id}`, 'json');
    case 'bucket': {
      const object = await env.BUCKET.get(`session:${id}`);
      return object === null ? null : object.json();
    }
    default: {
      const session = env.DB.withSession('first-unconstrained');
      return session.prepare('SELECT id, items FROM sessions WHERE id = ?').bind(id).first();
    }
  }
}

async function write(env: Env, session: Session): Promise<void> {
  const text = JSON.stringify(session);
  if (env.STORE === 'kv') await env.KV.put(`session:${session.id}`, text);
  else if (env.STORE === 'bucket') await env.BUCKET.put(`session:${session.id}`, text);
  else {
    const sql = 'INSERT INTO sessions VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET items = excluded.items';
    await env.DB.withSession('first-primary').prepare(sql).bind(session.id, session.items).run();
  }
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const id = new URL(request.url).pathname.slice(1);
    const posts = request.method === 'POST';
    if (env.STORE === 'object') {
      const items = await env.SESSIONS.getByName(id).items(posts ? 1 : 0);
      return Response.json({ id, items }, { status: posts ? 201 : 200 });
    }
    const session = (await read(env, id)) ?? { id, items: 0 };
    if (!posts) return Response.json(session);
    session.items++;
    await write(env, session);
    return Response.json(session, { status: 201 });
  },
};
