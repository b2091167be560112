// A proxy that hands on fields which its client may not have sent, as many do.
const HANDED = ['authorization', 'content-type', 'cookie', 'origin', 'range', 'x-api-key', 'x-session'];

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    const given = HANDED.map((name) => [name, request.headers.get(name)]);
    if (pathname === '/seen') return Response.json(given);
    const headers = new Headers(given.map(([name, value]) => [name, value ?? '']));
    if (pathname === '/sent') {
      for (const name of ['etag', 'last-modified', 'location', 'vary', 'x-frame-options'])
        headers.set(name, '');
      return new Response('sent', { headers });
    }
    const answer = await fetch('http://upstream.test/mirror', { method: request.method, headers });
    return new Response(answer.body, {
      headers: { 'cache-control': request.headers.get('cache-control') ?? '' },
    });
  },
};
