// Fetches for other origins, with a small page of its own.
const HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET,HEAD,POST,OPTIONS',
  'Access-Control-Max-Age': '86400',
};

export default {
  async fetch(request) {
    const url = new URL(request.url);
    if (!url.pathname.startsWith('/corsproxy/'))
      return new Response('<h3>demo</h3>', { headers: { 'content-type': 'text/html;charset=UTF-8' } });
    if (request.method === 'OPTIONS') return new Response(null, { headers: HEADERS });
    if (!['GET', 'HEAD', 'POST'].includes(request.method))
      return new Response(null, { status: 405, statusText: 'Method Not Allowed' });
    const target = url.searchParams.get('apiurl') ?? 'http://upstream.test/text';
    const proxied = new Request(target, request);
    proxied.headers.set('x-origin', new URL(target).origin);
    let response = await fetch(proxied);
    response = new Response(response.body, response);
    response.headers.set('Access-Control-Allow-Origin', url.origin);
    response.headers.append('Vary', 'Origin');
    return response;
  },
};
