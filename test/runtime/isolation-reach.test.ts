// Whatever a handler can reach, member by member and prototype by prototype, is of its own realm.
import { expect, it } from 'vitest';
import { runInNewContext } from 'node:vm';
import { openHandler } from './run.ts';
import { STORE_THAT_FAILS } from './store-that-fails.ts';

/** Names the ways to objects whose prototypes end in another realm's Object.prototype, and to another realm's Function.prototype. */
const FOREIGN_IN = `function foreignIn(start) {
  const { getPrototypeOf, getOwnPropertyDescriptor, hasOwn } = Object;
  const isRoot = (object) => hasOwn(object, 'hasOwnProperty') && object !== Object.prototype;
  const isFunctionRoot = (object) => hasOwn(object, 'bind') && hasOwn(object, 'apply') && object !== Function.prototype;
  const found = [];
  const met = new Set();
  const waiting = [[start, '']];
  const visit = (value, way) => {
    if ((typeof value === 'object' && value !== null) || typeof value === 'function') waiting.push([value, way]);
  };
  while (waiting.length > 0) {
    const [object, way] = waiting.pop();
    if (met.has(object)) continue;
    met.add(object);
    if (isRoot(object) || isFunctionRoot(object)) found.push(way);
    visit(getPrototypeOf(object), way + '.__proto__');
    for (const key of ArrayBuffer.isView(object) ? [] : Reflect.ownKeys(object)) {
      const { value, get, set } = getOwnPropertyDescriptor(object, key) ?? {};
      const to = way + '.' + String(key);
      visit(value, to);
      visit(get, to + '<get>');
      visit(set, to + '<set>');
      if (get === undefined) continue;
      try { visit(Reflect.apply(get, object, []), to); } catch (error) { visit(error, to + '<error>'); }
    }
  }
  return found.concat(met.size < 10 ? ['nothing was looked at'] : []);
}`;

const SOURCE = `import * as workers from 'cloudflare:workers';
${FOREIGN_IN}
const outcome = async (run) => { try { return await run(); } catch (error) { return error; } };
export default { async fetch(request, env, ctx) {
  const seen = [];
  const rewriter = new HTMLRewriter().on('p', {
    element(element) { seen.push(foreignIn(element), foreignIn(element.attributes.next())); element.onEndTag((tag) => { seen.push(foreignIn(tag)); }); },
    text(text) { seen.push(foreignIn(text)); }, comments(comment) { seen.push(foreignIn(comment)); },
  }).onDocument({ end(end) { seen.push(foreignIn(end)); } });
  await rewriter.transform(new Response('<p a=b>x<!-- c --></p>')).text();
  const key = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const answers = [globalThis, workers, request, { ...env }, ctx, key, new WebSocketPair(),
    await crypto.subtle.exportKey('jwk', key.privateKey), await crypto.subtle.exportKey('pkcs8', key.privateKey)];
  for (const run of [
    () => fetch('https://a.example/'), () => fetch('https://fail.example/'), () => fetch('no url'), () => new URL('no url'), () => atob('*'),
    () => env.KV.get('a', 'json'), () => env.KV.get('b', 'arrayBuffer'), () => env.KV.get('fail'), () => env.KV.list(),
    () => new Response(new Blob(['junk']).stream().pipeThrough(new DecompressionStream('gzip'))).text(),
    () => crypto.subtle.importKey('pkcs8', new Uint8Array(5), { name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign']),
    () => new Response('junk', { headers: { 'content-type': 'multipart/form-data; boundary=x' } }).formData(),
    () => new URLPattern({ pathname: '/:a' }).exec('https://a.example/b'), () => structuredClone(new Map([[{}, new Error('x')]])),
    () => new Response('x').body.getReader({ mode: 'byob' }).read(new Uint8Array(2)), () => import(['node', 'fs'].join(':')),
    () => { const deep = () => { try { deep(); } catch (error) { new URL('no url'); throw error; } }; deep(); },
  ]) answers.push(await outcome(run));
  return Response.json([...seen, ...answers.map((answer) => foreignIn({ answer, more: [1, 2, 3, [], {}] }))].flat());
} };`;

it.for(['shared', 'own'] as const)(
  'a handler in its %s realm reaches no object of another realm from all that it is given',
  async (kind) => {
    const { bench, isolate } = await openHandler(SOURCE, {
      kind,
      ...STORE_THAT_FAILS,
    });
    const { text, error } = bench.call(isolate);
    expect({ text, error }).toEqual({ text: '[]', error: '' });
  },
);

it('an object of another realm would be found', () => {
  const text: unknown = runInNewContext(
    `${FOREIGN_IN}; JSON.stringify(foreignIn({ kept: { deep: [1, stranger] } }))`,
    { stranger: () => undefined },
  );
  expect(JSON.parse(String(text))).toContain('.kept.deep.1.__proto__');
});
