// Particulars of lists: what they leave out, and where they begin.
const said = (run) => run().catch((error) => `${error.name}: ${error.message}`);

export const listing = {
  'lists below a prefix that begins before its start': async ({ env }) => {
    const names = ['particular/a/1', 'particular/a/2', 'particular/b'];
    for (const name of names) await env.BUCKET.put(name, '');
    const listed = async (more) => {
      const { objects, delimitedPrefixes } = await env.BUCKET.list({
        prefix: 'particular/',
        delimiter: '/',
        ...more,
      });
      return [objects.map(({ key }) => key), delimitedPrefixes];
    };
    return [
      await listed({ startAfter: 'particular/a/1' }),
      await listed({ startAfter: 'particular/a/2' }),
      await said(() => env.BUCKET.get('particular/b', { onlyIf: 5 })),
      await said(() => env.KV.list('particular')),
    ];
  },
  'lists no metadata where it is null': async ({ env }) => {
    await env.KV.put('particular:a', '', { metadata: null });
    await env.KV.put('particular:b', '', { metadata: { n: 1 } });
    return (await env.KV.list({ prefix: 'particular:' })).keys;
  },
};
