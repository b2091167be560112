// Behaviours of the platform while code has given members to every object, or other methods to patterns and lists: what it does with objects of its own does not change.

/** What the platform answers when everything is asked of it that goes through objects, lists and patterns of its own. */
async function answers(env) {
  const found = [];
  await env.KV.put('pollution', 'kept');
  found.push(await env.KV.get('pollution'), (await env.KV.list({ prefix: 'pollu' })).keys.length);
  found.push([...new Headers({ a: '1', b: '2' })].length, await new Response('text').text());
  found.push(new URL('http://a/b?c=d').searchParams.get('c'), new Request('http://a/').method);
  found.push(
    structuredClone({ list: [1, 2] }),
    (await crypto.subtle.digest('SHA-1', new Uint8Array(1))).byteLength,
  );
  const rewriter = new HTMLRewriter().on('p', {
    element(element) {
      element.append('!');
    },
  });
  found.push(await rewriter.transform(new Response('<p>hi</p>')).text());
  const form = new FormData();
  form.append('a', 'b');
  form.append('f', new File(['x'], 'n.txt'));
  const fields = await new Response(form).formData();
  found.push(fields.get('a'), fields.get('f').name);
  found.push((await fetch('http://upstream.test/text')).status);
  const { readable, writable } = new TransformStream();
  void writable.getWriter().write('chunk');
  found.push((await readable.getReader().read()).value);
  const target = new EventTarget();
  target.addEventListener('ping', () => found.push('heard'));
  target.dispatchEvent(new Event('ping'));
  const packed = new Response('packed').body.pipeThrough(new CompressionStream('gzip'));
  found.push(await new Response(packed.pipeThrough(new DecompressionStream('gzip'))).text());
  found.push(new Response(null, { headers: [['x', 'y']] }).headers.get('x'));
  return found;
}

/** The answers while a property is there. */
function having(holder, key, value) {
  return async ({ env }) => {
    const before = Object.getOwnPropertyDescriptor(holder, key);
    Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
    try {
      return await answers(env);
    } catch (error) {
      return [error.name, error.message];
    } finally {
      if (before === undefined) delete holder[key];
      else Object.defineProperty(holder, key, before);
    }
  };
}

export const pollution = {
  'asks no get of every object': having(Object.prototype, 'get', () => 'polluted'),
  'asks no set of every object': having(Object.prototype, 'set', () => 'polluted'),
  'asks no value of every object': having(Object.prototype, 'value', 'polluted'),
  'asks no method of every object': having(Object.prototype, 'method', 'PUT'),
  'asks no body of every object': having(Object.prototype, 'body', 'polluted'),
  'asks no toJSON of every object': having(Object.prototype, 'toJSON', () => 'polluted'),
  'asks no size of every object': having(Object.prototype, 'size', 3),
  'asks no transform of every object': having(Object.prototype, 'transform', () => {
    throw new Error('polluted');
  }),
  'asks no highWaterMark of every object': having(Object.prototype, 'highWaterMark', 0),
  'asks no preventClose of every object': having(Object.prototype, 'preventClose', true),
  'asks no then of every object': having(Object.prototype, 'then', undefined),
  'asks no valueOf of every object': having(Object.prototype, 'valueOf', () => 'polluted'),
  'asks no name of every object': having(Object.prototype, 'name', 'polluted'),
  'searches by no other exec': having(RegExp.prototype, 'exec', () => null),
  'replaces by no other method of patterns': having(RegExp.prototype, Symbol.replace, () => 'polluted'),
  'splits by no other method of patterns': having(RegExp.prototype, Symbol.split, () => ['polluted']),
  'copies by no other method of bytes': having(Object.getPrototypeOf(Uint8Array.prototype), 'set', () => {}),
  'reads headers by no other method': having(
    Headers.prototype,
    'get',
    () => 'application/x-www-form-urlencoded',
  ),
  'shapes JSON by what every object has': async () => {
    Object.prototype.toJSON = () => 'shaped';
    try {
      return await Response.json({ a: 1 }).text();
    } finally {
      delete Object.prototype.toJSON;
    }
  },
  'hears events by the type that they were made with': () => {
    const heard = [];
    class Renamed extends Event {
      get type() {
        return 'other';
      }
    }
    const target = new EventTarget();
    target.addEventListener('ping', () => heard.push('ping'));
    target.addEventListener('other', () => heard.push('other'));
    target.dispatchEvent(new Renamed('ping'));
    return heard;
  },
  'makes its own objects whatever the global names stand for': async ({ env }) => {
    const found = {};
    const encoded = new TextEncoder().encode('é');
    for (const name of ['Uint8Array', 'ArrayBuffer', 'Error', 'Function', 'Map', 'Promise', 'Date']) {
      const before = globalThis[name];
      globalThis[name] = class {
        constructor() {
          throw new EvalError(name);
        }
      };
      try {
        await env.KV.put('named', 'kept');
        found[name] = [
          (await new Response('ab').bytes()).length,
          (await new Blob(['ab']).arrayBuffer()).byteLength,
          (await crypto.subtle.digest('SHA-1', encoded)).byteLength,
          new TextEncoder().encode('é').length,
          structuredClone({ error: new TypeError('kept') }).error.message,
          await new Response(new Blob(['x']).stream()).text(),
          (await env.KV.get('named', 'arrayBuffer')).byteLength,
          (await env.PROBE.getByName('named').echo({ bytes: encoded })).bytes.length,
        ];
      } catch (error) {
        found[name] = `${error.name}: ${error.message}`;
      } finally {
        globalThis[name] = before;
      }
    }
    return found;
  },
};
