// Text on the host side: UTF-8 in bulk and the legacy encodings, by Node's own decoder.
import { Buffer } from 'node:buffer';
import { TextDecoder } from 'node:util';
import type { TextPort } from '../web/host-port.ts';
import type { Alloc } from './port.ts';

/** The host functions of text; `alloc` makes the realm's byte arrays. */
export function createTextPort(alloc: Alloc): TextPort {
  const utf8 = new TextDecoder();
  const encoder = new TextEncoder();
  const decoders = new WeakMap<object, TextDecoder>();
  return {
    encodeUtf8(text) {
      const out = alloc(Buffer.byteLength(text));
      encoder.encodeInto(text, out);
      return out;
    },
    decodeUtf8: (bytes) => utf8.decode(bytes),
    encodingOf(label) {
      if (/^[\t\n\f\r ]*x-user-defined[\t\n\f\r ]*$/i.test(label)) return 'x-user-defined';
      try {
        return new TextDecoder(label).encoding;
      } catch {
        return '';
      }
    },
    decode(owner, encoding, fatal, ignoreBom, bytes, stream) {
      let decoder = decoders.get(owner);
      if (decoder === undefined) {
        decoder = new TextDecoder(encoding, { fatal, ignoreBOM: ignoreBom });
        decoders.set(owner, decoder);
      }
      try {
        return decoder.decode(bytes, { stream });
      } catch {
        decoders.delete(owner);
        return null;
      }
    },
  };
}
