// A shop with one page that is the same for everybody and one that is each visitor's own: the same code in every arm, because words are compared here, not programs.

interface Database {
  withSession(constraint: string): {
    prepare(sql: string): { bind(value: number): { first(): Promise<{ name: string } | null> } };
  };
}

export default {
  async fetch(request: Request, env: { readonly DB: Database }): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === '/')
      return new Response('<!doctype html><h1>Everything must go</h1>', {
        headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'public, max-age=60' },
      });
    const user = Number(pathname.slice(1));
    const session = env.DB.withSession('first-unconstrained');
    const row = await session.prepare('SELECT name FROM users WHERE id = ?').bind(user).first();
    return Response.json(
      { hello: row?.name ?? 'you' },
      { headers: { 'cache-control': 'private, no-store' } },
    );
  },
};
