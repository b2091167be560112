// Crypto: random bytes of the current request, UUIDs, and the way to `subtle`.
import { DOMException } from './dom-exception.ts';
import { DigestStream } from './crypto/digest-stream.ts';
import { makeSubtle } from './crypto/subtle.ts';
import type { SubtleCrypto } from './crypto/subtle.ts';
import type { IsolateContext } from './isolate-context.ts';
import { argumentError, defineInterface, illegalConstructor } from './webidl.ts';

const TOKEN: unique symbol = Symbol('Crypto');
/** Bytes that one call of `getRandomValues` may fill (Web Cryptography, section 10.1). */
const QUOTA_BYTES = 65_536;
const HEX = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));

function isIntegerView(view: ArrayBufferView): boolean {
  return !(
    view instanceof DataView ||
    view instanceof Float32Array ||
    view instanceof Float64Array ||
    Object.prototype.toString.call(view) === '[object Float16Array]'
  );
}

/** A random UUID of the current request: version 4, variant 1 (RFC 9562, section 5.4). */
export function drawUuid(context: Pick<IsolateContext, 'drawBytes'>): string {
  const bytes = new Uint8Array(16);
  context.drawBytes(bytes);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  let text = '';
  for (let i = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) text += '-';
    text += HEX[bytes[i] ?? 0];
  }
  return text;
}

/** The `crypto` global of an isolate. */
export class Crypto {
  readonly #context: IsolateContext;
  readonly #subtle: SubtleCrypto;

  constructor(token?: unknown, context?: IsolateContext) {
    if (token !== TOKEN || context === undefined) throw illegalConstructor();
    this.#context = context;
    this.#subtle = makeSubtle(context);
  }

  get subtle(): SubtleCrypto {
    return this.#subtle;
  }

  getRandomValues(view?: unknown): ArrayBufferView {
    if (!ArrayBuffer.isView(view)) throw argumentError('Crypto', 'getRandomValues', 1, 'JsArrayBufferView');
    if (!isIntegerView(view)) {
      throw new DOMException(
        'ArrayBufferView argument to getRandomValues() must be an integer-typed view.',
        'TypeMismatchError',
      );
    }
    if (view.byteLength > QUOTA_BYTES) {
      throw new DOMException(
        `getRandomValues() only accepts buffers of size <= 64K but provided ${view.byteLength} bytes.`,
        'QuotaExceededError',
      );
    }
    if (view.byteLength === 0) return view;
    this.#context.drawBytes(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
    return view;
  }

  randomUUID(): string {
    return drawUuid(this.#context);
  }

  get DigestStream(): typeof DigestStream {
    return DigestStream;
  }
}
defineInterface(Crypto, 'Crypto', 'subtle getRandomValues randomUUID DigestStream');

/** The `crypto` of one isolate; all isolates share its class. */
export function makeCrypto(context: IsolateContext): Crypto {
  return new Crypto(TOKEN, context);
}
