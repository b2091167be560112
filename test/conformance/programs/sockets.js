// Behaviours of WebSocketPair: what each end may do, what the other hears, and responses that carry one.
const pair = () => Object.values(new WebSocketPair());
const accepted = () => {
  const [a, b] = pair();
  a.accept();
  b.accept();
  return [a, b];
};

export const sockets = {
  'makes two open ends': () => {
    const both = new WebSocketPair();
    const [a] = Object.values(both);
    return [
      Object.keys(both),
      String(both),
      a instanceof WebSocket,
      a.readyState,
      a.url,
      a.protocol,
      a.extensions,
      a.binaryType,
    ];
  },
  'names the states of a socket': () => [
    WebSocket.CONNECTING,
    WebSocket.OPEN,
    WebSocket.READY_STATE_CLOSING,
    WebSocket.READY_STATE_CLOSED,
  ],
  'refuses to send before a socket was accepted': () => pair()[0].send('x'),
  'refuses to close before a socket was accepted': () => pair()[0].close(1000, 'bye'),
  'accepts twice without harm': () => {
    const [a] = pair();
    a.accept();
    a.accept();
    return a.readyState;
  },
  'refuses to send nothing': () => accepted()[0].send(),
  'refuses a bad close code': () => accepted()[0].close(5),
  'refuses a reserved close code': () => accepted()[0].close(1005),
  'refuses a reason without a code': () => accepted()[0].close(undefined, 'why'),
  'refuses to send after close': () => {
    const [a] = accepted();
    a.close();
    a.send('x');
  },
  'closes twice without harm': () => {
    const [a] = accepted();
    a.close();
    a.close();
    return a.readyState;
  },
  'delivers after the code that sent has come to rest': async () => {
    const [a, b] = accepted();
    const seen = [];
    b.onmessage = ({ data }) => seen.push(data);
    a.send('x');
    seen.push('sent');
    await null;
    await null;
    seen.push('ticks');
    await scheduler.wait(1);
    return seen;
  },
  'keeps messages until a socket is accepted': async () => {
    const [a, b] = pair();
    const seen = [];
    b.accept();
    b.send('early');
    await scheduler.wait(1);
    a.addEventListener('message', (event) =>
      seen.push(event.data, event.type, event instanceof MessageEvent),
    );
    a.accept();
    seen.push('accepted');
    await scheduler.wait(1);
    return seen;
  },
  'delivers bytes as blobs, or as buffers when asked': async () => {
    const [a, b] = accepted();
    const seen = [];
    a.addEventListener('message', ({ data }) => seen.push(String(data), data.size));
    b.binaryType = 'arraybuffer';
    b.addEventListener('message', ({ data }) => seen.push(String(data), data.byteLength));
    b.send(new Uint8Array([1, 2, 3]));
    await scheduler.wait(1);
    a.send(new Uint8Array(2).buffer);
    await scheduler.wait(1);
    return seen;
  },
  'turns other messages into texts': async () => {
    const [a, b] = accepted();
    const seen = [];
    b.addEventListener('message', ({ data }) => seen.push(data));
    a.send(5);
    a.send(null);
    await scheduler.wait(1);
    return seen;
  },
  'closes with code and reason when both ends say so': async () => {
    const [a, b] = accepted();
    const seen = [];
    const told = (name, socket, then) => (event) => {
      seen.push([name, event.code, event.reason, event.wasClean, socket.readyState]);
      then?.();
    };
    a.addEventListener('close', told('a', a));
    b.addEventListener(
      'close',
      told('b', b, () => b.close(1000, 'bye')),
    );
    a.close(3000, 'why');
    seen.push(a.readyState);
    await scheduler.wait(5);
    return [...seen, a.readyState, b.readyState];
  },
  'reports a close without a code as 1005': async () => {
    const [a, b] = accepted();
    const seen = [];
    b.addEventListener('close', ({ code, reason, wasClean }) => seen.push(code, reason, wasClean));
    a.close();
    await scheduler.wait(5);
    return [...seen, a.readyState, b.readyState];
  },
  'carries a socket out with status 101': () => {
    const [client, server] = pair();
    server.accept();
    const response = new Response(null, { status: 101, webSocket: client });
    return [response.status, response.statusText, response.webSocket === client];
  },
  'refuses status 101 without a socket': () => new Response(null, { status: 101 }),
  'refuses a socket with another status': () => new Response(null, { webSocket: pair()[0] }),
  'refuses a body beside a socket': () => new Response('x', { status: 101, webSocket: pair()[0] }),
};
