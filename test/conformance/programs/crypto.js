// Behaviours of digests, HMAC, AES, key derivation and random values.
const utf8 = new TextEncoder();
const text = (value) => utf8.encode(value);
const range = (size) => Uint8Array.from({ length: size }, (_, i) => i);
const hmacKey = (usages = ['sign', 'verify'], hash = 'SHA-256', extractable = false) =>
  crypto_.subtle.importKey('raw', range(32), { name: 'HMAC', hash }, extractable, usages);
const aesKey = (name, usages = ['encrypt', 'decrypt'], size = 16) =>
  crypto_.subtle.importKey('raw', range(size), name, true, usages);
const crypto_ = globalThis.crypto;
const { subtle } = crypto_;

export const crypto = {
  'digests with every hash': async () =>
    Promise.all(
      ['SHA-1', 'sha-256', 'SHA-384', { name: 'SHA-512' }].map((hash) => subtle.digest(hash, text('abc'))),
    ),
  'digests MD5, which other runtimes refuse': () => subtle.digest('MD5', text('abc')),
  'refuses unknown hashes': () => subtle.digest('SHA-3', text('abc')),
  'refuses to digest texts': () => subtle.digest('SHA-256', 'abc'),
  'digests views, buffers and data views alike': async () => {
    const view = new DataView(range(8).buffer, 2, 3);
    const [a, b] = [
      await subtle.digest('SHA-1', view),
      await subtle.digest('SHA-1', range(8).slice(2, 5).buffer),
    ];
    return (
      btoa(String.fromCharCode(...new Uint8Array(a))) === btoa(String.fromCharCode(...new Uint8Array(b)))
    );
  },
  'returns promises of array buffers': async () => {
    const promise = subtle.digest('SHA-1', text(''));
    return [promise instanceof Promise, (await promise) instanceof ArrayBuffer];
  },
  'signs with HMAC': async () => subtle.sign('HMAC', await hmacKey(), text('abc')),
  'signs with HMAC of every hash': async () =>
    Promise.all(
      ['SHA-1', 'SHA-384', 'SHA-512'].map(
        async (hash) => (await subtle.sign('HMAC', await hmacKey(['sign'], hash), text('abc'))).byteLength,
      ),
    ),
  'verifies HMAC': async () => {
    const key = await hmacKey();
    const signature = new Uint8Array(await subtle.sign('HMAC', key, text('abc')));
    const good = await subtle.verify('HMAC', key, signature, text('abc'));
    signature[0] ^= 1;
    return [
      good,
      await subtle.verify('HMAC', key, signature, text('abc')),
      await subtle.verify('HMAC', key, new Uint8Array(3), text('abc')),
    ];
  },
  'shows what a key is': async () => {
    const key = await hmacKey(['verify', 'sign'], 'SHA-512', true);
    return [key.type, key.extractable, key.algorithm, key.usages, String(key)];
  },
  'makes keys read-only': async () => {
    const key = await hmacKey();
    key.extractable = true;
    return key.extractable;
  },
  'refuses a usage that the key lacks': async () =>
    subtle.verify('HMAC', await hmacKey(['sign']), new Uint8Array(32), text('a')),
  'refuses to use a key for another algorithm': async () =>
    subtle.encrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, await hmacKey(), text('a')),
  'refuses to export what is not extractable': async () => subtle.exportKey('raw', await hmacKey()),
  'refuses keys without usages': () => hmacKey([]),
  'refuses usages of other algorithms': () => hmacKey(['encrypt']),
  'refuses empty HMAC keys': () =>
    subtle.importKey('raw', new Uint8Array(0), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
  'needs the hash of HMAC': () => subtle.importKey('raw', range(32), { name: 'HMAC' }, false, ['sign']),
  'refuses unknown algorithms': () => subtle.importKey('raw', range(32), 'nope', false, ['sign']),
  'refuses unknown formats': () => subtle.importKey('foo', range(32), 'AES-GCM', false, ['encrypt']),
  'encrypts and decrypts AES-GCM': async () => {
    const key = await aesKey('AES-GCM', undefined, 32);
    const algorithm = { name: 'AES-GCM', iv: range(12), additionalData: text('aad') };
    const sealed = await subtle.encrypt(algorithm, key, text('hello'));
    return [sealed, await subtle.decrypt(algorithm, key, sealed)];
  },
  'honours the tag length of AES-GCM': async () =>
    subtle.encrypt({ name: 'AES-GCM', iv: range(12), tagLength: 96 }, await aesKey('AES-GCM'), text('hello')),
  'refuses impossible tag lengths': async () =>
    subtle.encrypt({ name: 'AES-GCM', iv: range(12), tagLength: 5 }, await aesKey('AES-GCM'), text('a')),
  'refuses to open what was tampered with': async () =>
    subtle.decrypt({ name: 'AES-GCM', iv: range(12) }, await aesKey('AES-GCM'), new Uint8Array(32)),
  'refuses to open what is shorter than its tag': async () =>
    subtle.decrypt({ name: 'AES-GCM', iv: range(12) }, await aesKey('AES-GCM'), new Uint8Array(3)),
  'needs an iv for AES-GCM': async () =>
    subtle.encrypt({ name: 'AES-GCM' }, await aesKey('AES-GCM'), text('a')),
  'encrypts AES-CBC with padding': async () => {
    const key = await aesKey('AES-CBC');
    const sealed = await subtle.encrypt({ name: 'AES-CBC', iv: range(16) }, key, range(16));
    return [sealed, await subtle.decrypt({ name: 'AES-CBC', iv: range(16) }, key, sealed)];
  },
  'refuses a short iv for AES-CBC': async () =>
    subtle.encrypt({ name: 'AES-CBC', iv: range(12) }, await aesKey('AES-CBC'), text('a')),
  'refuses wrong padding of AES-CBC': async () =>
    subtle.decrypt({ name: 'AES-CBC', iv: range(16) }, await aesKey('AES-CBC'), new Uint8Array(32)),
  'encrypts AES-CTR': async () =>
    subtle.encrypt({ name: 'AES-CTR', counter: range(16), length: 64 }, await aesKey('AES-CTR'), range(40)),
  'lets the counter of AES-CTR wrap': async () =>
    subtle.encrypt(
      { name: 'AES-CTR', counter: new Uint8Array(16).fill(255), length: 8 },
      await aesKey('AES-CTR'),
      range(40),
    ),
  'refuses a counter of no bits': async () =>
    subtle.encrypt({ name: 'AES-CTR', counter: range(16), length: 0 }, await aesKey('AES-CTR'), text('a')),
  'refuses AES keys of odd sizes': () => subtle.importKey('raw', range(5), 'AES-GCM', false, ['encrypt']),
  'derives bits with HKDF': async () => {
    const key = await subtle.importKey('raw', range(22), 'HKDF', false, ['deriveBits']);
    return subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: range(13), info: range(10) }, key, 336);
  },
  'refuses HKDF without a length': async () => {
    const key = await subtle.importKey('raw', range(22), 'HKDF', false, ['deriveBits']);
    return subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: range(13), info: range(10) }, key, null);
  },
  'derives bits with PBKDF2': async () => {
    const key = await subtle.importKey('raw', text('password'), 'PBKDF2', false, ['deriveBits']);
    return subtle.deriveBits(
      { name: 'PBKDF2', hash: 'SHA-1', salt: text('salt'), iterations: 4096 },
      key,
      160,
    );
  },
  'refuses PBKDF2 without iterations': async () => {
    const key = await subtle.importKey('raw', text('password'), 'PBKDF2', false, ['deriveBits']);
    return subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-1', salt: text('salt'), iterations: 0 }, key, 160);
  },
  'refuses extractable passwords': () =>
    subtle.importKey('raw', text('password'), 'PBKDF2', true, ['deriveBits']),
  'derives keys with PBKDF2': async () => {
    const key = await subtle.importKey('raw', text('password'), 'PBKDF2', false, ['deriveKey']);
    const derived = await subtle.deriveKey(
      { name: 'PBKDF2', hash: 'SHA-256', salt: text('salt'), iterations: 10 },
      key,
      { name: 'AES-GCM', length: 256 },
      true,
      ['encrypt'],
    );
    return [derived.algorithm, derived.usages, await subtle.exportKey('raw', derived)];
  },
  'compares in constant time': () => [
    subtle.timingSafeEqual(range(4), range(4)),
    subtle.timingSafeEqual(range(4), new Uint8Array(4)),
  ],
  'refuses to compare different lengths': () => subtle.timingSafeEqual(range(4), range(5)),
  'fills arrays with random values and returns them': () => {
    const array = new Uint32Array(4);
    return [crypto_.getRandomValues(array) === array, crypto_.getRandomValues(new BigInt64Array(2)).length];
  },
  'refuses to fill floats': () => crypto_.getRandomValues(new Float32Array(1)),
  'refuses to fill more than 64 KiB': () => crypto_.getRandomValues(new Uint8Array(65_537)),
  'makes version 4 UUIDs': () =>
    /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(crypto_.randomUUID()),
  'hashes a stream with DigestStream': async () => {
    const stream = new crypto_.DigestStream('SHA-256');
    const writer = stream.getWriter();
    await writer.write(text('a'));
    await writer.write(text('bc'));
    await writer.close();
    return stream.digest;
  },
  'cannot be constructed': () => new Crypto(),
};
