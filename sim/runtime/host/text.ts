// Text on the host side: UTF-8 in bulk and the legacy encodings, by Node's own decoder or by the rules of the standard.
import { Buffer } from 'node:buffer';
import { TextDecoder } from 'node:util';
import type { TextPort } from '../web/host-port.ts';
import { createLegacyDecoders } from './legacy-text.ts';
import type { LegacyDecoder } from './legacy-text.ts';
import type { Alloc } from './port.ts';

/** A decoder of Node in the shape of ours. */
function hostDecoder(encoding: string, fatal: boolean, ignoreBOM: boolean): LegacyDecoder {
  const decoder = new TextDecoder(encoding, { fatal, ignoreBOM });
  return {
    decode(bytes, stream) {
      try {
        return decoder.decode(bytes, { stream });
      } catch {
        return null;
      }
    },
  };
}

/** The host functions of text; `alloc` makes the realm's byte arrays. */
export function createTextPort(alloc: Alloc): TextPort {
  const utf8 = new TextDecoder();
  const encoder = new TextEncoder();
  const decoders = new WeakMap<object, LegacyDecoder>();
  const legacy = createLegacyDecoders();
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
        decoder = legacy(encoding, fatal) ?? hostDecoder(encoding, fatal, ignoreBom);
        decoders.set(owner, decoder);
      }
      const text = decoder.decode(bytes, stream);
      if (text === null) decoders.delete(owner);
      return text;
    },
  };
}
