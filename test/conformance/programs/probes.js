// The Durable Object classes that behaviours of objects are tried in; both arms bind them as PROBE, FRAGILE and PLAIN.
import { DurableObject, RpcTarget } from 'cloudflare:workers';

const inside = [];

/** The number under which an object runs a piece of code of this module. */
export const remember = (run) => inside.push(run) - 1;

/** A behaviour that runs within a new object: gets its context and everything that the object holds. */
export function within(run) {
  const index = remember(run);
  return ({ env }) => env.PROBE.get(env.PROBE.newUniqueId()).run(index);
}

/** What a behaviour gives, or name and message of what it throws. */
export const caught = async (run) => {
  try {
    return await run();
  } catch (error) {
    return [error.name, error.message];
  }
};

/** A target that notes when nobody refers to it any more. */
class Lent extends RpcTarget {
  #note;

  constructor(note) {
    super();
    this.#note = note;
  }
  use() {
    return 'used';
  }
  [Symbol.dispose]() {
    this.#note();
  }
}

/** An object that runs behaviours, counts, and keeps sockets. */
export class Probe extends DurableObject {
  steps = [];

  constructor(ctx, env) {
    super(ctx, env);
    this.steps.push('constructor');
    ctx.blockConcurrencyWhile(async () => {
      this.steps.push('block');
      await scheduler.wait(5);
      this.steps.push('block ends');
    });
    this.steps.push('constructed');
  }

  get kind() {
    return 'probe';
  }

  run(index) {
    return inside[index]({ ctx: this.ctx, storage: this.ctx.storage, env: this.env, self: this });
  }

  log() {
    this.steps.push('called');
    return this.steps;
  }

  echo(value) {
    return value;
  }

  /** Opens a socket to another object, and notes what it says. */
  async reachOut(id) {
    const other = this.env.PROBE.get(this.env.PROBE.idFromString(id));
    const { webSocket } = await other.fetch('https://object/socket?as=', {
      headers: { upgrade: 'websocket' },
    });
    webSocket.accept();
    webSocket.addEventListener('message', ({ data }) => this.steps.push(data));
    this.outgoing = webSocket;
  }

  async sayOn(text) {
    this.outgoing.send(text);
    await scheduler.wait(20);
    return this.steps;
  }

  call(run, ...args) {
    return run(...args);
  }

  async waitThen(next) {
    const word = await new Promise((resolve) => (this.waiters ??= []).push(resolve));
    if (next === 'storage') await this.ctx.storage.put('word', word);
    if (next === 'store') await this.env.KV.put('word', word);
    if (next === 'timer') await scheduler.wait(2);
    if (next === 'fetch') await fetch('http://upstream.test/text/a').then((response) => response.text());
    return `${word} then ${next}`;
  }

  wake(word) {
    const woken = this.waiters.splice(0);
    for (const resolve of woken) resolve(word);
    return woken.length;
  }

  async push() {
    await this.writer.write(new TextEncoder().encode('pushed'));
    await this.writer.close();
    return new Response('done');
  }

  lend(name) {
    return new Lent(() => this.steps.push(`back ${name}`));
  }

  lendSeveral() {
    return { first: this.lend('first'), second: this.lend('second') };
  }

  counting() {
    let count = 0;
    return () => ++count;
  }

  named() {
    return [this.ctx.id.name ?? null, String(this.ctx.id)];
  }

  async increment(waitMs = 0) {
    const value = (await this.ctx.storage.get('value')) ?? 0;
    if (waitMs > 0) await scheduler.wait(waitMs);
    await this.ctx.storage.put('value', value + 1);
    return value + 1;
  }

  guarded() {
    return this.ctx.blockConcurrencyWhile(() => this.increment(2));
  }

  abortLater() {
    this.ctx.waitUntil(scheduler.wait(5).then(() => this.ctx.abort('late')));
    return 'soon';
  }

  failBlock() {
    return caught(() =>
      this.ctx.blockConcurrencyWhile(async () => {
        throw new RangeError('inside');
      }),
    );
  }

  read(key) {
    return this.ctx.storage.get(key);
  }

  async setAlarmIn(ms) {
    await this.ctx.storage.setAlarm(Date.now() + ms);
  }

  async alarm(info) {
    const seen = (await this.ctx.storage.get('alarms')) ?? [];
    seen.push([info.isRetry, info.retryCount, await this.ctx.storage.getAlarm()]);
    await this.ctx.storage.put('alarms', seen);
    await this.ctx.storage.put('told', [Object.keys(info), typeof info.scheduledTime]);
  }

  fail(kind) {
    if (kind === 'range') throw new RangeError('out of range');
    if (kind === 'own') {
      class OwnError extends Error {
        name = 'OwnError';
      }
      throw new OwnError('mine');
    }
    throw kind;
  }

  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === '/throw') throw new TypeError('thrown in fetch');
    if (pathname === '/seen')
      return Response.json([request.method, request.url, [...request.headers], request.cf ?? null]);
    if (pathname === '/length') {
      const length = searchParams.get('of');
      return new Response('body', { headers: length === null ? {} : { 'content-length': length } });
    }
    if (pathname === '/open') {
      const { readable, writable } = new TransformStream();
      this.writer = writable.getWriter();
      return new Response(readable);
    }
    if (pathname === '/step') this.steps.push('request');
    if (pathname === '/push') return this.push();
    if (pathname === '/socket') return this.#socket(searchParams.get('as') ?? '');
    return Response.json([request.method, request.url, await request.text(), request.headers.get('x-a')]);
  }

  #socket(as) {
    const [client, server] = Object.values(new WebSocketPair());
    if (as === 'plain') {
      server.accept();
      server.addEventListener('message', ({ data }) => server.send(`plain ${data}`));
      server.addEventListener('close', ({ code }) => code === 1006 || server.close(code, 'heard'));
    } else {
      this.ctx.acceptWebSocket(server, as === '' ? [] : as.split(','));
      server.serializeAttachment({ as, n: 0 });
    }
    return new Response(null, { status: 101, webSocket: client });
  }

  webSocketMessage(socket, message) {
    if (message === 'attachment') {
      const held = socket.deserializeAttachment();
      socket.serializeAttachment({ ...held, n: held.n + 1 });
      socket.send(JSON.stringify(held));
    } else if (message === 'tags') socket.send(JSON.stringify(this.ctx.getTags(socket)));
    else if (message === 'all') for (const one of this.ctx.getWebSockets()) one.send('to all');
    else if (message === 'counts')
      socket.send(
        JSON.stringify([
          this.ctx.getWebSockets().length,
          this.ctx.getWebSockets('a').length,
          socket.readyState,
        ]),
      );
    else if (message === 'close') socket.close(4001, 'as you wish');
    else if (message === 'same') socket.send(String(this.ctx.getWebSockets()[0] === socket));
    else if (typeof message === 'string') socket.send(`heard ${message}`);
    else socket.send(new Uint8Array(message).toReversed());
  }

  async webSocketClose(socket, code, reason, wasClean) {
    await this.ctx.storage.put('closed', [code, reason, wasClean, socket.readyState]);
    if (code !== 1006) socket.close(code, 'and so do I');
  }
}

/** An object whose constructor fails while the world is told to wait, as long as it is asked to. */
export class Fragile extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    this.made = globalThis.made = (globalThis.made ?? 0) + 1;
    ctx.blockConcurrencyWhile(async () => {
      const tries = (await ctx.storage.get('tries')) ?? 0;
      await ctx.storage.put('tries', tries + 1);
      await ctx.storage.sync();
      if (tries === 0) throw new Error('not ready');
    });
  }

  hello() {
    return 'hello';
  }

  async abort() {
    await this.ctx.storage.put('kept', 1);
    await this.ctx.storage.sync();
    this.ctx.abort('enough');
  }

  wake() {
    return this.ctx.storage.setAlarm(Date.now() + 5);
  }

  kept() {
    return this.ctx.storage.get('kept');
  }
}

/** A class without a base: fetch reaches it, methods do not. */
export class Plain {
  constructor(state, env) {
    this.state = state;
    this.env = env;
  }

  hello() {
    return 'hello';
  }

  async fetch() {
    return Response.json([typeof this.state.storage.get, Object.keys(this.env).includes('PLAIN')]);
  }
}
