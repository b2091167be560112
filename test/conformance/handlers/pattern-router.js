// Routes by URLPattern.
const ROUTES = [
  [new URLPattern({ pathname: '/users/:id' }), ({ id }) => `user ${id}`],
  [new URLPattern({ pathname: '/files/*' }), (groups) => `file ${groups[0]}`],
  [
    new URLPattern({ pathname: '/:year(\\d{4})/:month(\\d{2})' }),
    ({ year, month }) => `archive ${year}-${month}`,
  ],
];

export default {
  async fetch(request) {
    for (const [pattern, run] of ROUTES) {
      const match = pattern.exec(request.url);
      if (match !== null) return new Response(run(match.pathname.groups));
    }
    return new Response('no route', { status: 404 });
  },
};
