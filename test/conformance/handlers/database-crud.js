// Users in a D1 database: inserts, batches, raw rows and the words of its errors.
export default {
  async fetch(req, env) {
    const u = new URL(req.url);
    const db = env.DB;
    try {
      if (u.pathname === '/init') {
        const r = await db.exec(
          'CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY, email TEXT UNIQUE, age INT)',
        );
        return Response.json(r.count);
      }
      if (req.method === 'POST') {
        const { email, age } = await req.json();
        const r = await db
          .prepare('INSERT INTO users (email, age) VALUES (?1, ?2)')
          .bind(email, age ?? null)
          .run();
        return Response.json({ ok: r.success, id: r.meta.last_row_id, ch: r.meta.changes }, { status: 201 });
      }
      if (u.pathname === '/batch') {
        const r = await db.batch([
          db.prepare('SELECT COUNT(*) AS n FROM users'),
          db.prepare('UPDATE users SET age = age + 1 WHERE age IS NOT NULL'),
          db.prepare('SELECT email, age FROM users ORDER BY id'),
        ]);
        return Response.json(r.map((x) => [x.results, x.meta.changes]));
      }
      const id = u.pathname.slice(1);
      if (id) {
        const row = await db.prepare('SELECT * FROM users WHERE id = ?').bind(id).first();
        return row ? Response.json(row) : new Response('nf', { status: 404 });
      }
      const { results } = await db
        .prepare('SELECT email FROM users WHERE age > ? LIMIT ?')
        .bind(20, 10)
        .all();
      return Response.json({
        results,
        raw: await db.prepare('SELECT id, email FROM users').raw({ columnNames: true }),
        first: await db.prepare('SELECT email e FROM users').first('e'),
      });
    } catch (e) {
      return Response.json({ e: e.message, c: e.cause?.message }, { status: 500 });
    }
  },
};
