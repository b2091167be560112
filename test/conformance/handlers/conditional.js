// Answers by host, user agent, method, path and query.
const BLOCKED = ['bad.example.com'];

export default {
  async fetch(request) {
    const url = new URL(request.url);
    const { searchParams } = url;
    if (BLOCKED.includes(url.hostname)) return new Response('Blocked Host', { status: 403 });
    if (/\.(doc|xml)$/.test(url.pathname)) return new Response('Blocked Extension', { status: 403 });
    if (request.method === 'POST') return new Response('Response for POST');
    const agent = request.headers.get('User-Agent') ?? '';
    if (agent.includes('bot')) return new Response('Block User Agent containing bot', { status: 403 });
    if (searchParams.getAll('tag').length > 1) return new Response(searchParams.getAll('tag').join('+'));
    return searchParams.has('debug')
      ? Response.json(Object.fromEntries(searchParams))
      : new Response('default');
  },
};
