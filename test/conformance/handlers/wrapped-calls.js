// What tracing does to a Worker: functions become proxies that can be called, and show nothing else of what functions have.
const calls = [];

function traced(name, inner) {
  return new Proxy(inner, {
    get: () => undefined,
    apply(target, self, given) {
      calls.push(name);
      return Reflect.apply(target, self, given);
    },
  });
}

/** Hands functions to all that calls them. */
async function everywhere() {
  new Headers({ a: '1' }).forEach(traced('headers', () => {}));
  new URLSearchParams('a=1').forEach(traced('parameters', () => {}));
  queueMicrotask(traced('microtask', () => {}));
  await new Promise((resolve) => setTimeout(traced('timer', resolve), 1));
  const { signal, ...controller } = { signal: new EventTarget(), event: new Event('x') };
  signal.addEventListener(
    'x',
    traced('listener', () => {}),
  );
  signal.dispatchEvent(controller.event);
  const transform = traced('transform', (chunk, output) => output.enqueue(chunk));
  const stream = new Response('text').body.pipeThrough(new TransformStream({ transform }));
  const page = new HTMLRewriter().on('p', { element: traced('element', (p) => p.setAttribute('seen', '')) });
  return [await new Response(stream).text(), await page.transform(new Response('<p>')).text()];
}

export default {
  fetch: traced('fetch', async (request, env, ctx) => {
    ctx.waitUntil(Promise.resolve());
    if (request.url.endsWith('/all')) return Response.json([await everywhere(), calls]);
    return new Response(`${request.method} ${typeof env}`);
  }),
};
