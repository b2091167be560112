// What a socket keeps beside itself: a copy of a value, read anew each time; an object's sockets keep theirs while it sleeps.
import { packValue, unpackValue } from './remote-values.ts';
import { keepAttachmentsBy } from './web-socket.ts';
import type { Attachment } from './web-socket.ts';

const LARGEST_BYTES = 16_384;
/** What the platform's way of writing adds to a text of Latin letters: a header, a tag and the length. */
const TEXT_FRAME_BYTES = 6;

/** Where the structured text of one socket's value is. */
interface Place {
  read(): string | null;
  write(text: string): void;
}

/** An attachment that is kept somewhere. Writing throws what is too large, by a size that is an estimate except for texts. */
export function attachmentAt({ read, write }: Place): Attachment {
  return {
    read() {
      const text = read();
      return text === null ? null : unpackValue(JSON.parse(text));
    },
    write(value) {
      const text = packValue(value);
      const sizeBytes = typeof value === 'string' ? value.length + TEXT_FRAME_BYTES : text.length;
      if (sizeBytes > LARGEST_BYTES)
        throw new Error(
          `A WebSocket 'attachment' cannot be larger than ${LARGEST_BYTES} bytes.'attachment' was ${sizeBytes} bytes.`,
        );
      write(text);
    },
  };
}

keepAttachmentsBy(() => {
  let kept: string | null = null;
  return attachmentAt({
    read: () => kept,
    write(text) {
      kept = text;
    },
  });
});
