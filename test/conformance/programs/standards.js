// Behaviours by which a runtime of the standards is told from one that nearly keeps them: shapes of interfaces, legacy encodings, what keys say of themselves.
const { subtle } = globalThis.crypto;
const bytes = (...list) => new Uint8Array(list);
const decode = (label, ...list) => new TextDecoder(label).decode(bytes(...list));
const points = (text) => [...text].map((c) => c.codePointAt(0).toString(16));

/** The name of what a function throws, or `ok`. */
async function outcome(run) {
  try {
    await run();
    return 'ok';
  } catch (error) {
    return error?.name ?? typeof error;
  }
}

const outcomes = async (...runs) => {
  const found = [];
  for (const run of runs) found.push(await outcome(run));
  return found;
};

const memberNames = (target) => Object.keys(Object.getOwnPropertyDescriptors(target));

const EC = {
  kty: 'EC',
  crv: 'P-256',
  x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
  y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
  d: '870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE',
};
const ED = {
  kty: 'OKP',
  crv: 'Ed25519',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A',
};
const ecdsa = { name: 'ECDSA', namedCurve: 'P-256' };

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
  'transfers what has been transferred': () => {
    const view = bytes(1, 2);
    structuredClone(view, { transfer: [view.buffer] });
    return structuredClone(1, { transfer: [view.buffer] });
  },
};

const url = {
  'gives iterators of parameters an enumerable next': () =>
    Object.keys(Object.getPrototypeOf(new URLSearchParams('a=1').keys())),
  'refuses symbols as addresses': () =>
    outcomes(
      () => new URL(Symbol('a')),
      () => URL.canParse(Symbol('a')),
      () => {
        new URL('http://a/').hash = Symbol('a');
      },
    ),
};

const encoding = {
  'refuses decoder options that are no object': () =>
    outcomes(
      () => new TextDecoder('utf-8', 5),
      () => new TextDecoder('utf-8', 'fatal'),
      () => new TextDecoder(Symbol('utf-8')),
    ),
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
  'decodes legacy encodings in pieces': () => {
    const decoder = new TextDecoder('euc-kr', { fatal: true });
    const text = [0x8c, 0x63, 0xb0].map((byte) => decoder.decode(bytes(byte), { stream: true }));
    return outcome(() => decoder.decode()).then((end) => [text, end, decoder.decode(bytes(0xb0, 0xa1))]);
  },
};

const keys = {
  'holds the alg of ECDSA keys against their curve': () =>
    outcomes(
      ...['ES256', 'ES384', 'EdDSA', undefined].map(
        (alg) => () => subtle.importKey('jwk', { ...EC, alg }, ecdsa, true, ['sign']),
      ),
      ...['ES256', 'ECDH-ES'].map(
        (alg) => () =>
          subtle.importKey('jwk', { ...EC, alg }, { ...ecdsa, name: 'ECDH' }, true, ['deriveBits']),
      ),
    ),
  'holds the alg of Ed25519 keys against EdDSA': () =>
    outcomes(
      ...['EdDSA', 'Ed25519', 'ES256', undefined].map(
        (alg) => () => subtle.importKey('jwk', { ...ED, alg }, 'Ed25519', true, ['sign']),
      ),
    ),
  'takes of the alg of RSA keys no more than the hash': async () => {
    const rsa = { name: 'RSA-PSS', hash: 'SHA-256' };
    const pair = await subtle.generateKey(
      { ...rsa, modulusLength: 1024, publicExponent: bytes(1, 0, 1) },
      true,
      ['sign', 'verify'],
    );
    const jwk = await subtle.exportKey('jwk', pair.publicKey);
    return outcomes(
      ...['PS256', 'RS256', 'RSA-OAEP-256', 'PS512', 'RSA1_5'].map(
        (alg) => () => subtle.importKey('jwk', { ...jwk, alg }, rsa, true, ['verify']),
      ),
      () => subtle.importKey('raw', bytes(1), rsa, true, ['verify']),
    );
  },
  'wraps with AES-KW only what has whole blocks': async () => {
    const kek = await subtle.importKey('raw', new Uint8Array(16), 'AES-KW', false, ['wrapKey', 'unwrapKey']);
    const hmac = { name: 'HMAC', hash: 'SHA-256' };
    const wrap = (format, size) => async () =>
      subtle.wrapKey(
        format,
        await subtle.importKey('raw', new Uint8Array(size), hmac, true, ['sign']),
        kek,
        'AES-KW',
      );
    const unwrap = (size) => () =>
      subtle.unwrapKey('raw', new Uint8Array(size), kek, 'AES-KW', 'AES-GCM', true, ['encrypt']);
    return outcomes(wrap('raw', 12), wrap('raw', 8), wrap('jwk', 5), wrap('jwk', 6), unwrap(0), unwrap(23));
  },
  'derives only keys of algorithms that have a length': async () => {
    const base = await subtle.importKey('raw', bytes(1), 'PBKDF2', false, ['deriveKey']);
    const algorithm = { name: 'PBKDF2', hash: 'SHA-256', salt: bytes(1), iterations: 1 };
    return outcomes(
      ...[
        { name: 'AES-GCM' },
        { name: 'AES-GCM', length: 100 },
        { name: 'HMAC', hash: 'SHA-1', length: 0 },
        ecdsa,
        'Ed25519',
        { name: 'HKDF' },
      ].map((derived) => () => subtle.deriveKey(algorithm, base, derived, false, ['sign'])),
    );
  },
  'takes the names of curves in any case': async () =>
    (await subtle.importKey('jwk', EC, { name: 'ecdsa', namedCurve: 'p-256' }, true, ['sign'])).algorithm,
};

export const standards = { fetching, url, encoding, keys };
