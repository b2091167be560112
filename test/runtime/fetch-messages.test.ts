// Headers, Request and Response follow the Fetch standard as workerd does.
import { describe, it } from 'vitest';
import { evaluate, openHandler } from './run.ts';

describe('Headers', () => {
  it('combine values, sort when iterated, and keep each Set-Cookie apart', async ({ expect }) => {
    const result = await evaluate(`
      const h = new Headers([['b', '1'], ['A', ' 2 '], ['b', '3'], ['set-cookie', 'x=1'], ['Set-Cookie', 'y=2']]);
      h.set('c', '4'); h.append('C', '5'); h.delete('nothing');
      return [[...h], h.get('B'), h.getSetCookie(), h.getAll('set-cookie'), h.has('A'), h.get('z')];`);
    expect(result).toEqual([
      [
        ['a', '2'],
        ['b', '1, 3'],
        ['c', '4, 5'],
        ['set-cookie', 'x=1'],
        ['set-cookie', 'y=2'],
      ],
      '1, 3',
      ['x=1', 'y=2'],
      ['x=1', 'y=2'],
      true,
      null,
    ]);
  });

  it('refuse wrong names and values', async ({ expect }) => {
    const result = await evaluate(`
      const attempt = (work) => { try { work(); return 'accepted'; } catch (error) { return error.name + ': ' + error.message; } };
      return [attempt(() => new Headers({ 'a b': '1' })), attempt(() => new Headers({ a: 'x\\ny' })), attempt(() => new Headers([['a']]))];`);
    expect(result).toEqual([
      'TypeError: Invalid header name.',
      'TypeError: Invalid header value.',
      'TypeError: To initialize a Headers object from a sequence, each inner sequence must have exactly two elements.',
    ]);
  });

  it('of an incoming request cannot be changed, those of a copy can', async ({ expect }) => {
    const { bench, isolate } = await openHandler(`export default { fetch(request) {
      let message = ''; try { request.headers.set('a', '1'); } catch (error) { message = error.message; }
      const copy = new Request(request); copy.headers.set('a', '2');
      return Response.json([message, request.headers.get('a'), copy.headers.get('a'), copy.headers.get('x')]); } };`);
    const { text } = bench.call(isolate, { headers: ['X', 'kept', 'a', '0'] });
    expect(JSON.parse(text)).toEqual(["Can't modify immutable headers.", '0', '2', 'kept']);
  });
});

describe('a Request', () => {
  it('carries method, URL, body and cf into its copies', async ({ expect }) => {
    const { bench, isolate } = await openHandler(`export default { async fetch(request) {
      const copy = new Request(request, { headers: { x: '1' } });
      const other = new Request('https://other.example/a b', { method: 'post', body: 'text', cf: { cacheTtl: 5 } });
      return Response.json([copy.method, copy.url, copy.cf.country, request.bodyUsed, await copy.text(), other.url, other.method, other.cf, other.redirect, request.redirect, other.headers.get('content-type')]); } };`);
    const { text } = bench.call(isolate, {
      method: 'PUT',
      url: 'https://example.com/p?q=1',
      body: 'hello',
      cfJson: '{"country":"SG"}',
    });
    expect(JSON.parse(text)).toEqual([
      'PUT',
      'https://example.com/p?q=1',
      'SG',
      true,
      'hello',
      'https://other.example/a%20b',
      'POST',
      { cacheTtl: 5 },
      'follow',
      'manual',
      'text/plain;charset=UTF-8',
    ]);
  });

  it('says what is wrong with its arguments', async ({ expect }) => {
    const result = await evaluate(`
      const attempt = (work) => { try { work(); return 'accepted'; } catch (error) { return error.name + ': ' + error.message; } };
      const used = new Request('https://a.example', { method: 'POST', body: 'x' }); await used.text();
      return [attempt(() => new Request('/relative')), attempt(() => new Request('https://a.example', { method: 'no method' })),
        attempt(() => new Request('https://a.example', { body: 'x' })), attempt(() => new Request(used)), attempt(() => used.clone()),
        attempt(() => new Request('https://a.example', { redirect: 'error' })).slice(0, 40)];`);
    expect(result).toEqual([
      'TypeError: Invalid URL: /relative',
      'TypeError: Invalid HTTP method string: no method',
      'TypeError: Request with a GET or HEAD method cannot have a body.',
      'TypeError: Cannot reconstruct a Request with a used body.',
      'TypeError: This ReadableStream is currently locked to a reader,',
      'TypeError: Invalid redirect value, must ',
    ]);
  });
});

describe('a Response', () => {
  it('has the defaults of the standard and the reason phrases of HTTP', async ({ expect }) => {
    const result = await evaluate(`
      const r = new Response('x'); const e = Response.error(); const n = new Response(null, { status: 204, statusText: 'Gone away' });
      return [r.status, r.statusText, r.ok, r.type, r.url, r.redirected, r.headers.get('content-type'), e.status, e.type, n.statusText, n.body, new Response().headers.has('content-type')];`);
    expect(result).toEqual([
      200,
      'OK',
      true,
      'default',
      '',
      false,
      'text/plain;charset=UTF-8',
      0,
      'error',
      'Gone away',
      null,
      false,
    ]);
  });

  it('turns into JSON what has a JSON form, and keeps a given type', async ({ expect }) => {
    const result = await evaluate(`
      const own = Response.json({ a: 1 }, { headers: { 'content-type': 'application/problem+json' }, status: 400 });
      const plain = Response.json([1], { status: 201 });
      return [await Response.json(undefined).text(), own.headers.get('content-type'), own.status, plain.headers.get('content-type'), plain.status, await plain.json()];`);
    expect(result).toEqual(['undefined', 'application/problem+json', 400, 'application/json', 201, [1]]);
  });

  it('redirects to whole URLs with redirect statuses only', async ({ expect }) => {
    const result = await evaluate(`
      const attempt = (work) => { try { work(); return 'accepted'; } catch (error) { return error.name + ': ' + error.message; } };
      const r = Response.redirect('https://a.example/x y', 301);
      return [r.status, r.headers.get('location'), attempt(() => r.headers.set('a', 'b')), attempt(() => Response.redirect('/x')), attempt(() => Response.redirect('https://a.example', 200)),
        attempt(() => new Response('x', { status: 199 })), attempt(() => new Response('x', { status: 204 })), attempt(() => new Response('', { status: 204 }))];`);
    expect(result).toEqual([
      301,
      'https://a.example/x%20y',
      "TypeError: Can't modify immutable headers.",
      'TypeError: Unable to parse URL: /x',
      'RangeError: 200 is not a redirect status code. It must be one of: 301, 302, 303, 307, or 308.',
      'RangeError: Responses may only be constructed with status codes in the range 200 to 599, inclusive.',
      'TypeError: Response with null body status (101, 204, 205, or 304) cannot have a body.',
      'accepted',
    ]);
  });

  it('can be read once, by any of its methods, and cloned before', async ({ expect }) => {
    const result = await evaluate(`
      const r = new Response('{"a":1}'); const c = r.clone(); const s = new Response('stream');
      const before = r.bodyUsed; const json = await r.json(); const again = await r.text().catch((error) => error.message.slice(0, 27));
      const reader = s.body.getReader(); const chunk = await reader.read();
      return [before, r.bodyUsed, json, again, await c.text(), (await new Response('é').bytes()).length, (await new Response('ab').arrayBuffer()).byteLength,
        (await (await new Response('blob', { headers: { 'content-type': 'a/b' } }).blob())).type, new TextDecoder().decode(chunk.value), s.bodyUsed];`);
    expect(result).toEqual([
      false,
      true,
      { a: 1 },
      'Body has already been used.',
      '{"a":1}',
      2,
      2,
      'a/b',
      'stream',
      true,
    ]);
  });

  it('takes its body from forms, parameters, bytes, blobs and streams', async ({ expect }) => {
    const result = await evaluate(`
      const form = new FormData(); form.append('a', '1'); form.append('f', new File(['text'], 'f.txt', { type: 'text/x' }));
      const back = await new Response(form).formData();
      const params = new Response(new URLSearchParams({ q: 'a b' }));
      const stream = new ReadableStream({ start(c) { c.enqueue(new TextEncoder().encode('one ')); c.enqueue(new TextEncoder().encode('two')); c.close(); } });
      return [back.get('a'), await back.get('f').text(), back.get('f').name, params.headers.get('content-type'), await params.text(),
        await new Response(new Uint8Array([104, 105])).text(), await new Response(new Blob(['b'], { type: 'x/y' })).text(), await new Response(stream).text()];`);
    expect(result).toEqual([
      '1',
      'text',
      'f.txt',
      'application/x-www-form-urlencoded;charset=UTF-8',
      'q=a+b',
      'hi',
      'b',
      'one two',
    ]);
  });
});
