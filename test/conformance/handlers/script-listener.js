// A script of the older kind: it exports nothing, listens for requests, and finds its bindings among the globals.
const ROUTES = {
  '/handler': handler,
  '/visits': visits,
  '/env': () => new Response([typeof KV, typeof env, typeof BUCKET.get].join(' ')),
  '/undeclared': () => {
    leftover = (globalThis.leftover ?? 0) + 1;
    return new Response(String(leftover));
  },
  '/fails': () => {
    throw new RangeError('not today');
  },
};

/** A name that other platforms look for. */
function handler(event) {
  return new Response(`handled ${event.request.method}`);
}

async function visits(event) {
  const count = Number((await KV.get('visits')) ?? 0) + 1;
  event.waitUntil(KV.put('visits', String(count)));
  return new Response(`visit ${count}`, { headers: { 'x-type': event.type } });
}

addEventListener('fetch', (event) => {
  const { pathname } = new URL(event.request.url);
  const route = ROUTES[pathname];
  if (pathname === '/twice') {
    event.respondWith(new Response('first'));
    try {
      event.respondWith(new Response('second'));
    } catch (error) {
      seen.push(`${error.name}: ${error.message}`);
    }
  } else if (pathname === '/seen') {
    event.respondWith(Response.json(seen));
  } else if (pathname === '/kind') {
    const names = [event instanceof FetchEvent, event instanceof ExtendableEvent, String(event)];
    event.respondWith(Response.json(names));
  } else if (pathname === '/body') {
    event.respondWith(event.request.text().then((text) => new Response(text.toUpperCase())));
  } else if (pathname === '/own-promise') {
    // Promises of libraries are of no class that the platform knows.
    event.respondWith({ then: (resolve) => resolve(new Response('later')) });
  } else if (pathname === '/any-member') {
    // Routers that answer every name with a function have no `then`, though reading it gives one.
    const router = new Proxy({}, { get: (_, name) => () => new Response(String(name)) });
    try {
      event.respondWith(router);
    } catch (error) {
      event.respondWith(new Response(`${error.name}: ${error.message}`, { status: 500 }));
    }
  } else if (route !== undefined) {
    event.respondWith(
      Promise.resolve()
        .then(() => route(event))
        .catch((error) => new Response(`${error.name}: ${error.message}`, { status: 500 })),
    );
  }
});

const seen = [];

addEventListener('fetch', (event) => {
  seen.push(`left over: ${new URL(event.request.url).pathname}`);
  if (event.request.url.endsWith('/second')) event.respondWith(new Response('from the second listener'));
});
