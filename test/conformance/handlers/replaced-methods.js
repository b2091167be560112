// Uses the platform while the language's own methods and classes are replaced by ones that fail: none of it is asked by their names.
const refuse = () => {
  throw new Error('replaced');
};

const define = Object.defineProperty;

/** What of the platform is used while something is replaced; only what needs no replaced method itself. */
async function work() {
  const headers = new Headers({ A: '1', b: '2' });
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array([104, 105]));
      controller.close();
    },
  });
  const response = new Response(body, { headers });
  const text = await response.text();
  const url = new URL('http://a.example/p?x=1');
  return {
    text,
    header: response.headers.get('a'),
    query: url.searchParams.get('x'),
    method: new Request('http://b.example/', { method: 'post', body: 'x' }).method,
  };
}

/** The same with a member replaced, which is put back afterwards. */
async function without(holder, name, value = refuse) {
  const before = Object.getOwnPropertyDescriptor(holder, name);
  define(holder, name, { ...before, value });
  try {
    return await work();
  } catch (error) {
    return error.message;
  } finally {
    define(holder, name, before);
  }
}

const REPLACED = [
  ['Array.prototype', Array.prototype, ['push', 'map', 'slice', 'join', 'forEach', 'includes', 'shift']],
  ['String.prototype', String.prototype, ['split', 'toLowerCase', 'charCodeAt', 'indexOf', 'slice', 'trim']],
  ['Map.prototype', Map.prototype, ['get', 'set', 'has']],
  ['WeakMap.prototype', WeakMap.prototype, ['get', 'set', 'has']],
  ['Set.prototype', Set.prototype, ['add', 'has']],
  ['Promise.prototype', Promise.prototype, ['catch', 'finally']],
  ['Promise', Promise, ['resolve', 'reject', 'all']],
  ['Function.prototype', Function.prototype, ['call', 'apply', 'bind']],
  ['Object', Object, ['keys', 'entries', 'assign', 'create']],
  ['Reflect', Reflect, ['apply', 'get', 'construct']],
  ['JSON', JSON, ['parse', 'stringify']],
  ['Uint8Array.prototype', Object.getPrototypeOf(Uint8Array.prototype), ['set', 'subarray', 'slice']],
  ['globalThis', globalThis, ['Map', 'Set', 'WeakMap', 'Promise']],
];

export default {
  async fetch(request) {
    const path = new URL(request.url).pathname.slice(1);
    const row = REPLACED.find(([title]) => title === path);
    if (row === undefined)
      return Response.json([
        await without(Array.prototype, Symbol.iterator),
        Object.getOwnPropertySymbols(Array.prototype).length,
        Reflect.ownKeys(Object.prototype).filter((key) => typeof key === 'symbol').length,
        Reflect.ownKeys(Object.assign({}, Object.getOwnPropertyDescriptors(Map.prototype))).length,
      ]);
    const [, holder, names] = row;
    const endings = {};
    for (const name of names) endings[name] = await without(holder, name);
    return Response.json(endings);
  },
};
