// Behaviours of what is given nothing, or nothing that fits: an argument that is undefined is there, one that is left out is not; and of what came with a request.
import { within } from './probes.js';

const UP = 'http://upstream.test';
const failure = async (call) => {
  try {
    return ['no error', await call()];
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
};
const each = (calls) => Promise.all(calls.map(failure));
const bytes = new Uint8Array(16);
const secret = () =>
  crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'wrapKey', 'unwrapKey']);
const signing = () =>
  crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
const fromPassword = () => crypto.subtle.importKey('raw', bytes, 'PBKDF2', false, ['deriveBits']);

const MORNING = new Date(1e12);
const NOON = new Date(1e12 + 4 * 3_600_000);
const written = { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' };

export const missing = {
  fetch: {
    'takes an address that is undefined for a text': () =>
      each([
        () => fetch(undefined),
        () => fetch(undefined, {}),
        () => fetch(`${globalThis.missing}/x`),
        () => new Request(undefined).url,
        () => new URL(undefined).href,
        () => caches.default.match(undefined),
        () => caches.default.delete(undefined),
      ]),
    'refuses an address that is left out': () =>
      each([() => fetch(), () => new Request(), () => caches.default.match(), () => Response.redirect()]),
    'refuses an init that is none': () =>
      each([
        () => fetch(`${UP}/text`, 5),
        () => fetch(`${UP}/text`, ''),
        () => Response.json({}, 404),
        () => Response.json({}, null).status,
        () => new Response('x', 'bad'),
      ]),
    'refuses members of an init that are of another kind': () =>
      each([
        () => new Response('x', { webSocket: {} }),
        () => new Response('x', { webSocket: null }).status,
        () => new Response('x', { cf: 5 }),
        () => new Response('x', { cf: null }),
      ]),
    'refuses redirects whose status is no number': () =>
      each([
        () => Response.redirect(UP, 'x'),
        () => Response.redirect(UP, {}),
        () => Response.redirect(UP, null),
      ]),
    'calls fetch on nothing': async () => [
      (await fetch.call(null, `${UP}/text`)).status,
      (await Reflect.apply(fetch, undefined, [`${UP}/text`])).status,
      await failure(() => fetch.call({}, `${UP}/text`)),
    ],
    'follows redirects to addresses of the Web only': () =>
      each(
        ['mailto:a@b', 'tg://resolve', 'ws://upstream.test/text', 'data:text/plain,x', 'about:blank'].map(
          (to) => () => fetch(`${UP}/redirect/302?to=${encodeURIComponent(to)}`),
        ),
      ),
  },
  crypto: {
    'says which description of an algorithm is missing': async () => {
      const [aes, hmac, password] = await Promise.all([secret(), signing(), fromPassword()]);
      const iv = { name: 'AES-GCM', iv: new Uint8Array(12) };
      return each([
        () => crypto.subtle.digest(undefined, bytes),
        () => crypto.subtle.digest(null, bytes),
        () => crypto.subtle.digest(),
        () => crypto.subtle.sign(undefined, hmac, bytes),
        () => crypto.subtle.verify(undefined, hmac, bytes, bytes),
        () => crypto.subtle.encrypt(undefined, aes, bytes),
        () => crypto.subtle.wrapKey('raw', hmac, aes, undefined),
        () => crypto.subtle.deriveBits(undefined, password, 8),
        () => crypto.subtle.generateKey(undefined, true, ['sign']),
        () => crypto.subtle.generateKey(),
        () => crypto.subtle.importKey('raw', bytes, undefined, false, ['encrypt']),
        () => crypto.subtle.importKey('raw', undefined, 'HMAC', false, ['sign']),
        () => crypto.subtle.importKey(),
        () => crypto.subtle.unwrapKey('raw', bytes, aes, iv, undefined, false, ['encrypt']),
        () => new crypto.DigestStream(undefined),
        () => new crypto.DigestStream(),
      ]);
    },
    'says which usage a new pair of keys cannot have': () =>
      each(
        ['RSA-OAEP', 'RSA-PSS', 'RSASSA-PKCS1-v1_5'].map((name) => () => {
          const algorithm = {
            name,
            modulusLength: 2048,
            publicExponent: new Uint8Array([1, 0, 1]),
            hash: 'SHA-256',
          };
          return crypto.subtle.generateKey(algorithm, true, ['deriveBits']);
        }),
      ),
  },
  globals: {
    'names a language that there cannot be': () =>
      each([
        () => new Date(0).toLocaleString('en-US,en;q=0.9'),
        () => new Date(0).toLocaleDateString('en_US'),
        () => (1234.5).toLocaleString('*'),
        () => new Intl.NumberFormat(['en', 'de_DE']),
        () => Intl.DateTimeFormat.supportedLocalesOf('en_US'),
        () => Intl.getCanonicalLocales(['en', 'x_y']),
        () => 'a'.localeCompare('b', 'en_US'),
        () => 'i'.toLocaleUpperCase('bad_'),
        () => [3, 1].toLocaleString('bad_x'),
      ]),
    'takes numbers for no language, and null for an error': () =>
      each([
        () => new Intl.NumberFormat(5).format(1.5),
        () => (1).toLocaleString(null),
        () => new Date(0).toLocaleDateString(null),
        () => 'a'.localeCompare('b', null),
      ]),
    'writes whole dates with plain spaces': () => {
      const format = new Intl.DateTimeFormat('zh-HK', { ...written, timeZone: 'Asia/Taipei' });
      const { format: bound } = format;
      return [
        ...['zh-TW', 'zh-HK', 'en-US', 'fr'].flatMap((name) => [
          MORNING.toLocaleString(name, { timeZone: 'UTC' }),
          MORNING.toLocaleTimeString(name, { timeZone: 'Asia/Taipei', hour12: false }),
        ]),
        format.format(MORNING),
        bound(MORNING),
        bound === format.format,
        [bound.name, bound.length, Object.hasOwn(format, 'format')],
      ];
    },
    'writes parts and ranges of dates with plain spaces': () => {
      const formats = ['en-US', 'en-AU', 'fr', 'es-MX', 'bg'].map(
        (name) => new Intl.DateTimeFormat(name, written),
      );
      return formats.map((format) => [
        format.formatToParts(MORNING).map(({ type, value }) => `${type} ${value}`),
        format.formatRange(MORNING, NOON),
        format.formatRangeToParts(MORNING, NOON).map(({ source, value }) => `${source} ${value}`),
      ]);
    },
    'tells of languages when it is asked': () => [
      Object.getOwnPropertyNames(Intl.Locale.prototype).toSorted(),
      new Intl.Locale('en-US').weekInfo ?? 'none',
      ['de-CH-1996', 'sl-rozaj-biske-1994', 'en-Latn-US'].map(
        (name) => new Intl.Locale(name).variants ?? 'none',
      ),
      new Intl.Locale('en-US').getWeekInfo(),
    ],
    'says what is wrong with an address of a socket': () =>
      each([
        () => new WebSocket(),
        () => new WebSocket('http://a.test'),
        () => new WebSocket('ws://a.test/#part'),
        () => new WebSocket('ws://a.test', 'two words'),
        () => new WebSocket('ws://a.test', ['ok', '']),
        () => new EventSource(undefined),
        () => new EventSource(),
        () => atob(),
        () => new File([], undefined).name,
        () => new File(undefined, 'n').size,
        () => new File(),
        () => new HTMLRewriter().on(undefined, {}) instanceof HTMLRewriter,
        () => new HTMLRewriter().on('a', undefined) instanceof HTMLRewriter,
        () => new HTMLRewriter().onDocument(null) instanceof HTMLRewriter,
        () => new HTMLRewriter().on('a'),
        () => new HTMLRewriter().onDocument(),
      ]),
  },
  gates: {
    'takes a name that is undefined for a text': ({ env }) =>
      each([
        () => env.PROBE.idFromName(undefined).name,
        () => env.PROBE.idFromName(),
        () => env.PROBE.getByName(undefined).name,
        () => env.PROBE.idFromString(undefined),
        () => env.PROBE.idFromString(),
        () => env.PROBE.getByName('missing').fetch(undefined),
        () => env.PROBE.getByName('missing').fetch('http://x/', 5),
      ]),
    'takes a key that is undefined for a text': within(async ({ storage }) => [
      await storage.get(undefined),
      await storage.put(undefined, 1),
      await storage.get('undefined'),
      await failure(() => storage.put()),
      await failure(() => storage.put(undefined, undefined)),
      await storage.delete(undefined),
      await failure(() => storage.sql.exec(undefined)),
    ]),
  },
  stores: {
    'refuses options of a list that are none': ({ env }) =>
      each([
        () => env.KV.list('prefix'),
        () => env.KV.list(5),
        () => env.KV.list(null).then(({ keys }) => Array.isArray(keys)),
      ]),
  },
};
