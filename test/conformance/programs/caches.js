// Behaviours of the Cache API within one place; every behaviour uses URLs of its own.
const url = (name) => `http://cache.test/${name}`;
const fresh = (body, more = {}) =>
  new Response(body, { headers: { 'cache-control': 'max-age=60', ...more } });
const failure = (promise) =>
  promise.then(
    () => 'no error',
    (error) => `${error.name}: ${error.message}`,
  );
// Node has no such thing; there every one of these behaviours fails.
const cache = globalThis.caches?.default;
const text = (response) => (response === undefined ? 'nothing' : response.text());

export const cachesGroup = {
  'finds nothing at first': async () => (await cache.match(url('nothing'))) ?? 'nothing',
  'keeps what was put': async () => {
    await cache.put(url('kept'), fresh('body', { 'x-mine': '1' }));
    const found = await cache.match(url('kept'));
    return [found.status, await found.text(), found.headers.get('x-mine')];
  },
  'marks what it found': async () => {
    await cache.put(url('marked'), fresh('body'));
    const found = await cache.match(url('marked'));
    return [found.headers.get('cf-cache-status'), found.headers.get('cache-control')];
  },
  'gives immutable headers': async () => {
    await cache.put(url('immutable'), fresh('body'));
    (await cache.match(url('immutable'))).headers.set('a', 'b');
  },
  'finds by requests and URLs alike': async () => {
    await cache.put(new Request(url('alike')), fresh('body'));
    return [
      await text(await cache.match(url('alike'))),
      await text(await cache.match(new URL(url('alike')))),
      await text(await cache.match(new Request(url('alike'), { headers: { a: 'b' } }))),
    ];
  },
  'tells queries apart': async () => {
    await cache.put(url('query?a=1'), fresh('one'));
    return [
      await text(await cache.match(url('query?a=1'))),
      await text(await cache.match(url('query?a=2'))),
      await text(await cache.match(url('query'))),
    ];
  },
  'ignores fragments': async () => {
    await cache.put(url('fragment#a'), fresh('body'));
    return text(await cache.match(url('fragment#b')));
  },
  'forgets what was deleted': async () => {
    await cache.put(url('deleted'), fresh('body'));
    const first = await cache.delete(url('deleted'));
    return [first, await cache.delete(url('deleted')), await text(await cache.match(url('deleted')))];
  },
  overwrites: async () => {
    await cache.put(url('over'), fresh('one'));
    await cache.put(url('over'), fresh('two'));
    return text(await cache.match(url('over')));
  },
  'may be read many times': async () => {
    await cache.put(url('many'), fresh('body'));
    return [await text(await cache.match(url('many'))), await text(await cache.match(url('many')))];
  },
  'uses up the response it is given': async () => {
    const response = fresh('body');
    await cache.put(url('used'), response);
    return response.bodyUsed;
  },
  'keeps a clone and leaves the response': async () => {
    const response = fresh('body');
    await cache.put(url('clone'), response.clone());
    return [await response.text(), await text(await cache.match(url('clone')))];
  },
  'refuses to put for other methods': () =>
    failure(cache.put(new Request(url('post'), { method: 'POST' }), fresh('x'))),
  'refuses partial answers': () => failure(cache.put(url('partial'), new Response('x', { status: 206 }))),
  'refuses answers that vary by everything': () => failure(cache.put(url('vary'), fresh('x', { vary: '*' }))),
  'refuses what is no response': () => failure(cache.put(url('none'), 'text')),
  'finds nothing for other methods': async () => {
    await cache.put(url('method'), fresh('body'));
    return text(await cache.match(new Request(url('method'), { method: 'POST' })));
  },
  'finds for other methods when told to ignore them': async () => {
    await cache.put(url('ignored'), fresh('body'));
    return text(await cache.match(new Request(url('ignored'), { method: 'POST' }), { ignoreMethod: true }));
  },
  'keeps nothing that says no-store': async () => {
    await cache.put(url('no-store'), fresh('x', { 'cache-control': 'no-store' }));
    return text(await cache.match(url('no-store')));
  },
  'keeps nothing private': async () => {
    await cache.put(url('private'), fresh('x', { 'cache-control': 'private, max-age=60' }));
    return text(await cache.match(url('private')));
  },
  'keeps nothing that sets cookies': async () => {
    await cache.put(url('cookie'), fresh('x', { 'set-cookie': 'a=1' }));
    return text(await cache.match(url('cookie')));
  },
  'keeps what sets cookies when they are private': async () => {
    await cache.put(
      url('private-cookie'),
      fresh('x', { 'set-cookie': 'a=1', 'cache-control': 'private=Set-Cookie, max-age=60' }),
    );
    const found = await cache.match(url('private-cookie'));
    return [await text(found), found?.headers.get('set-cookie') ?? 'no cookie'];
  },
  'keeps other statuses': async () => {
    await cache.put(
      url('missing'),
      new Response('gone', { status: 404, headers: { 'cache-control': 'max-age=60' } }),
    );
    const found = await cache.match(url('missing'));
    return [found?.status, await text(found)];
  },
  'answers with not modified when asked by etag': async () => {
    await cache.put(url('etag'), fresh('body', { etag: '"a"' }));
    const found = await cache.match(new Request(url('etag'), { headers: { 'if-none-match': '"a"' } }));
    const other = await cache.match(new Request(url('etag'), { headers: { 'if-none-match': '"b"' } }));
    return [found.status, await found.text(), other.status];
  },
  'answers with not modified when asked by date': async () => {
    await cache.put(url('date'), fresh('body', { 'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT' }));
    const found = await cache.match(
      new Request(url('date'), { headers: { 'if-modified-since': 'Fri, 02 Jan 2026 00:00:00 GMT' } }),
    );
    return found.status;
  },
  'answers with a part when asked for a range': async () => {
    await cache.put(url('range'), fresh('0123456789', { 'content-length': '10' }));
    const found = await cache.match(new Request(url('range'), { headers: { range: 'bytes=2-4' } }));
    return [found.status, await found.text(), found.headers.get('content-range')];
  },
  'keeps caches of other names apart': async () => {
    const other = await caches.open('other');
    await other.put(url('named'), fresh('named'));
    return [
      await text(await cache.match(url('named'))),
      await text(await other.match(url('named'))),
      await text(await (await caches.open('other')).match(url('named'))),
    ];
  },
  'names its classes': async () => [
    String(caches),
    String(cache),
    cache === caches.default,
    typeof caches.open,
  ],
  'keeps bytes': async () => {
    await cache.put(url('bytes'), fresh(new Uint8Array([0, 255, 10])));
    return (await cache.match(url('bytes'))).arrayBuffer();
  },
  'keeps streams': async () => {
    await cache.put(url('stream'), fresh(new Blob(['streamed']).stream()));
    return text(await cache.match(url('stream')));
  },
};
