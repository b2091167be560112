// Answers preflights and adds headers for other origins.
const ALLOW = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET,HEAD,POST,OPTIONS',
  'Access-Control-Max-Age': '86400',
};

export default {
  async fetch(request) {
    if (request.method === 'OPTIONS') {
      const wants = request.headers.get('Access-Control-Request-Headers');
      if (request.headers.has('Origin') && request.headers.has('Access-Control-Request-Method')) {
        return new Response(null, {
          headers: { ...ALLOW, ...(wants ? { 'Access-Control-Allow-Headers': wants } : {}) },
        });
      }
      return new Response(null, { headers: { Allow: 'GET, HEAD, POST, OPTIONS' } });
    }
    let response = await fetch('http://upstream.test/text');
    response = new Response(response.body, response);
    response.headers.set('Access-Control-Allow-Origin', request.headers.get('Origin') ?? '*');
    response.headers.append('Vary', 'Origin');
    return response;
  },
};
