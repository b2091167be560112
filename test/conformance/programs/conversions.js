// Behaviours of what values of other types are taken for: texts, numbers, dictionaries, and in which order arguments are looked at.
import { each, MUTE } from './refused-arguments.js';

const MARK = Symbol('mark');
const EVENTS = ['Event', 'CustomEvent', 'ErrorEvent', 'CloseEvent', 'MessageEvent'].map(
  (name) => globalThis[name],
);

const matched = (pattern, ...input) => {
  const found = new URLPattern(pattern).exec(...input);
  if (found === null) return null;
  return ['protocol', 'hostname', 'port', 'pathname', 'search', 'hash'].map((part) => found[part].input);
};

export const conversions = {
  'what makes an event must be an object': () =>
    each(
      EVENTS.flatMap((Made) =>
        [5, 'text', true, null, undefined, () => 1].map((init) => () => new Made('e', init)),
      ),
    ),

  'the type of an event is a text': () =>
    each(EVENTS.flatMap((Made) => [MARK, MUTE].map((type) => () => new Made(type, 5)))),

  'members of events are converted when the event is made': () =>
    each([
      () => new CloseEvent('e', { code: 'x', reason: 5, wasClean: 'yes' }).code,
      () => new CloseEvent('e', { code: 70_000 }).code,
      () => new CloseEvent('e', { reason: MARK }).reason,
      () => new ErrorEvent('e', { lineno: 'x', colno: 2.9 }).colno,
      () => new ErrorEvent('e', { message: MARK }),
      () => new ErrorEvent('e', { message: 5, filename: null }).filename,
    ]),

  'listeners are added and removed by a text and a function': () => {
    const target = new EventTarget();
    return each([
      ...['addEventListener', 'removeEventListener'].flatMap((method) => [
        () => target[method](),
        () => target[method]('e'),
        () => target[method]('e', 5),
        () => target[method]('e', {}),
        () => target[method]('e', null),
        () => target[method](MARK, () => 1),
        () => target[method](MUTE, MUTE, MUTE),
        () => target[method]('e', 'f', 'g'),
        () => target[method]('e', () => 1, 'yes'),
      ]),
    ]);
  },

  'an event stays stopped, and what was stopped before is not heard': () => {
    const target = new EventTarget();
    const heard = [];
    target.addEventListener('e', (event) => event.stopImmediatePropagation(), { once: true });
    target.addEventListener('e', () => heard.push('second'));
    const event = new Event('e');
    target.dispatchEvent(event);
    target.dispatchEvent(event);
    const early = new Event('e');
    early.stopImmediatePropagation();
    target.dispatchEvent(early);
    const bubble = new Event('e');
    bubble.stopPropagation();
    const before = bubble.cancelBubble;
    target.dispatchEvent(bubble);
    const after = bubble.cancelBubble;
    bubble.cancelBubble = false;
    return { heard, flags: [event.cancelBubble, early.cancelBubble, before, after, bubble.cancelBubble] };
  },

  'handlers of a signal are asked of signals only': () => {
    const { get, set } = Object.getOwnPropertyDescriptor(AbortSignal.prototype, 'onabort');
    return each([
      () => get.call({}),
      () => set.call({}, () => 1),
      () => get.call(new AbortController().signal),
    ]);
  },

  'a text that is no URL is matched as parts without a scheme': () =>
    ['/users/7', 'users/7?q#h', '', '?q', '//host/x', '../x', 'a b', 'c:80', 'http://', 'http://['].map(
      (text) => [
        matched({}, text),
        matched({ pathname: '/users/:id' }, text),
        matched('http://host/*', text),
        matched({}, text, 'http://base/x/y'),
      ],
    ),

  'what was matched of a text says the text': () =>
    new URLPattern({ pathname: '/users/:id' }).exec('/users/7').inputs,

  'patterns take bases as texts and options as objects': () =>
    each([
      () => new URLPattern('http://a', true),
      () => new URLPattern('http://a', 5),
      () => new URLPattern({}, 5),
      () => new URLPattern({}, {}, 5),
      () => new URLPattern('/a', 'http://b', 5),
      () => new URLPattern('/a', 'http://b', null).hostname,
      () => new URLPattern('/a', MARK),
      () => new URLPattern({ pathname: MUTE }),
      () => new URLPattern({ pathname: MARK }),
      () => new URLPattern({}, { ignoreCase: 5 }).pathname,
      () => new URLPattern().test(5),
      () => new URLPattern().test('/a', MUTE),
      () => new URLPattern().test(null, null),
    ]),

  'decoders look at their options before the label is known': () =>
    each(
      [TextDecoder, TextDecoderStream].flatMap((Made) => [
        () => new Made('nothing', 5),
        () => new Made('nothing', {}),
        () => new Made('utf-8', 'text'),
        () => new Made(MARK),
        () => new Made(MUTE, 5),
      ]),
    ),

  'an encoder converts its text before it looks at the target': () =>
    each([
      () => new TextEncoder().encodeInto(MUTE, MUTE),
      () => new TextEncoder().encodeInto('a', 5),
      () => new TextEncoder().encodeInto(MARK, new Uint8Array(1)),
      () => new TextEncoder().encodeInto('a'),
    ]),

  'byte pipes take strategies that are objects': () =>
    each([
      () => new IdentityTransformStream(5),
      () => new IdentityTransformStream(null),
      () => new FixedLengthStream(5, 'x'),
      () => new FixedLengthStream(5, null),
      () => new FixedLengthStream(MARK),
    ]),

  'exceptions are named by a text': () =>
    each([
      () => new DOMException(MARK),
      () => new DOMException('m', MARK),
      () => new DOMException('m', MUTE),
      () => new DOMException('m', { name: 'AbortError' }).name,
      () => new DOMException(5, null).name,
    ]),

  'symbols are no texts': () =>
    each([
      () => new Blob([MARK]),
      () => new Blob([], { type: MARK }),
      () => new File([], MARK),
      () => new Response('', { statusText: MARK }),
      () => new Request('http://a', { method: MARK }),
      () => new CompressionStream(MARK),
      () => new crypto.DigestStream(MARK),
      () => caches.open(MARK),
      () => new EventSource(MARK),
      () => new WebSocket('ws://a', MARK),
    ]),

  'names of formats are converted before anything else of a key': () =>
    each([
      () => crypto.subtle.importKey(MUTE, MUTE, MUTE),
      () => crypto.subtle.importKey(MARK),
      () => crypto.subtle.importKey('raw', new Uint8Array(16), 'AES-GCM'),
      () => crypto.subtle.exportKey(MUTE, MUTE),
      () => crypto.subtle.wrapKey(MUTE, MUTE, MUTE, MUTE),
      () => crypto.subtle.unwrapKey(MUTE, MUTE, MUTE),
      () => crypto.subtle.digest({ name: MARK }, new Uint8Array(1)),
    ]),

  'a key is refused for its usages before its length': async () => {
    const names = [];
    for (const usages of [['sign'], ['verify'], []])
      names.push(
        await crypto.subtle
          .importKey('raw', new Uint8Array(3), 'Ed25519', true, usages)
          .catch(({ name }) => name),
      );
    return names;
  },

  'big integers, symbols and odd flags are refused where keys are described': () => {
    const { subtle } = crypto;
    const jwk = { kty: 'oct', k: 'AAECAwQFBgcICQoLDA0ODw' };
    return each([
      () => subtle.generateKey({ name: 'AES-GCM', length: 128n }, true, ['encrypt']),
      () => subtle.generateKey({ name: 'HMAC', hash: MARK }, true, ['sign']),
      () => subtle.generateKey({ name: 'ECDSA', namedCurve: MARK }, true, ['sign']),
      () => subtle.generateKey({ name: 'HMAC', hash: 'SHA-1', length: -8 }, true, ['sign']),
      () => subtle.importKey('jwk', { ...jwk, ext: null }, 'AES-GCM', true, ['encrypt']),
      () => subtle.importKey('jwk', { ...jwk, ext: '' }, 'AES-GCM', false, ['encrypt']),
    ]);
  },

  'an exponent keeps its zeros in front': async () => {
    const publicExponent = new Uint8Array([0, 0, 1, 0, 1]);
    const algorithm = { name: 'RSA-PSS', modulusLength: 1024, publicExponent, hash: 'SHA-256' };
    const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const jwk = await crypto.subtle.exportKey('jwk', pair.publicKey);
    const again = await crypto.subtle.importKey('jwk', jwk, algorithm, true, ['verify']);
    return [pair.publicKey, pair.privateKey, again].map((key) => [...key.algorithm.publicExponent]);
  },

  'what caches do not do fails at once': () =>
    ['match', 'has', 'delete', 'keys'].map((method) => {
      try {
        caches[method]('x');
        return 'later';
      } catch (error) {
        return error.message;
      }
    }),

  'other things say what they want': () =>
    each([
      () => URL.createObjectURL(),
      () => URL.createObjectURL({}),
      () => URL.createObjectURL(new Blob([])),
      () => URL.revokeObjectURL(),
      () => URL.revokeObjectURL(MARK),
      () => new EventSource('nowhere', 5),
      () => new WebSocket('ws://a', ['x', 'x']),
      () => navigator.sendBeacon(),
      () => navigator.sendBeacon('no address'),
    ]),
};
