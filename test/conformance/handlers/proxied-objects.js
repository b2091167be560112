// Wrappers that stand in front of the platform's objects: a Proxy of one is read like any other object, what inherits from one is taken for it.

/** Routers put such a Proxy in front of the request, so that handlers find the route's parameters on it. */
const withParams = (request, params) =>
  new Proxy(request, {
    get(target, name) {
      const value = Reflect.get(target, name, target);
      if (typeof value === 'function') return value.bind(target);
      return value ?? params[name];
    },
  });

const failure = (error) => `${error.name}: ${error.message}`;

async function forward(request) {
  const wrapped = withParams(request, { id: '7' });
  const outcomes = [];
  for (const target of ['https://api.example/mirror', wrapped.url.replace('/forward', '/elsewhere')]) {
    const copy = new Request(target, wrapped);
    outcomes.push([copy.method, new URL(copy.url).pathname, copy.headers.get('x-kept')]);
    if (copy.body !== null) outcomes.push(await copy.text());
    if (request.bodyUsed) break;
  }
  return [wrapped.id, wrapped instanceof Request, outcomes];
}

const CASES = {
  '/forward': forward,
  '/alone': (request) =>
    Promise.all([
      fetch(withParams(request, {})).catch(failure),
      new Promise((resolve) => resolve(new Request(withParams(request, {})))).catch(failure),
    ]),
  '/inherited': (request) => {
    const copy = new Request(Object.create(request));
    const response = new Response(
      'made',
      Object.create(new Response('', { status: 201, headers: { a: 'b' } })),
    );
    const headers = new Headers(Object.create(new Headers({ c: 'd' })));
    return [copy.url === request.url, copy.method, response.status, response.headers.get('a'), [...headers]];
  },
  '/response': () => {
    const wrapped = withParams(new Response('whole', { status: 202, headers: { a: 'b' } }), {});
    const copy = new Response('made', wrapped);
    return [copy.status, copy.headers.get('a'), wrapped instanceof Response];
  },
  '/headers': () => {
    const wrapped = withParams(new Headers({ a: 'b' }), {});
    return [[...new Headers(wrapped)], [...new Response('', { headers: wrapped }).headers]];
  },
  '/bodies': async () => {
    const form = new FormData();
    form.set('a', 'b');
    const texts = [];
    for (const body of [new Blob(['blob']), new URLSearchParams({ a: 'b' }), new URL('https://a.example/')]) {
      const { headers } = new Response(withParams(body, {}));
      texts.push([headers.get('content-type'), await new Response(withParams(body, {})).text()]);
    }
    form.append('file', withParams(new Blob(['x']), {}));
    return [texts, form.get('file'), await new Blob([withParams(new Blob(['x']), {})]).text()];
  },
};

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    const outcome = await Promise.resolve(request).then(CASES[pathname]).catch(failure);
    return Response.json(outcome);
  },
};
