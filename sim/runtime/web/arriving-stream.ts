// The body of an answer that another handler is still making: each read asks the engine for what has arrived.
import type { IsolateState } from './isolate-state.ts';
import { perform } from './operation.ts';
import { realmClock } from './realm-clock.ts';
import { assertOwn } from './request-border.ts';
import { ownStream, ReadableStream } from './streams.ts';
import { encodeUtf8 } from './encoding.ts';

/** The stream of the body that an operation has brought. */
export function arrivingStream(isolate: IsolateState, opId: number): ReadableStream {
  const ask = (optionsJson: string): ReturnType<typeof perform> =>
    perform(isolate, { verb: 'chunk', binding: '', key: String(opId), optionsJson, body: null });
  const owner = realmClock.call;
  const stream = new ReadableStream({
    type: 'bytes',
    async pull(controller) {
      assertOwn(owner, 'ReadableStreamSource');
      const { value, metaJson } = await ask('');
      if (value !== null && value.length > 0)
        controller.enqueue(typeof value === 'string' ? encodeUtf8(value) : value);
      if (metaJson === '') return;
      controller.close();
      controller.byobRequest?.respond(0);
    },
    async cancel() {
      await ask('{"cancel":true}');
    },
  });
  ownStream(stream, owner);
  return stream;
}
