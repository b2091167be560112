// Sockets that a 101 response hands to the client.
import { expect, test } from 'vitest';
import { openHandler } from './run.ts';
import type { TestBench } from './run.ts';

/** A request that asks for a socket: without, none is given. */
const ASKING = { headers: ['upgrade', 'websocket'] };

const ECHO = `export default { fetch() {
  const [client, server] = Object.values(new WebSocketPair());
  server.accept();
  server.binaryType = 'arraybuffer';
  server.send('welcome');
  server.addEventListener('message', ({ data }) => server.send(typeof data === 'string' ? 'echo ' + data : data));
  server.addEventListener('close', ({ code, reason }) => server.close(code, 'you said ' + reason));
  return new Response(null, { status: 101, webSocket: client });
} };`;

function heard(bench: TestBench, callId: number): unknown[] {
  return bench
    .outcome(callId)
    .emissions.flatMap((emission) =>
      emission.kind === 'socket'
        ? [emission.name === 'message' ? emission.body : [emission.code, emission.reason]]
        : emission.kind === 'finished'
          ? ['finished']
          : [],
    );
}

test('a handler greets, echoes and closes; the call lasts until both ends have closed', async () => {
  const { bench, isolate } = await openHandler(ECHO);
  const callId = bench.begin(isolate, ASKING);
  expect(bench.outcome(callId).status).toBe(101);
  expect(heard(bench, callId)).toEqual(['welcome']);
  bench.say(isolate, callId, { kind: 'message', body: 'hi' });
  bench.say(isolate, callId, { kind: 'message', body: new Uint8Array([1, 2]) });
  bench.say(isolate, callId, { kind: 'close', code: 3000, reason: 'enough' });
  expect(heard(bench, callId)).toEqual([
    'welcome',
    'echo hi',
    new Uint8Array([1, 2]),
    [3000, 'you said enough'],
    'finished',
  ]);
});

test('what is said to a socket that has closed is ignored', async () => {
  const { bench, isolate } = await openHandler(ECHO);
  const callId = bench.begin(isolate, ASKING);
  bench.say(isolate, callId, { kind: 'close', code: 1000, reason: '' });
  const before = heard(bench, callId);
  bench.say(isolate, callId, { kind: 'message', body: 'late' });
  expect(heard(bench, callId)).toEqual(before);
});

test('a listener that throws breaks the connection off, and nothing is heard after it', async () => {
  const { bench, isolate } = await openHandler(`export default { fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    server.accept();
    server.addEventListener('message', ({ data }) => {
      if (data === 'bad') throw new Error('no');
      server.send('echo ' + data);
    });
    return new Response(null, { status: 101, webSocket: client });
  } };`);
  const callId = bench.begin(isolate, ASKING);
  for (const body of ['a', 'bad', 'b']) bench.say(isolate, callId, { kind: 'message', body });
  expect(heard(bench, callId)).toEqual(['echo a', [1006, '']]);
});

test('a listener of the error may still say something', async () => {
  const { bench, isolate } = await openHandler(`export default { fetch() {
    const [client, server] = Object.values(new WebSocketPair());
    server.accept();
    server.addEventListener('message', () => { throw new Error('no'); });
    server.addEventListener('error', ({ message, error }) => server.send(message + ' / ' + error.message));
    return new Response(null, { status: 101, webSocket: client });
  } };`);
  const callId = bench.begin(isolate, ASKING);
  bench.say(isolate, callId, { kind: 'message', body: 'x' });
  expect(heard(bench, callId)).toEqual(['Uncaught Error: no / no']);
});
