// Removes, adds and renames headers of a proxied request and its answer.
export default {
  async fetch(request) {
    const out = new Request(`http://upstream.test/mirror${new URL(request.url).search}`, request);
    out.headers.delete('x-secret');
    out.headers.set('x-forwarded-by', 'worker');
    for (const [name, value] of [...out.headers]) {
      if (!name.startsWith('x-old-')) continue;
      out.headers.set(name.replace('x-old-', 'x-new-'), value);
      out.headers.delete(name);
    }
    const answer = await fetch(out);
    const seen = await answer.json();
    return Response.json(seen, {
      headers: { 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' },
    });
  },
};
