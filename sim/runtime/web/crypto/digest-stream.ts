// DigestStream: workerd's writable stream that hashes what is written to it.
import { encodeUtf8 } from '../encoding.ts';
import { host } from '../host.ts';
import { concatBytes, WritableStream } from '../streams.ts';
import { bytesOf, constructorError, defineInterface } from '../webidl.ts';
import { algorithmName, hashName, hostHash } from './key.ts';

/** A sink of bytes whose `digest` resolves when it is closed. */
export class DigestStream extends WritableStream {
  readonly #digest: Promise<ArrayBufferLike>;
  readonly #size: () => number;

  constructor(algorithm?: unknown) {
    if (arguments.length === 0) throw constructorError('DigestStream', 1, 'string or HashAlgorithm');
    const hash = hostHash(hashName(algorithmName(algorithm, 'HashAlgorithm')));
    const { promise, resolve, reject } = Promise.withResolvers<ArrayBufferLike>();
    const parts: Uint8Array[] = [];
    let size = 0;
    super({
      write(chunk) {
        const bytes = typeof chunk === 'string' ? encodeUtf8(chunk) : bytesOf(chunk);
        if (bytes === null)
          throw new TypeError(
            'DigestStream is a byte stream but received an object of non-ArrayBuffer/ArrayBufferView/string type on its writable side.',
          );
        parts.push(bytes.slice());
        size += bytes.length;
      },
      close() {
        resolve(host.crypto.digest(hash, concatBytes(parts)).buffer);
      },
      abort(reason) {
        reject(reason);
      },
    });
    // A digest that nobody asks for must not surface as an unhandled rejection.
    promise.catch(() => undefined);
    this.#digest = promise;
    this.#size = () => size;
  }

  get digest(): Promise<ArrayBufferLike> {
    return this.#digest;
  }
  get bytesWritten(): bigint {
    return BigInt(this.#size());
  }
}
defineInterface(DigestStream, 'DigestStream');
