// Seats of a concert: whoever asks gets one while there are any. In which store they are counted, and how, is a text in `env`.

interface Statement {
  bind(...values: unknown[]): Statement;
  first<T>(): Promise<T | null>;
  run(): Promise<unknown>;
}

interface Env {
  readonly COUNT: 'kv' | 'replica' | 'primary';
  readonly KV: { get(key: string): Promise<string | null>; put(key: string, value: string): Promise<void> };
  readonly DB: {
    prepare(sql: string): Statement;
    withSession(constraint: string): { prepare(sql: string): Statement };
  };
  /** Each ticket that is given out becomes a file: what was sold is what lies here. */
  readonly TICKETS: { put(key: string, value: string): Promise<unknown> };
}

const KEY = 'seats';
const READ = 'SELECT left_over AS seats FROM concert';

/** How many seats are left, as the nearest copy knows. */
async function seatsLeft(env: Env): Promise<number> {
  if (env.COUNT === 'kv') return Number(await env.KV.get(KEY));
  const database = env.COUNT === 'replica' ? env.DB.withSession('first-unconstrained') : env.DB;
  return (await database.prepare(READ).first<{ seats: number }>())?.seats ?? 0;
}

/** Takes a seat; false when none is left. Two of the ways read first and write what follows from that: nothing holds others back in between. */
async function takeSeat(env: Env): Promise<boolean> {
  if (env.COUNT === 'primary') {
    const taken = 'UPDATE concert SET left_over = left_over - 1 WHERE left_over > 0 RETURNING left_over';
    return (await env.DB.prepare(taken).first()) !== null;
  }
  const seats = await seatsLeft(env);
  if (seats === 0) return false;
  if (env.COUNT === 'kv') await env.KV.put(KEY, String(seats - 1));
  else
    await env.DB.prepare('UPDATE concert SET left_over = ?')
      .bind(seats - 1)
      .run();
  return true;
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    if (request.method === 'GET') return Response.json({ seats: await seatsLeft(env) });
    if (!(await takeSeat(env))) return Response.json({ sold: 'out' }, { status: 409 });
    const buyer = new URL(request.url).pathname.slice(1);
    await env.TICKETS.put(buyer, `One seat for ${buyer}`);
    return Response.json({ ticket: buyer });
  },
};
