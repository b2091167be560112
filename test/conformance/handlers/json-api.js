// A JSON interface with methods, statuses and errors.
const items = new Map([['1', { id: '1', name: 'first' }]]);

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    const [, kind, id] = pathname.split('/');
    if (kind !== 'items') return Response.json({ error: 'not found' }, { status: 404 });
    if (request.method === 'GET') {
      if (id === undefined) return Response.json([...items.values()]);
      const item = items.get(id);
      return item === undefined
        ? Response.json({ error: 'no such item' }, { status: 404 })
        : Response.json(item);
    }
    if (request.method === 'POST') {
      let body;
      try {
        body = await request.json();
      } catch {
        return Response.json({ error: 'bad JSON' }, { status: 400 });
      }
      const item = { id: String(items.size + 1), ...body };
      items.set(item.id, item);
      return Response.json(item, { status: 201, headers: { location: `/items/${item.id}` } });
    }
    if (request.method === 'DELETE') {
      items.delete(id);
      return new Response(null, { status: 204 });
    }
    return new Response('Method Not Allowed', { status: 405, headers: { allow: 'GET, POST, DELETE' } });
  },
};
