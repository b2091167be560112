// TextEncoderStream and TextDecoderStream: encodings applied to what flows by.
import { encodeUtf8, TextDecoder } from './encoding.ts';
import { PairedStream, TransformStream } from './streams.ts';
import { bytesOf, defineInterface, optionsArgument, textOf } from './webidl.ts';

/** Whether a text ends in the first half of a surrogate pair. */
function endsInHalf(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd8_00 && last <= 0xdb_ff;
}

/** Text in, UTF-8 bytes out; a surrogate pair may be split between chunks. */
export class TextEncoderStream extends PairedStream {
  constructor() {
    let held = '';
    super(
      new TransformStream({
        transform(chunk, controller) {
          const text = held + textOf(chunk);
          held = endsInHalf(text) ? text.slice(-1) : '';
          const ready = held === '' ? text : text.slice(0, -1);
          if (ready !== '') controller.enqueue(encodeUtf8(ready));
        },
        flush(controller) {
          if (held !== '') controller.enqueue(encodeUtf8(held));
        },
      }),
    );
  }

  get encoding(): string {
    return 'utf-8';
  }
}
defineInterface(TextEncoderStream, 'TextEncoderStream');

/** Bytes in, text out; a character may be split between chunks. */
export class TextDecoderStream extends PairedStream {
  readonly #decoder: TextDecoder;

  constructor(label?: unknown, options?: unknown) {
    const name = label === undefined ? 'utf-8' : textOf(label);
    const members = optionsArgument(options, 'TextDecoderStream', 2, 'TextDecoderStreamInit');
    // Options that do not say otherwise make it fatal, as on workerd.
    const given = options === undefined ? undefined : { fatal: true, ...members };
    const decoder = new TextDecoder(name, given);
    super(
      new TransformStream({
        transform(chunk, controller) {
          const bytes = bytesOf(chunk);
          if (bytes === null)
            throw new TypeError(
              'This TransformStream is being used as a byte stream, but received a value that is not a BufferSource.',
            );
          const text = decoder.decode(bytes, { stream: true });
          if (text !== '') controller.enqueue(text);
        },
        flush(controller) {
          const text = decoder.decode();
          if (text !== '') controller.enqueue(text);
        },
      }),
    );
    this.#decoder = decoder;
  }

  get encoding(): string {
    return this.#decoder.encoding;
  }
  get fatal(): boolean {
    return this.#decoder.fatal;
  }
  get ignoreBOM(): boolean {
    return this.#decoder.ignoreBOM;
  }
}
defineInterface(TextDecoderStream, 'TextDecoderStream');
