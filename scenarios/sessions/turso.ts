// The same shop with its sessions in Turso, by libSQL's own client over HTTP; which database is a text in `env`.
import { createClient } from '@libsql/client/web';

interface Env {
  readonly LIBSQL: string;
}

const READ = 'SELECT items FROM sessions WHERE id = ?';
const WRITE = 'INSERT INTO sessions VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET items = excluded.items';

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const id = new URL(request.url).pathname.slice(1);
    const database = createClient({ url: env.LIBSQL, authToken: 'any' });
    const [row] = (await database.execute(READ, [id])).rows;
    const items = Number(row?.['items'] ?? 0);
    if (request.method !== 'POST') return Response.json({ id, items });
    await database.execute(WRITE, [id, items + 1]);
    return Response.json({ id, items: items + 1 }, { status: 201 });
  },
};
