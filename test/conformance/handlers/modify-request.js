// Changes a request on its way: method, URL, headers and body.
export default {
  async fetch(request) {
    const url = new URL(request.url);
    url.hostname = 'upstream.test';
    url.port = '';
    url.pathname = '/mirror';
    const init = {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'x-custom': 'yes' },
      body: JSON.stringify({ bar: 'foo' }),
      redirect: 'follow',
    };
    const changed = new Request(url, new Request(request, init));
    changed.headers.append('x-custom', 'again');
    const seen = await (await fetch(changed)).json();
    return Response.json({
      seen,
      method: changed.method,
      redirect: changed.redirect,
      original: request.method,
    });
  },
};
