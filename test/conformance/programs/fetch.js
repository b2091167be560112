// Behaviours of Request, Response, bodies and fetch; `http://upstream.test` is answered by upstream.ts in both arms.
const UP = 'http://upstream.test';
const failure = (promise) =>
  promise.then(
    () => 'no error',
    (error) => error?.name ?? error,
  );
const show = (r) => [r.status, r.statusText, r.ok, r.redirected, [...r.headers]];
const mirror = async (input, init) => (await fetch(input, init)).json();

export const fetching = {
  'makes plain responses': async () => {
    const r = new Response('hi');
    return [show(r), r.type, r.url, await r.text()];
  },
  'gives responses a status and headers': () =>
    show(new Response(null, { status: 418, statusText: 'Teapot', headers: { a: 'b' } })),
  'refuses statuses out of range': () => new Response('', { status: 99 }),
  'refuses statuses above 599': () => new Response('', { status: 600 }),
  'refuses a body where none may be': () => new Response('x', { status: 204 }),
  'allows no body where none may be': () => new Response(null, { status: 304 }).status,
  'makes JSON responses': async () => {
    const r = Response.json({ a: [1] }, { status: 201 });
    return [r.status, [...r.headers], await r.text()];
  },
  'keeps the content type that a JSON response is given': () => [
    ...Response.json({}, { headers: { 'content-type': 'a/b' } }).headers,
  ],
  'writes JSON of undefined': () => Response.json(undefined).text(),
  'makes redirects': () => {
    const r = Response.redirect('http://a.com/x', 301);
    return [r.status, r.headers.get('location')];
  },
  'redirects with 302 by default': () => Response.redirect('http://a.com/').status,
  'refuses redirects with other statuses': () => Response.redirect('http://a.com/', 200),
  'refuses redirects to no URL': () => Response.redirect('nope'),
  'makes error responses': () => {
    const r = Response.error();
    return [r.type, r.status];
  },
  'gives bodies their content type': () =>
    [
      'text',
      new URLSearchParams('a=1'),
      new Blob(['x'], { type: 'a/b' }),
      new Blob(['x']),
      new Uint8Array(1),
      new ReadableStream(),
      null,
    ].map((body) => new Response(body).headers.get('content-type')),
  'reads bodies in every form': async () => {
    const make = () => new Response('{"a":1}');
    return [
      await make().text(),
      await make().json(),
      await make().arrayBuffer(),
      await make().bytes(),
      (await make().blob()).size,
    ];
  },
  'strips a byte order mark from texts': async () =>
    (await new Response(new Uint8Array([0xef, 0xbb, 0xbf, 65])).text()).length,
  'gives blobs the type of the response': async () =>
    (await new Response('x', { headers: { 'content-type': 'a/b' } }).blob()).type,
  'refuses to read a body twice': async () => {
    const r = new Response('x');
    await r.text();
    return [r.bodyUsed, await failure(r.text())];
  },
  'refuses to read a body that is being read': async () => {
    const r = new Response('x');
    r.body.getReader();
    return [r.bodyUsed, r.body.locked, await failure(r.text())];
  },
  'reads absent bodies as empty': async () => {
    const r = new Response(null);
    return [r.body, await r.text(), r.bodyUsed, (await r.arrayBuffer()).byteLength];
  },
  'fails on JSON that is none': () => new Response('{').json(),
  'clones responses': async () => {
    const r = new Response('x', { headers: { a: 'b' } });
    const copy = r.clone();
    return [await r.text(), await copy.text(), copy.headers.get('a')];
  },
  'refuses to clone a used response': async () => {
    const r = new Response('x');
    await r.text();
    return r.clone();
  },
  'shows what a request is': () => {
    const r = new Request('http://A.com/x/../y?q#h', { method: 'post', headers: { a: 'b' }, body: 'x' });
    return [r.method, r.url, [...r.headers], r.redirect, r.bodyUsed, r.signal instanceof AbortSignal];
  },
  'normalises methods': () =>
    ['get', 'Post', 'DELETE', 'patch'].map((method) => {
      try {
        return new Request('http://a/', { method }).method;
      } catch (error) {
        return error.name;
      }
    }),
  'refuses methods that are none': () => new Request('http://a/', { method: 'a b' }),
  'refuses bodies with GET': () => new Request('http://a/', { body: 'x' }),
  'refuses relative URLs': () => new Request('/x'),
  'refuses unknown redirect modes': () => new Request('http://a/', { redirect: 'nope' }),
  'copies requests': async () => {
    const one = new Request('http://a/', { method: 'POST', body: 'x', headers: { a: 'b' } });
    const two = new Request(one, { headers: { c: 'd' } });
    return [two.method, [...two.headers], await two.text(), one.bodyUsed];
  },
  'changes the URL of a copy': () =>
    new Request('http://b/', new Request('http://a/', { method: 'PUT' })).method,
  'takes URLs as objects': () => new Request(new URL('http://a/b')).url,
  'shows the request that came in': ({ request }) => [
    request.method,
    new URL(request.url).pathname,
    request.body,
    request.redirect,
  ],
  fetches: async () => {
    const r = await fetch(`${UP}/text`);
    return [r.status, r.headers.get('x-up'), r.url, r.redirected, await r.text()];
  },
  'sends method, headers and body': () =>
    mirror(`${UP}/mirror?a=1`, { method: 'POST', headers: { 'x-a': 'b' }, body: 'hello' }),
  'sends no field of a known name without a value': () =>
    mirror(`${UP}/mirror`, {
      headers: { 'content-type': '', authorization: '', origin: ' ', 'x-api-key': '', 'x-mine': ' ' },
    }),
  'keeps what has no value in the headers that code looks at': async () => {
    const given = { 'content-type': '', vary: '', 'x-a': '' };
    const made = new Response('', { headers: given });
    return [[...made.headers], [...made.clone().headers], [...new Request(UP, { headers: given }).headers]];
  },
  'sends forms': () => mirror(`${UP}/mirror`, { method: 'POST', body: new URLSearchParams({ a: 'b c' }) }),
  'sends bytes': () => mirror(`${UP}/mirror`, { method: 'PUT', body: new Uint8Array([104, 105]) }),
  'sends streams': () => mirror(`${UP}/mirror`, { method: 'POST', body: new Response('streamed').body }),
  'sends requests': () => mirror(new Request(`${UP}/mirror`, { method: 'DELETE', headers: { 'x-q': '1' } })),
  'does not throw for error statuses': async () => (await fetch(`${UP}/status/503`)).status,
  'follows redirects': async () => {
    const r = await fetch(`${UP}/redirect/302?to=/mirror`, { method: 'POST', body: 'x' });
    return [r.redirected, r.url, (await r.json()).method];
  },
  'keeps method and body on 307': async () => {
    const r = await fetch(`${UP}/redirect/307?to=/mirror`, { method: 'POST', body: 'x' });
    const { method, body } = await r.json();
    return [r.redirected, method, body];
  },
  'leaves redirects alone in manual mode': async () => {
    const r = await fetch(`${UP}/redirect/301?to=/text`, { redirect: 'manual' });
    return [r.status, r.headers.get('location'), r.redirected];
  },
  'fails on redirects in error mode': () =>
    failure(fetch(`${UP}/redirect/301?to=/text`, { redirect: 'error' })),
  'fails on endless redirects': () => failure(fetch(`${UP}/redirect/302?to=/redirect/302`)),
  'fails when it is aborted already': () => failure(fetch(`${UP}/text`, { signal: AbortSignal.abort() })),
  'fails with the reason of its signal': () =>
    failure(fetch(`${UP}/text`, { signal: AbortSignal.abort('mine') })),
  'refuses other schemes': () => failure(fetch('ftp://a/')),
  'refuses texts that are no URL': () => failure(fetch('nope')),
  'reads several cookies of an answer': async () => (await fetch(`${UP}/cookies`)).headers.getSetCookie(),
  'makes headers of answers immutable': async () => {
    const r = await fetch(`${UP}/text`);
    try {
      r.headers.set('a', 'b');
      return 'mutable';
    } catch (error) {
      return error.name;
    }
  },
  'copies answers to change them': async () => {
    const r = new Response((await fetch(`${UP}/text`)).body, await fetch(`${UP}/text`));
    r.headers.set('x-mine', '1');
    return [r.status, r.headers.get('x-up'), r.headers.get('x-mine'), await r.text()];
  },
  'takes a String for a text, and objects with a text of their own too': async () => {
    class Markup {
      toString() {
        return '<p>';
      }
      *[Symbol.iterator]() {
        yield new Uint8Array([105]);
      }
    }
    const bodies = [new String('é'), new Markup(), { toString: () => 'own', [Symbol.iterator]: [].values }];
    return Promise.all(
      bodies.map(async (body) => {
        const response = new Response(body);
        return [response.headers.get('content-type'), await response.text()];
      }),
    );
  },
  'sends texts of a stream as UTF-8': async () => {
    const stream = new ReadableStream({
      start(controller) {
        for (const part of ['é', new Uint8Array([98]), 'c']) controller.enqueue(part);
        controller.close();
      },
    });
    return (await mirror(`${UP}/mirror/x`, { method: 'POST', body: stream })).body;
  },
  'sends lists and generators of texts': async () => {
    const send = async (body) => (await mirror(`${UP}/mirror/x`, { method: 'POST', body })).body;
    const made = function* () {
      yield 'x';
      yield 'y';
    };
    return [await send(['a', 'b']), await send(made()), await send(new Set(['s']))];
  },
  'gives an empty body no type where none may be': () =>
    ['', new URLSearchParams(), new Blob([], { type: 'a/b' })].map((body) => [
      ...new Response(body, { status: 204, headers: { x: 'y' } }).headers,
    ]),
  'keeps the type that an empty body is given where none may be': () => [
    ...new Response('', { status: 304, headers: { 'content-type': 'a/b' } }).headers,
  ],
  'refuses to take over what was read of a request': async () => {
    const used = new Request('http://a.test/', { method: 'POST', body: 'x' });
    await used.text();
    return new Request('http://b.test/', used);
  },
  'tells hosts nothing of who has asked the Worker': async () => {
    const asked = new Request(`${UP}/mirror/x`, { headers: { 'cf-connecting-ip': '192.0.2.7', 'x-a': '1' } });
    const { headers } = await mirror(asked);
    return [headers, asked.headers.get('cf-connecting-ip')];
  },
};
