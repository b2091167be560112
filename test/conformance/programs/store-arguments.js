// Behaviours of KV and R2 bindings for what is given to them: which values count as numbers, texts and objects, and what is refused.
const said = async (run) => {
  try {
    return (await run()) ?? null;
  } catch (error) {
    return [error.name, error.message];
  }
};
const inTurn = async (runs) => {
  const told = [];
  for (const run of runs) told.push(await said(run));
  return told;
};

const kv = {
  'KV: a read beside a put that nobody awaited sees what was there before': async ({ env: { KV } }) => {
    await KV.put('beside', 'old');
    const writing = KV.put('beside', 'new');
    const seen = await KV.get('beside');
    await writing;
    return [seen, await KV.get('beside')];
  },
  'KV: so does a list': async ({ env: { KV } }) => {
    const writing = KV.put('beside-list:1', 'x');
    const { keys } = await KV.list({ prefix: 'beside-list:' });
    await writing;
    return keys;
  },
  'KV: types of numbers in options': async ({ env: { KV } }) => {
    await KV.put('types', 'x');
    const ttls = [1.5, '60', NaN, Infinity, null, true, 2 ** 31, 60.5].map(
      (expirationTtl) => () => KV.put('types', 'x', { expirationTtl }),
    );
    const cached = [29, 1.5, '60', null, 2 ** 31].map((cacheTtl) => () => KV.get('types', { cacheTtl }));
    return inTurn([...ttls, ...cached, () => KV.put('types', 'x', { expiration: 4e9 })]);
  },
  'KV: the shorter way to say when a value expires goes first': async ({ env: { KV } }) => {
    const now = Math.floor(Date.now() / 1000);
    await KV.put('both:1', 'x', { expiration: now + 5000, expirationTtl: 60 });
    const [key] = (await KV.list({ prefix: 'both:' })).keys;
    return key.expiration - now < 1000;
  },
  'KV: options that are no object': ({ env: { KV } }) =>
    inTurn([
      () => KV.put('o', 'x', 5),
      () => KV.put('o', 'x', 'meta'),
      () => KV.put('o', 'x', null),
      () => KV.get('o', { type: null }),
      () => KV.put('o', 'x', { metadata: Symbol('s') }),
    ]),
  'KV: too few arguments': ({ env: { KV } }) =>
    inTurn([() => KV.put(), () => KV.put('a'), () => KV.delete(), () => KV.getWithMetadata()]),
  'KV: symbols and functions are no values': ({ env: { KV } }) =>
    inTurn([() => KV.put('s', Symbol('x')), () => KV.put('f', () => 1), () => KV.get(Symbol('x'))]),
  'KV: a stream that somebody reads is no value': ({ env: { KV } }) => {
    const { body } = new Response('abc');
    body.getReader();
    return said(() => KV.put('locked', body));
  },
  'KV: cursors and limits of lists': async ({ env: { KV } }) => {
    for (const key of ['a', 'b', 'c']) await KV.put(`cursors:${key}`, 'x');
    const { cursor } = await KV.list({ prefix: 'cursors:', limit: '1' });
    const names = async (options) => (await KV.list(options)).keys.map(({ name }) => name);
    return [cursor, await names({ prefix: 'cursors:', cursor }), await names({ prefix: 5 })];
  },
  'KV: texts keep their byte order mark': async ({ env: { KV } }) => {
    await KV.put('mark', new Uint8Array([0xef, 0xbb, 0xbf, 65]));
    return (await KV.get('mark')).length;
  },
  'KV: half a character is no key': ({ env: { KV } }) => said(() => KV.put('\ud800', 'x')),
};

const r2 = {
  'R2: ranges of other types': async ({ env: { BUCKET } }) => {
    await BUCKET.put('digits', '0123456789');
    const read = (range) => async () => {
      const found = await BUCKET.get('digits', { range });
      return [await found.text(), found.range];
    };
    return inTurn([
      read({ length: -1 }),
      read({ suffix: -1 }),
      read({ offset: 1.5 }),
      read({ offset: '2' }),
      read(5),
      read(new Headers({ range: 'Bytes= 1-2' })),
    ]);
  },
  'R2: an empty object has no ranges': async ({ env: { BUCKET } }) => {
    await BUCKET.put('empty', '');
    return inTurn([
      () => BUCKET.get('empty', { range: { offset: 0 } }),
      () => BUCKET.get('empty', { range: { suffix: 1 } }),
    ]);
  },
  'R2: conditions of other types': async ({ env: { BUCKET } }) => {
    await BUCKET.put('conditions', 'x');
    const found = (onlyIf) => async () => 'body' in (await BUCKET.get('conditions', { onlyIf }));
    return inTurn([
      found({ uploadedBefore: 'x' }),
      found({ uploadedBefore: 5 }),
      found({ uploadedAfter: 5 }),
      found({ etagMatches: 5 }),
      found(new Headers({ 'if-match': 'bare' })),
      found(new Headers({ 'if-none-match': 'bare' })),
      found(new Headers({ 'if-match': '*' })),
    ]);
  },
  'R2: digests and metadata of other types': ({ env: { BUCKET } }) =>
    inTurn([
      () => BUCKET.put('types', 'x', { md5: 5 }),
      () => BUCKET.put('types', 'x', { httpMetadata: 'text/plain' }),
      () => BUCKET.put('types', 'x', { httpMetadata: { cacheExpiry: 'x' } }),
      async () =>
        (await BUCKET.put('types', 'x', { httpMetadata: { cacheExpiry: 5 } })).httpMetadata.cacheExpiry,
      () => BUCKET.put('types', 'x', { customMetadata: null }),
      () => BUCKET.put('types', 'x', { customMetadata: [['a', 'b']] }),
      () => BUCKET.put('types', 'x', 5),
      () => BUCKET.get('types', 5),
      () => BUCKET.list(5),
    ]),
  'R2: lists of other types': async ({ env: { BUCKET } }) => {
    for (const name of ['1', '2', '3']) await BUCKET.put(`pages/${name}`, 'x');
    const count = (options) => async () =>
      (await BUCKET.list({ prefix: 'pages/', ...options })).objects.length;
    return inTurn([
      count({ limit: -1 }),
      count({ limit: '2' }),
      count({ limit: 2.5 }),
      count({ limit: 0 }),
      count({ include: 'httpMetadata' }),
      count({ cursor: null }),
      count({ prefix: 5 }),
    ]);
  },
  'R2: too few arguments': ({ env: { BUCKET } }) =>
    inTurn([
      () => BUCKET.put(),
      () => BUCKET.put('a'),
      () => BUCKET.head(),
      () => BUCKET.delete(),
      () => BUCKET.createMultipartUpload(),
      () => BUCKET.resumeMultipartUpload('a'),
    ]),
  'R2: parts of uploads': async ({ env: { BUCKET } }) => {
    const upload = await BUCKET.createMultipartUpload('parts');
    const part = await upload.uploadPart(1.5, 'x');
    return [
      upload.uploadId.length,
      part.partNumber,
      part.etag.length,
      ...(await inTurn([
        () => upload.uploadPart('a', 'x'),
        () => upload.uploadPart(),
        () => upload.uploadPart(3, null),
        () => upload.complete(),
        () => upload.complete('x'),
      ])),
    ];
  },
  'R2: a stream that somebody reads is no value': ({ env: { BUCKET } }) => {
    const { body } = new Response('abc');
    body.getReader();
    return said(() => BUCKET.put('locked', body));
  },
  'R2: names of classes': async ({ env: { BUCKET } }) => {
    const { checksums } = await BUCKET.put('names', 'x');
    return [
      checksums.constructor.name,
      await said(async () => (await BUCKET.head('names')).writeHttpMetadata({})),
    ];
  },
};

export const storeArguments = { ...kv, ...r2 };
