// A table of redirects, with and without the query.
const TABLE = new Map([
  ['/old', { to: '/new', status: 301 }],
  ['/docs', { to: 'https://docs.example.com/', status: 302 }],
  ['/keep', { to: '/kept', status: 308, query: true }],
]);

export default {
  async fetch(request) {
    const url = new URL(request.url);
    const rule = TABLE.get(url.pathname);
    if (rule !== undefined) {
      const target = new URL(rule.to, url);
      if (rule.query) target.search = url.search;
      return Response.redirect(target, rule.status);
    }
    if (url.pathname.endsWith('/') && url.pathname !== '/') {
      url.pathname = url.pathname.replace(/\/+$/, '');
      return Response.redirect(url.toString(), 307);
    }
    return new Response(`page ${url.pathname}`);
  },
};
