// Behaviours of the KV binding within one place, where what was written is read.
export const stores = {
  'gives null for what is absent': ({ env }) => env.KV.get('absent'),
  'reads what it wrote': async ({ env }) => {
    await env.KV.put('a', 'value');
    return env.KV.get('a');
  },
  'reads JSON': async ({ env }) => {
    await env.KV.put('json', '{"a":[1]}');
    return [await env.KV.get('json', 'json'), await env.KV.get('json', { type: 'json' })];
  },
  'reads bytes and streams': async ({ env }) => {
    await env.KV.put('bytes', new Uint8Array([104, 105]));
    return [
      await env.KV.get('bytes', 'arrayBuffer'),
      await new Response(await env.KV.get('bytes', 'stream')).text(),
      await env.KV.get('bytes'),
    ];
  },
  'wants a key': async ({ env }) => {
    try {
      return await env.KV.get();
    } catch (error) {
      return [error.name, error.message];
    }
  },
  'fails on JSON that is none': async ({ env }) => {
    await env.KV.put('bad', '{');
    return env.KV.get('bad', 'json');
  },
  deletes: async ({ env }) => {
    await env.KV.put('gone', '1');
    await env.KV.delete('gone');
    return [await env.KV.get('gone'), await env.KV.delete('never')];
  },
  'keeps metadata': async ({ env }) => {
    await env.KV.put('meta', 'v', { metadata: { a: 1 } });
    const { value, metadata } = await env.KV.getWithMetadata('meta');
    return [value, metadata];
  },
  'gives null metadata where there is none': async ({ env }) => {
    await env.KV.put('plain', 'v');
    const { value, metadata } = await env.KV.getWithMetadata('plain');
    const absent = await env.KV.getWithMetadata('absent');
    return [value, metadata, absent.value, absent.metadata];
  },
  'reads several keys at once': async ({ env }) => {
    await env.KV.put('m1', '1');
    await env.KV.put('m2', '2');
    const found = await env.KV.get(['m1', 'm2', 'm3']);
    return [found instanceof Map, [...found]];
  },
  'reads several keys as JSON': async ({ env }) => {
    await env.KV.put('j1', '{"a":1}');
    return [...(await env.KV.get(['j1', 'j2'], 'json'))];
  },
  'lists keys by prefix, sorted': async ({ env }) => {
    for (const key of ['list:b', 'list:a', 'other']) await env.KV.put(key, '1');
    const { keys, list_complete } = await env.KV.list({ prefix: 'list:' });
    return [keys.map(({ name }) => name), list_complete];
  },
  'lists keys page by page': async ({ env }) => {
    for (const key of ['page:1', 'page:2', 'page:3']) await env.KV.put(key, '1', { metadata: key });
    const first = await env.KV.list({ prefix: 'page:', limit: 2 });
    const second = await env.KV.list({ prefix: 'page:', limit: 2, cursor: first.cursor });
    return [first.keys, first.list_complete, second.keys, second.list_complete];
  },
  'refuses empty keys': ({ env }) => env.KV.get(''),
  'refuses the keys of file systems': ({ env }) => env.KV.put('..', '1'),
  'refuses keys of more than 512 bytes': ({ env }) => env.KV.get('x'.repeat(513)),
  'refuses values that are objects': ({ env }) => env.KV.put('o', { a: 1 }),
  'refuses values that are missing': ({ env }) => env.KV.put('o'),
  'refuses expirations of less than a minute': ({ env }) => env.KV.put('e', '1', { expirationTtl: 30 }),
  'refuses expirations in the past': ({ env }) => env.KV.put('e', '1', { expiration: 1 }),
  'refuses a cacheTtl of less than half a minute': ({ env }) => env.KV.get('a', { cacheTtl: 5 }),
  'refuses more than 100 keys at once': ({ env }) =>
    env.KV.get(Array.from({ length: 101 }, (_, i) => `k${i}`)),
  'refuses other types': ({ env }) => env.KV.get('a', 'nope'),
  'takes numbers for keys and values': async ({ env }) => {
    await env.KV.put(5, '1');
    return env.KV.get('5');
  },
  overwrites: async ({ env }) => {
    await env.KV.put('over', '1', { metadata: 1 });
    await env.KV.put('over', '2');
    const { value, metadata } = await env.KV.getWithMetadata('over');
    return [value, metadata];
  },
};
