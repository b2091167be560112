// The entry point that behaviours of remote calls talk to, by way of `ctx.exports`.
import { RpcTarget, WorkerEntrypoint } from 'cloudflare:workers';

/** A target that counts, by reference. */
export class Counter extends RpcTarget {
  #n;
  own = 'instance';

  constructor(n = 0) {
    super();
    this.#n = n;
  }
  increment(by = 1) {
    this.#n += by;
    return this.#n;
  }
  get value() {
    return this.#n;
  }
  get doubled() {
    return { n: this.#n * 2 };
  }
  child() {
    return new Counter(this.#n * 10);
  }
  fails() {
    throw new RangeError('counter fails');
  }
}

class OwnError extends Error {
  name = 'OwnError';
  code = 42;
}

const bytes = (text) => new TextEncoder().encode(text);

export class Remote extends WorkerEntrypoint {
  ownProperty = 5;

  async fetch(request) {
    return new Response(`${request.method} ${new URL(request.url).pathname} ${await request.text()}`, {
      status: 203,
    });
  }
  /** Opens a socket to an object, says something, and is gone. */
  async passBy(id, message) {
    const object = this.env.PROBE.get(this.env.PROBE.idFromString(id));
    const { webSocket } = await object.fetch('https://object/socket?as=', {
      headers: { upgrade: 'websocket' },
    });
    webSocket.accept();
    webSocket.send(message);
    webSocket.close(4003, 'in passing');
  }
  /** Begins what nobody waits for: the call of an object, and a write. */
  async beginInPassing(id) {
    this.env.PROBE.get(this.env.PROBE.idFromString(id)).log();
    this.env.KV.put(id, 'x').catch(() => undefined);
  }
  get property() {
    return 'a property';
  }
  get nested() {
    return { a: { b: () => 'deep' }, n: 1 };
  }
  get props() {
    return this.ctx.props;
  }
  static onClass() {
    return 'static';
  }
  get kinds() {
    const call = () => 'called';
    call.own = () => 'own';
    return { map: new Map(), promise: Promise.resolve(1), list: [1], text: 'text', call };
  }
  async writes(writable) {
    const writer = writable.getWriter();
    await writer.write(bytes('written'));
    await writer.close();
    return 'ok';
  }
  settledBy(run) {
    return new Promise((resolve) => {
      run((value) => resolve(value));
    });
  }
  add(a, b) {
    return a + b;
  }
  nothing() {}
  count(...args) {
    return args.length;
  }
  dup() {
    return 'own dup';
  }
  echo(value) {
    return value;
  }
  counter(n) {
    return new Counter(n);
  }
  double() {
    return (x) => x * 2;
  }
  slow() {
    return async (x) => {
      await scheduler.wait(1);
      return x + 1;
    };
  }
  mixed() {
    return { counter: new Counter(7), f: () => 'f', plain: 1, deep: { g: (a) => `${a}!` } };
  }
  list() {
    return [1, () => 'in array', new Counter(3)];
  }
  call(f, ...args) {
    return f(...args);
  }
  async callTwice(f) {
    return [await f(1), await f(2)];
  }
  async use(target) {
    const before = await target.value;
    return [before, await target.increment(5), typeof target, String(target), target.constructor.name];
  }
  fail(kind) {
    if (kind === 'own') throw new OwnError('own error');
    if (kind === 'members') throw Object.assign(new TypeError('with members'), { code: 'E1', status: 404 });
    if (kind === 'cause') throw new Error('outer', { cause: new TypeError('inner') });
    if (kind === 'DOMException') throw new DOMException('dom', 'AbortError');
    if (kind === 'aggregate') throw new AggregateError([new Error('x')], 'many');
    if (kind === 'text') throw 'a text';
    if (kind === 'object') throw { a: 1 };
    throw new RangeError('failed');
  }
  instance() {
    return new (class Own {})();
  }
  stream() {
    return new ReadableStream({
      type: 'bytes',
      start(controller) {
        controller.enqueue(bytes('one,'));
        controller.enqueue(bytes('two'));
        controller.close();
      },
    });
  }
  read(stream) {
    return new Response(stream).text();
  }
  async write(writable) {
    const writer = writable.getWriter();
    await writer.write(bytes('written'));
    await writer.close();
    return 'ok';
  }
  async describe(request) {
    return [request.method, request.url, request.headers.get('x-a'), await request.text()];
  }
  answer() {
    return new Response('body', { status: 201, headers: { 'x-b': 'c' } });
  }
  fields(headers) {
    return new Headers([...headers, ['added', '1']]);
  }
}
