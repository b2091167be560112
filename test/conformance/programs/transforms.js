// Behaviours of the transforms that come with the platform: text, compression, identity and fixed length.
const utf8 = new TextEncoder();
const failure = (promise) =>
  promise.then(
    () => 'no error',
    (error) => error?.name ?? error,
  );
const collect = async (stream) => {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
};
const write = (stream, ...chunks) => {
  const writer = stream.getWriter();
  for (const chunk of chunks) writer.write(chunk).catch(() => {});
  writer.close().catch(() => {});
};
const through = (transform, ...chunks) => {
  write(transform.writable, ...chunks);
  return collect(transform.readable);
};
const bytesThrough = async (transform, ...chunks) => {
  write(transform.writable, ...chunks);
  return new Uint8Array(await new Response(transform.readable).arrayBuffer());
};
const roundTrip = async (format) => {
  const packed = await bytesThrough(
    new CompressionStream(format),
    utf8.encode('hello '),
    utf8.encode('hello hello'),
  );
  return new TextDecoder().decode(
    await bytesThrough(new DecompressionStream(format), packed.slice(0, 7), packed.slice(7)),
  );
};

export const transforms = {
  'encodes a stream of texts': async () => {
    const stream = new TextEncoderStream();
    return [await through(stream, 'a', '\u00e9'), stream.encoding];
  },
  'keeps surrogate pairs together': () => through(new TextEncoderStream(), '\ud83d', '\ude00', 'x\ud83d'),
  'decodes a stream of bytes': async () => {
    const stream = new TextDecoderStream();
    return [
      await through(stream, new Uint8Array([0xc3]), new Uint8Array([0xa9, 65])),
      stream.encoding,
      stream.fatal,
      stream.ignoreBOM,
    ];
  },
  'decodes a stream that stops inside a character': () =>
    through(new TextDecoderStream(), new Uint8Array([65, 0xe2])),
  'fails on wrong bytes when fatal': () =>
    failure(through(new TextDecoderStream('utf-8', { fatal: true }), new Uint8Array([0xff]))),
  'decodes other encodings': async () => [
    new TextDecoderStream('latin1').encoding,
    await through(new TextDecoderStream('utf-16be'), new Uint8Array([0]), new Uint8Array([65])),
  ],
  'refuses unknown encodings': () => new TextDecoderStream('nope'),
  'restores what gzip compressed': () => roundTrip('gzip'),
  'restores what deflate compressed': () => roundTrip('deflate'),
  'restores what raw deflate compressed': () => roundTrip('deflate-raw'),
  'writes the gzip header that zlib writes': async () =>
    (await bytesThrough(new CompressionStream('gzip'), utf8.encode('hello'))).slice(0, 10),
  'compresses nothing to an empty stream': () => bytesThrough(new CompressionStream('deflate')),
  'refuses other formats': () => new CompressionStream('br'),
  'fails on what is not compressed': () =>
    failure(bytesThrough(new DecompressionStream('gzip'), new Uint8Array([1, 2, 3]))),
  'fails on data that ends early': async () => {
    const packed = await bytesThrough(new CompressionStream('gzip'), utf8.encode('hello'));
    return failure(bytesThrough(new DecompressionStream('gzip'), packed.slice(0, 12)));
  },
  'fails on bytes behind the end': async () => {
    const packed = await bytesThrough(new CompressionStream('gzip'), utf8.encode('hello'));
    return failure(bytesThrough(new DecompressionStream('gzip'), packed, new Uint8Array([1, 2, 3])));
  },
  'fails on a wrong checksum': async () => {
    const packed = await bytesThrough(new CompressionStream('gzip'), utf8.encode('hello'));
    packed[packed.length - 6] ^= 1;
    return failure(bytesThrough(new DecompressionStream('gzip'), packed));
  },
  'passes bytes through an identity stream': () =>
    bytesThrough(new IdentityTransformStream(), new Uint8Array([1, 2]), new Uint8Array([3])),
  'lets a write wait until it is read': async () => {
    const { readable, writable } = new IdentityTransformStream();
    let written = false;
    const writing = writable
      .getWriter()
      .write(new Uint8Array([1]))
      .then(() => {
        written = true;
      });
    await Promise.resolve();
    const before = written;
    const { value } = await readable.getReader().read();
    await writing;
    return [before, value, written];
  },
  'refuses numbers in an identity stream': () =>
    failure(new IdentityTransformStream().writable.getWriter().write(5)),
  'reads an identity stream into a buffer': async () => {
    const { readable, writable } = new IdentityTransformStream();
    write(writable, new Uint8Array([1, 2, 3]));
    const reader = readable.getReader({ mode: 'byob' });
    return [(await reader.read(new Uint8Array(2))).value, (await reader.read(new Uint8Array(2))).value];
  },
  'carries exactly the promised length': async () => {
    const { readable, writable } = new FixedLengthStream(3);
    write(writable, utf8.encode('abc'));
    return new Response(readable).text();
  },
  'fails when too little was written': async () => {
    const { readable, writable } = new FixedLengthStream(3);
    write(writable, utf8.encode('ab'));
    return failure(new Response(readable).text());
  },
  'fails when too much was written': async () => {
    const { readable, writable } = new FixedLengthStream(3);
    write(writable, utf8.encode('abcd'));
    return failure(new Response(readable).text());
  },
  'needs a length': () => new FixedLengthStream(),
  'makes all of them transform streams': () => [
    new CompressionStream('gzip') instanceof TransformStream,
    new TextEncoderStream() instanceof TransformStream,
    new IdentityTransformStream() instanceof TransformStream,
    new FixedLengthStream(1) instanceof IdentityTransformStream,
    String(new CompressionStream('gzip')),
    String(new FixedLengthStream(1)),
  ],
  'chains transforms of bytes and texts': () => {
    const source = new Response('hi').body;
    const loud = new TransformStream({ transform: (chunk, c) => c.enqueue(`${chunk.toUpperCase()}!`) });
    return new Response(
      source.pipeThrough(new TextDecoderStream()).pipeThrough(loud).pipeThrough(new TextEncoderStream()),
    ).text();
  },
  'lets a body be teed': async () => {
    const [one, two] = new Response('hello').body.tee();
    return [await new Response(one).text(), await new Response(two).text()];
  },
};
