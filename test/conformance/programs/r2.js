// Behaviours of an R2 bucket: objects, ranges, conditions, digests, lists and multipart uploads.
const failure = async (run) => {
  try {
    return await run();
  } catch (error) {
    return [error.name, error.message];
  }
};
const told = (object) =>
  object && {
    key: object.key,
    size: object.size,
    etag: object.etag,
    httpEtag: object.httpEtag,
    version: object.version.length,
    uploaded: object.uploaded instanceof Date,
    customMetadata: object.customMetadata,
    httpMetadata: object.httpMetadata,
    checksums: object.checksums.toJSON(),
    range: object.range,
    storageClass: object.storageClass,
    hasBody: 'body' in object,
  };
const listed = ({ objects, truncated, delimitedPrefixes }) => [
  objects.map(({ key }) => key),
  truncated,
  delimitedPrefixes,
];
const put = (env, key, value = 'hello', options = undefined) => env.BUCKET.put(key, value, options);
const fill = async (env) => {
  for (const key of ['l/1', 'l/2', 'l/x/1', 'l/x/2', 'l/y/1', 'lz'])
    await put(env, key, key, { customMetadata: { key }, httpMetadata: { contentType: 'a/b' } });
};
const ranged =
  (options) =>
  async ({ env }) => {
    await put(env, 'ranged');
    return failure(async () => {
      const object = await env.BUCKET.get('ranged', { range: options });
      return [object.range, object.size, await object.text()];
    });
  };
const conditional =
  (options) =>
  async ({ env }) => {
    await put(env, 'conditional');
    return failure(async () => told(await env.BUCKET.get('conditional', { onlyIf: options })));
  };
const HELLO = '5d41402abc4b2a76b9719d911017c592';

export const r2 = {
  'gives null for what is absent': async ({ env }) => [
    await env.BUCKET.head('absent'),
    await env.BUCKET.get('absent'),
  ],
  'tells of an object that it put': async ({ env }) =>
    told(
      await put(env, 'a', 'hello', {
        httpMetadata: { contentType: 'text/plain', cacheControl: 'max-age=1' },
        customMetadata: { x: '1' },
      }),
    ),
  'tells of an object with head': async ({ env }) => {
    await put(env, 'head');
    return told(await env.BUCKET.head('head'));
  },
  'reads an object': async ({ env }) => {
    await put(env, 'read');
    const object = await env.BUCKET.get('read');
    return [told(object), await object.text(), object.bodyUsed];
  },
  'has members in this order': async ({ env }) => {
    await put(env, 'read');
    return [Object.keys(await env.BUCKET.get('read')), Object.keys(await env.BUCKET.list())];
  },
  'has objects of these classes': async ({ env }) => {
    await put(env, 'read');
    const object = await env.BUCKET.get('read');
    const head = await env.BUCKET.head('read');
    return [
      object.constructor.name,
      head.constructor.name,
      String(object),
      env.BUCKET.constructor.name,
      String(env.BUCKET),
    ];
  },
  'reads JSON, bytes, buffers and blobs': async ({ env }) => {
    await put(env, 'json', '{"a":[1]}', { httpMetadata: { contentType: 'application/json' } });
    const get = () => env.BUCKET.get('json');
    const blob = await (await get()).blob();
    return [
      await (await get()).json(),
      await (await get()).bytes(),
      await (await get()).arrayBuffer(),
      blob.type,
      blob.size,
    ];
  },
  'streams a body into a response': async ({ env }) => {
    await put(env, 'stream');
    return new Response((await env.BUCKET.get('stream')).body).text();
  },
  'reads a body once': async ({ env }) => {
    await put(env, 'once');
    const object = await env.BUCKET.get('once');
    await object.text();
    return failure(() => object.text());
  },
  'reads a range by offset and length': ranged({ offset: 1, length: 3 }),
  'reads a range to the end': ranged({ offset: 2 }),
  'reads a range from the start': ranged({ length: 2 }),
  'reads the end': ranged({ suffix: 2 }),
  'reads a range that is longer than the object': ranged({ offset: 1, length: 99 }),
  'reads an end that is longer than the object': ranged({ suffix: 99 }),
  'refuses a range behind the end': ranged({ offset: 9 }),
  'refuses a range of nothing': ranged({ offset: 0, length: 0 }),
  'refuses an end of nothing': ranged({ suffix: 0 }),
  'refuses negative offsets': ranged({ offset: -1 }),
  'refuses offsets beside suffixes': ranged({ offset: 0, suffix: 2 }),
  'reads a range by headers': async (given) => ranged(new Headers({ range: 'bytes=1-2' }))(given),
  'reads the whole for headers that cannot be met': async (given) =>
    ranged(new Headers({ range: 'bytes=9-' }))(given),
  'gives the body when the tag matches': conditional({ etagMatches: HELLO }),
  'gives no body when the tag differs': conditional({ etagMatches: 'other' }),
  'gives no body when the tag must differ': conditional({ etagDoesNotMatch: HELLO }),
  'takes a star for every tag': conditional({ etagMatches: '*' }),
  'refuses tags in quotes': conditional({ etagMatches: `"${HELLO}"` }),
  'gives no body when it was uploaded later': conditional({ uploadedBefore: new Date(0) }),
  'gives the body when it was uploaded since': conditional({ uploadedAfter: new Date(0) }),
  'takes conditions from headers': async (given) =>
    conditional(new Headers({ 'if-none-match': `"other", "${HELLO}"` }))(given),
  'asks a condition before a range': async ({ env }) => {
    await put(env, 'both');
    const found = (options) => failure(async () => (await env.BUCKET.get('both', options)).range);
    return [
      await found({ onlyIf: { etagDoesNotMatch: HELLO }, range: { offset: 1, length: 2 } }),
      await found({ onlyIf: { etagDoesNotMatch: HELLO }, range: { offset: 100 } }),
      await found({ onlyIf: { etagMatches: HELLO }, range: { offset: 100 } }),
    ];
  },
  'puts only on a condition': async ({ env }) => {
    await put(env, 'guarded');
    const refused = await put(env, 'guarded', 'new', { onlyIf: { etagMatches: 'other' } });
    const taken = await put(env, 'guarded', 'new', { onlyIf: { etagMatches: HELLO } });
    return [refused, told(taken), await (await env.BUCKET.get('guarded')).text()];
  },
  'puts only what is absent': async ({ env }) => {
    await env.BUCKET.delete('unique');
    const onlyIf = new Headers({ 'if-none-match': '*' });
    const one = await put(env, 'unique', 'one', { onlyIf });
    const two = await put(env, 'unique', 'two', { onlyIf });
    return [one.size, two, await put(env, 'never', 'x', { onlyIf: { etagMatches: 'x' } })];
  },
  'checks digests': async ({ env }) => [
    told(await put(env, 'digest', 'hello', { md5: HELLO })),
    told(await put(env, 'digest', 'hello', { sha1: 'aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d' })),
    await failure(() => put(env, 'digest', 'hello', { md5: '0'.repeat(32) })),
    await failure(() => put(env, 'digest', 'hello', { md5: '0'.repeat(32), onlyIf: { etagMatches: 'x' } })),
  ],
  'refuses digests that are none, and two of them': async ({ env }) => [
    await failure(() => put(env, 'digest', 'hello', { sha256: '00' })),
    await failure(() =>
      put(env, 'digest', 'hello', { md5: HELLO, sha1: 'aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d' }),
    ),
  ],
  'gives digests as buffers': async ({ env }) => {
    const { checksums } = await put(env, 'digest');
    return [checksums.md5, checksums.sha1];
  },
  'puts nothing, bytes and blobs': async ({ env }) => [
    (await put(env, 'n', null)).size,
    (await put(env, 'n', '')).etag,
    (await put(env, 'n', new Uint8Array([1, 2, 3]))).size,
    (await put(env, 'n', new Blob(['xy'], { type: 'text/x' }))).size,
  ],
  'puts streams of known length': async ({ env }) => {
    const { readable, writable } = new FixedLengthStream(2);
    const writer = writable.getWriter();
    writer.write(new Uint8Array([1, 2]));
    writer.close();
    return [(await put(env, 's', readable)).size, (await put(env, 's', new Response('abc').body)).size];
  },
  'refuses streams of unknown length': ({ env }) =>
    failure(() => put(env, 's', new ReadableStream({ start: (controller) => controller.close() }))),
  'refuses numbers and objects': async ({ env }) => [
    await failure(() => put(env, 's', 5)),
    await failure(() => put(env, 's', {})),
    await failure(() => env.BUCKET.put('s')),
  ],
  'takes metadata from headers, and writes it back': async ({ env }) => {
    const httpMetadata = new Headers({
      'content-type': 'text/css',
      'content-language': 'de',
      'cache-control': 'no-store',
      'content-encoding': 'gzip',
      'content-disposition': 'inline',
      expires: 'Thu, 01 Jan 2026 00:00:00 GMT',
    });
    const object = await put(env, 'headers', 'x', { httpMetadata });
    const headers = new Headers();
    object.writeHttpMetadata(headers);
    return [object.httpMetadata, [...headers]];
  },
  'refuses keys and metadata that are too long': async ({ env }) => [
    await failure(() => put(env, 'x'.repeat(1025))),
    await failure(() => put(env, 'x', 'x', { customMetadata: { a: 'x'.repeat(3000) } })),
  ],
  'deletes one and many': async ({ env }) => {
    for (const key of ['d1', 'd2', 'd3']) await put(env, key);
    const one = await env.BUCKET.delete('d1');
    const many = await env.BUCKET.delete(['d2', 'd3', 'never']);
    return [one, many, await env.BUCKET.head('d1'), await env.BUCKET.head('d3')];
  },
  'lists by prefix': async ({ env }) => {
    await fill(env);
    return listed(await env.BUCKET.list({ prefix: 'l' }));
  },
  'lists common prefixes': async ({ env }) => {
    await fill(env);
    return listed(await env.BUCKET.list({ prefix: 'l/', delimiter: '/' }));
  },
  'lists page by page': async ({ env }) => {
    await fill(env);
    const one = await env.BUCKET.list({ prefix: 'l', limit: 4 });
    const two = await env.BUCKET.list({ prefix: 'l', limit: 4, cursor: one.cursor });
    return [listed(one), typeof one.cursor, listed(two), typeof two.cursor];
  },
  'lists prefixes page by page': async ({ env }) => {
    await fill(env);
    const one = await env.BUCKET.list({ prefix: 'l/', delimiter: '/', limit: 3 });
    const two = await env.BUCKET.list({ prefix: 'l/', delimiter: '/', limit: 3, cursor: one.cursor });
    return [listed(one), listed(two)];
  },
  'lists from a key on': async ({ env }) => {
    await fill(env);
    return listed(await env.BUCKET.list({ prefix: 'l', startAfter: 'l/2' }));
  },
  'lists metadata where it is asked for': async ({ env }) => {
    await fill(env);
    const plain = await env.BUCKET.list({ prefix: 'l/1' });
    const rich = await env.BUCKET.list({ prefix: 'l/1', include: ['customMetadata', 'httpMetadata'] });
    return [plain.objects.map(told), rich.objects.map(told)];
  },
  'refuses pages of no size and other includes': async ({ env }) => [
    await failure(() => env.BUCKET.list({ limit: 0 })),
    await failure(() => env.BUCKET.list({ limit: 1001 })),
    await failure(() => env.BUCKET.list({ include: ['x'] })),
  ],
  'makes an object of parts': async ({ env }) => {
    const upload = await env.BUCKET.createMultipartUpload('parts', { customMetadata: { a: 'b' } });
    const one = await upload.uploadPart(1, new Uint8Array(5 * 1024 * 1024).fill(65));
    const two = await upload.uploadPart(2, 'end');
    const object = await upload.complete([one, two]);
    const text = await (await env.BUCKET.get('parts')).text();
    return [Object.keys(upload), upload.key, one.partNumber, told(object), text.length, text.slice(-4)];
  },
  'refuses small parts before the last': async ({ env }) => {
    const upload = await env.BUCKET.createMultipartUpload('small');
    const parts = [await upload.uploadPart(1, 'a'), await upload.uploadPart(2, 'b')];
    return failure(() => upload.complete(parts));
  },
  'goes on with an upload': async ({ env }) => {
    const { uploadId } = await env.BUCKET.createMultipartUpload('resumed');
    const upload = env.BUCKET.resumeMultipartUpload('resumed', uploadId);
    const object = await upload.complete([await upload.uploadPart(1, 'zz')]);
    return [object.size, object.etag];
  },
  'gives an upload up, twice': async ({ env }) => {
    const upload = await env.BUCKET.createMultipartUpload('given-up');
    await upload.uploadPart(1, 'a');
    await upload.abort();
    await upload.abort();
    return [await env.BUCKET.head('given-up'), await failure(() => upload.uploadPart(1, 'a'))];
  },
  'refuses parts that were never uploaded': async ({ env }) => {
    const upload = await env.BUCKET.createMultipartUpload('missing');
    const part = await upload.uploadPart(1, 'a');
    return [
      await failure(() => upload.complete([{ partNumber: 1, etag: 'x' }])),
      await failure(() => upload.complete([part, { partNumber: 2, etag: part.etag }])),
    ];
  },
  'refuses to complete twice': async ({ env }) => {
    const upload = await env.BUCKET.createMultipartUpload('twice');
    const part = await upload.uploadPart(1, 'a');
    await upload.complete([part]);
    return failure(() => upload.complete([part]));
  },
  'refuses part numbers outside 1 to 10000': async ({ env }) => {
    const upload = await env.BUCKET.createMultipartUpload('numbers');
    return [
      await failure(() => upload.uploadPart(0, 'x')),
      await failure(() => upload.uploadPart(10001, 'x')),
    ];
  },
  'refuses uploads that never began': ({ env }) =>
    failure(() => env.BUCKET.resumeMultipartUpload('nope', 'nope').uploadPart(1, 'x')),
};
