// Behaviours by which a runtime of the standards is told from one that nearly keeps them: shapes of interfaces, legacy encodings, conversions of arguments.
import { bytes, outcome, outcomes } from './standards-helpers.js';
import { standardKeys } from './standards-keys.js';

const decode = (label, ...list) => new TextDecoder(label).decode(bytes(...list));
const points = (text) => [...text].map((c) => c.codePointAt(0).toString(16));

const memberNames = (target) => Object.keys(Object.getOwnPropertyDescriptors(target));

const fetching = {
  'lists the members of requests and responses in order': () => [
    memberNames(Request.prototype),
    memberNames(Response.prototype),
    memberNames(Object.getPrototypeOf(Response.prototype)),
  ],
  'has no setters for what is read only': () =>
    [
      [Response.prototype, 'status'],
      [Request.prototype, 'url'],
      [URL.prototype, 'origin'],
      [URLSearchParams.prototype, 'size'],
      [TextDecoder.prototype, 'fatal'],
      [Blob.prototype, 'size'],
    ].map(([prototype, name]) => {
      const { get, set, enumerable, configurable } = Object.getOwnPropertyDescriptor(prototype, name);
      return [typeof get, typeof set, enumerable, configurable];
    }),
  'keeps a byte order mark in the text of a blob': async () =>
    (await new Blob([bytes(0xef, 0xbb, 0xbf, 65)]).text()).length,
  'refuses slices of blobs beyond 32 bits': () => outcome(() => new Blob(['a']).slice(0, 1e20)),
  'refuses urlencoded forms of another charset': () =>
    outcomes(
      ...['utf-8', '"UTF-8"', 'latin1', 'x'].map(
        (charset) => () =>
          new Response('a=1', {
            headers: { 'content-type': `application/x-www-form-urlencoded; charset=${charset}` },
          }).formData(),
      ),
    ),
  'makes headers of records and sequences': () =>
    outcomes(
      () => new Headers({ [Symbol('a')]: 'b', c: 'd' }),
      () => new Headers({ [Symbol.iterator]: null, c: 'd' }),
      () => new Headers(() => 1),
      () => new Headers([['a', undefined]]),
      () => new Headers(['ab']),
      () => new Headers([['a', 'b', 'c']]),
      () => new Headers().get(Symbol('a')),
    ),
  'reads a body after a reader let go of it': async () => {
    const response = new Response('abc');
    const reader = response.body.getReader();
    const locked = await outcome(() => response.text());
    reader.releaseLock();
    return [locked, await response.text()];
  },
  'clones what a reader left of a body': async () => {
    const response = new Response(ReadableStream.from([bytes(97), bytes(98)]));
    const reader = response.body.getReader();
    await reader.read();
    reader.releaseLock();
    const copy = response.clone();
    return [await copy.text(), await response.text()];
  },
  'reads bodies after the microtasks at hand': async () => {
    const seen = [];
    const read = new Response('a').text().then(() => seen.push('body'));
    await Promise.all([Promise.resolve().then(() => seen.push('microtask')), read]);
    return seen;
  },
  'follows redirects to nothing but the web': () =>
    outcomes(
      () => fetch('http://upstream.test/redirect/302?to=ftp://a/'),
      () => fetch('http://upstream.test/redirect/302?to=data:,a'),
    ),
  'says which headers of a request are none': () => {
    try {
      return new Request('http://a/', { headers: 5 });
    } catch (error) {
      return error.message;
    }
  },
  'refuses to fetch with options that are no object': () =>
    outcomes(
      () => fetch('http://upstream.test/text', 5),
      () => structuredClone(1, 5),
      () => new FormData().append('a', Symbol('b')),
      () => structuredClone(new File([], 'a')),
    ),
  'takes the time of a file as it is given': () =>
    [5.7, 'a', NaN, -1, new Date(3)].map((lastModified) => new File([], 'a', { lastModified }).lastModified),
  'gives blobs of bodies the type that the header means': async () => {
    const types = [
      'TEXT/HTML; X="a b";x=c',
      'text/html;charset=gbk, text/plain, text/plain;a=b',
      'text/html;charset=gbk, text/html',
      'text/html, bogus, */*',
      'bogus',
      'a/b;c;=d;e=',
    ];
    const found = [];
    for (const type of types) {
      const blob = await new Response('a', { headers: { 'content-type': type } }).blob();
      found.push(blob.type);
    }
    return found;
  },
  'reads data: URLs with their types in order': async () => {
    const urls = ['TEXT/Plain;A=B,x', ';,x', 'a/b;c,x', ';base64,SGk====', '/,x', ';base64 ,SGk='];
    const found = [];
    for (const given of urls) {
      const response = await fetch(`data:${given}`);
      found.push([response.headers.get('content-type'), await response.text()]);
    }
    const head = await fetch('data:,x', { method: 'HEAD' });
    return [found, await head.text()];
  },
  'uses up the body of which there are two branches': async () => {
    const response = new Response('abc');
    const [branch] = response.body.tee();
    return [response.bodyUsed, await new Response(branch).text()];
  },
  'makes signals of the class that is named': () => [
    new AbortController().signal.constructor === AbortSignal,
    AbortSignal.prototype.constructor === AbortSignal,
    ReadableStream.prototype.getReader.name,
  ],
  'transfers what has been transferred': () => {
    const view = bytes(1, 2);
    structuredClone(view, { transfer: [view.buffer] });
    return structuredClone(1, { transfer: [view.buffer] });
  },
};

const url = {
  'gives iterators of parameters an enumerable next': () =>
    Object.keys(Object.getPrototypeOf(new URLSearchParams('a=1').keys())),
  'takes any label in hosts of other schemes': () =>
    ['foo://xn--/', 'foo://a.xn--!b', 'http://xn--/', 'http://xn--a'].map(
      (address) => URL.parse(address)?.href ?? null,
    ),
  'refuses symbols as addresses': () =>
    outcomes(
      () => new URL(Symbol('a')),
      () => URL.canParse(Symbol('a')),
      () => {
        new URL('http://a/').hash = Symbol('a');
      },
    ),
};

const pattern = (...args) => {
  try {
    const made = new URLPattern(...args);
    return [made.protocol, made.hostname, made.port, made.pathname, made.search];
  } catch (error) {
    return error.name;
  }
};

const patterns = {
  'refuses patterns that end in a backslash': () =>
    ['/\\', '/a\\', '/a\\b'].map((pathname) => pattern({ pathname })),
  'ends host names and ports of patterns where they end in URLs': () => [
    ...['a/b', '*.a/b', 'a#b', 'a b', 'a:80', 'a%41', 'a\tb'].map((hostname) => pattern({ hostname })),
    ...['80', '8a', '080', 'a', '65536'].map((port) => pattern({ port })),
    ...['1a', 'http{s}?', 'HTTP'].map((protocol) => pattern({ protocol })),
  ],
  'makes patterns of anything that can be a dictionary': () => [
    pattern(null),
    pattern(5),
    pattern({ pathname: 5 }),
    pattern({ pathname: null }),
    pattern('http://a/', null),
    pattern(new URL('http://a/b')),
  ],
  'matches anything that can be a dictionary': () => [
    new URLPattern().test(null),
    new URLPattern({ pathname: '/a' }).test(null),
    new URLPattern({ pathname: '/a' }).exec({ pathname: '/a' }).inputs,
    new URLPattern({ pathname: '/5' }).test({ pathname: { toString: () => '/5' } }),
  ],
};

const encoding = {
  'refuses decoder options that are no object': () =>
    outcomes(
      () => new TextDecoder('utf-8', 5),
      () => new TextDecoder('utf-8', 'fatal'),
      () => new TextDecoder(Symbol('utf-8')),
    ),
  'refuses symbols as texts': () =>
    outcomes(
      () => new TextEncoder().encode(Symbol('a')),
      () => new TextEncoder().encodeInto(Symbol('a'), bytes(1)),
      () => btoa(Symbol('a')),
      () => atob(Symbol('a')),
    ),
  'refuses options of a decoding that are no object': () =>
    outcomes(
      () => new TextDecoder().decode(bytes(65), null),
      () => new TextDecoder().decode(bytes(65), 'stream'),
      () => new TextDecoder().decode(bytes(65), undefined),
    ),
  'decodes nothing from a buffer whose bytes have moved': () => {
    const { buffer } = bytes(65);
    structuredClone(buffer, { transfer: [buffer] });
    return new TextDecoder().decode(buffer);
  },
  'decodes the Korean syllables that KS X 1001 lacks': () => [
    decode('euc-kr', 0x8c, 0x63),
    decode('euc-kr', 0xc6, 0x52),
    decode('euc-kr', 0xa2, 0xe6),
    points(decode('euc-kr', 0xc6, 0x53)),
  ],
  'decodes pairs of Big5 that are two characters': () => [
    points(decode('big5', 0x88, 0x62, 0x88, 0xa5)),
    decode('big5', 0xa4, 0xa4, 0xa4, 0xe5),
  ],
  'keeps an ASCII byte after a lead that it does not fit': () =>
    ['big5', 'euc-kr', 'euc-jp', 'shift_jis'].map((label) => points(decode(label, 0x81, 0x20, 0xff, 0x41))),
  'decodes lone bytes of Shift_JIS': () => points(decode('shift_jis', 0x80, 0xa1, 0xdf, 0xa0, 0x5c, 0x7e)),
  'decodes EUC-JP of two and three bytes': () => [
    decode('euc-jp', 0xa4, 0xa2, 0x8e, 0xb1, 0x8f, 0xb0, 0xa1),
    points(decode('euc-jp', 0x8e, 0xe0, 0x8f, 0xf3, 0xa1, 0x8f, 0x41)),
  ],
  'decodes ISO-2022-JP by its escapes': () =>
    [
      [0x1b, 0x24, 0x42, 0x24, 0x22, 0x1b, 0x28, 0x42, 0x41],
      [0x1b, 0x28, 0x4a, 0x5c, 0x7e],
      [0x1b, 0x28, 0x49, 0x21, 0x5f, 0x60],
      [0x1b, 0x24, 0x41, 0x41],
      [0x1b, 0x28, 0x42, 0x1b, 0x28, 0x42],
      [0x1b, 0x24, 0x42, 0x24, 0x1b, 0x28, 0x42],
      [0x1b, 0x24, 0x28, 0x44, 0x22, 0x39],
      [0x1b, 0x24, 0x42, 0x0a, 0x41],
      [0x0e, 0x80, 0x1b],
    ].map((list) => points(decode('iso-2022-jp', ...list))),
  'decodes legacy encodings in pieces': () => {
    const decoder = new TextDecoder('euc-kr', { fatal: true });
    const text = [0x8c, 0x63, 0xb0].map((byte) => decoder.decode(bytes(byte), { stream: true }));
    return outcome(() => decoder.decode()).then((end) => [text, end, decoder.decode(bytes(0xb0, 0xa1))]);
  },
};

export const standards = { fetching, url: { ...url, ...patterns }, encoding, keys: standardKeys };
