// A basket of four items that asks the database for each price, one after the other.
interface Env {
  readonly DB: { prepare(sql: string): { bind(item: number): { first(): Promise<unknown> } } };
}

export default {
  async fetch(_request: Request, env: Env): Promise<Response> {
    const prices: unknown[] = [];
    for (const item of [1, 2, 3, 4]) {
      prices.push(await env.DB.prepare('SELECT price FROM prices WHERE item = ?').bind(item).first());
    }
    return Response.json(prices);
  },
};
