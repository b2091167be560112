// Streams of Node: errors, buffers, and ways from and to the web.
import stream, { Readable, Writable, Duplex, PassThrough } from 'node:stream';
import sp from 'node:stream/promises';
import { EventEmitter, once, on } from 'node:events';
import events from 'node:events';
import { Buffer } from 'node:buffer';
import { text } from 'node:stream/consumers';
import { all, answersOf, err } from '../node-checks.js';
const tick = (ms = 5) => new Promise((r) => setTimeout(r, ms));

const CHECKS = {
  'write after destroy': async () => {
    const w = new PassThrough();
    const out = [];
    w.on('error', (e) => out.push(e.code));
    w.destroy();
    w.write('x', (e) => out.push('cb ' + e?.code));
    await tick();
    return out;
  },
  cork: async () => {
    const out = [];
    const w = new Writable({
      writev(cs, cb) {
        out.push(cs.map((c) => String(c.chunk)));
        cb();
      },
    });
    w.cork();
    w.write('a');
    w.write('b');
    out.push(w.writableCorked);
    w.uncork();
    await tick();
    return out;
  },
  'decodeStrings default enc': async () => {
    const out = [];
    const w = new Writable({
      decodeStrings: false,
      write(c, e, cb) {
        out.push(typeof c, e);
        cb();
      },
    });
    w.setDefaultEncoding('latin1');
    w.write('a');
    w.write('b', 'hex');
    return out;
  },
  duplexPair: async () => {
    const [a, b] = stream.duplexPair();
    a.end('hi');
    return text(b);
  },
  'web bridges': async () => [
    await text(Readable.fromWeb(new Response('web').body)),
    await new Response(Readable.toWeb(Readable.from([Buffer.from('node')]))).text(),
    await (async () => {
      const { readable, writable } = new TransformStream();
      const w = Writable.fromWeb(writable);
      w.end('x');
      return new Response(readable).text();
    })(),
  ],
  predicates: () => [
    stream.isReadable(new Readable({ read() {} })),
    stream.isWritable?.(new Writable()),
    stream.isErrored(new Readable()),
    stream.isDisturbed(new Readable()),
    stream.isDestroyed?.(new Readable()),
  ],
  'stream instance': () => [
    new Readable() instanceof stream,
    new Readable() instanceof stream.Stream,
    new Duplex() instanceof Writable,
    new PassThrough() instanceof Duplex,
    typeof stream.Stream.Readable,
    stream.Readable === Readable,
    stream.promises === sp,
    new Readable() instanceof EventEmitter,
  ],
  asyncDispose: async () => {
    const r = new Readable({ read() {} });
    await r[Symbol.asyncDispose]();
    return r.destroyed;
  },
  addAbortSignal: async () => {
    const ac = new AbortController();
    const r = stream.addAbortSignal(ac.signal, new Readable({ read() {} }));
    const p = err(async () => {
      for await (const _ of r);
    });
    ac.abort();
    return p;
  },
  'unhandled stream error': async () => {
    const r = new Readable({ read() {} });
    let e;
    r.on('error', (x) => (e = x));
    r.emit('error', new Error('q'));
    return e.message;
  },
  'legacy Stream': async () => {
    const s = new stream.Stream();
    const out = [];
    const w = new Writable({
      write(c, e, cb) {
        out.push(String(c));
        cb();
      },
    });
    s.pipe(w);
    s.emit('data', 'x');
    s.emit('end');
    await tick();
    return out;
  },
  'events names': () => Object.keys(events).sort(),
  once: () =>
    all(
      async () => {
        const e = new EventEmitter();
        setTimeout(() => e.emit('x', 1, 2), 1);
        return once(e, 'x');
      },
      async () => {
        const e = new EventEmitter();
        setTimeout(() => e.emit('error', new Error('bad')), 1);
        return once(e, 'x');
      },
      async () => {
        const t = new EventTarget();
        setTimeout(() => t.dispatchEvent(new Event('y')), 1);
        const [v] = await once(t, 'y');
        return v.type;
      },
      () => once(new EventEmitter(), 'x', { signal: AbortSignal.abort() }),
      () => once(5, 'x'),
      async () => {
        const e = new EventEmitter();
        const ac = new AbortController();
        setTimeout(() => ac.abort(), 1);
        return once(e, 'x', { signal: ac.signal });
      },
    ),
  'on signal': () => {
    const e = new EventEmitter();
    const ac = new AbortController();
    setTimeout(() => ac.abort(), 1);
    return err(async () => {
      for await (const _ of on(e, 'x', { signal: ac.signal }));
    });
  },
  'on iterator': async () => {
    const e = new EventEmitter();
    const it = on(e, 'x');
    e.emit('x', 1);
    const a = await it.next();
    const b = await it.return();
    return [a, b, e.listenerCount('x'), Object.prototype.toString.call(it), typeof it[Symbol.asyncIterator]];
  },
  captureRejections: async () => {
    const e = new EventEmitter({ captureRejections: true });
    const out = [];
    e.on('x', async () => {
      throw new Error('async');
    });
    e.on('error', (er) => out.push(er.message));
    e.emit('x');
    await tick();
    const f = new EventEmitter({ captureRejections: true });
    f[Symbol.for('nodejs.rejection')] = (er, ev) => out.push(ev + er.message);
    f.on('y', async () => {
      throw new Error('r');
    });
    f.emit('y');
    await tick();
    return out;
  },
};

export default answersOf(CHECKS);
