// Streams of Node: helpers, pipelines, order of events.
import stream, { Readable, Writable, Transform, PassThrough } from 'node:stream';
import sp from 'node:stream/promises';
import { on } from 'node:events';
import { Buffer } from 'node:buffer';
import { text, json, buffer, arrayBuffer, blob } from 'node:stream/consumers';
import { answersOf, err } from '../node-checks.js';
const tick = (ms = 5) => new Promise((r) => setTimeout(r, ms));

const CHECKS = {
  'Readable.from kinds': async () => [
    await Readable.from(['a', 'b']).toArray(),
    await Readable.from('abc').toArray(),
    (await Readable.from(Buffer.from('xy')).toArray()).map(String),
    await Readable.from(
      (async function* () {
        yield 1;
        yield 2;
      })(),
    ).toArray(),
    await err(() => Readable.from(5)),
    await Readable.from(new Set([1])).toArray(),
  ],
  operators: async () => [
    await Readable.from([1, 2, 3])
      .map((x) => x * 2)
      .toArray(),
    await Readable.from([1, 2, 3, 4])
      .filter((x) => x % 2)
      .toArray(),
    await Readable.from([1, 2, 3]).reduce((a, b) => a + b, 0),
    await Readable.from([1, 2, 3]).some((x) => x > 2),
    await Readable.from([1, 2]).every((x) => x > 1),
    await Readable.from([1, 2]).find((x) => x > 1),
    await Readable.from([1, 2, 3]).take(2).toArray(),
    await Readable.from([1, 2, 3]).drop(1).toArray(),
    await Readable.from([1, 2])
      .flatMap((x) => [x, x])
      .toArray(),
  ],
  'for await': async () => {
    const out = [];
    for await (const c of Readable.from(['x', 'y'])) out.push(c);
    return out;
  },
  'for await break destroys': async () => {
    const r = Readable.from([1, 2, 3]);
    for await (const c of r) break;
    return [r.destroyed, r.readableEnded];
  },
  'pipeline cb': () =>
    new Promise((ok) => {
      const out = [];
      stream.pipeline(
        Readable.from(['a', 'b']),
        new Transform({
          transform(c, e, cb) {
            cb(null, String(c).toUpperCase());
          },
        }),
        new Writable({
          write(c, e, cb) {
            out.push(String(c));
            cb();
          },
        }),
        (e) => ok([e ?? 'none', out]),
      );
    }),
  'pipeline generators': async () => {
    let s = '';
    await sp.pipeline(
      Readable.from(['a', 'b']),
      async function* (src) {
        for await (const c of src) yield c + '!';
      },
      async (src) => {
        for await (const c of src) s += c;
      },
    );
    return s;
  },
  'pipeline signal': () => {
    const ac = new AbortController();
    const p = err(() =>
      sp.pipeline(new Readable({ read() {} }), new PassThrough().resume(), { signal: ac.signal }),
    );
    ac.abort();
    return p;
  },
  consumers: async () => [
    await text(Readable.from(['a', 'b'])),
    await json(Readable.from(['{"a":', '1}'])),
    (await buffer(Readable.from([Buffer.from('x')]))).toString(),
    (await arrayBuffer(Readable.from([Buffer.from('xy')]))).byteLength,
    (await blob(Readable.from([Buffer.from('xyz')]))).size,
  ],
  encoding: async () => {
    const r = new Readable({ read() {} });
    r.setEncoding('utf8');
    const e = Buffer.from('é€');
    r.push(e.subarray(0, 1));
    r.push(e.subarray(1, 3));
    r.push(e.subarray(3));
    r.push(null);
    const out = [];
    for await (const c of r) out.push(c);
    return out.join('|');
  },
  'hwm backpressure': () => {
    const w = new Writable({
      highWaterMark: 3,
      write(c, e, cb) {
        setTimeout(cb, 1);
      },
    });
    return [
      w.write('a'),
      w.write('bcd'),
      w.writableLength,
      w.writableNeedDrain,
      w.writableHighWaterMark,
      new Readable().readableHighWaterMark,
      new Readable({ objectMode: true }).readableHighWaterMark,
      stream.getDefaultHighWaterMark?.(false),
      stream.getDefaultHighWaterMark?.(true),
    ];
  },
  'drain event': () =>
    new Promise((ok) => {
      const w = new Writable({
        highWaterMark: 1,
        write(c, e, cb) {
          setTimeout(cb, 1);
        },
      });
      w.on('drain', () => ok('drained'));
      w.write('abc');
    }),
  'event order write': async () => {
    const out = [];
    const w = new Writable({
      write(c, e, cb) {
        out.push('write ' + c);
        cb();
      },
      final(cb) {
        out.push('final');
        cb();
      },
      destroy(e, cb) {
        out.push('destroy');
        cb(e);
      },
    });
    for (const ev of ['finish', 'close', 'error', 'pipe']) w.on(ev, () => out.push(ev));
    w.write('a', () => out.push('cb'));
    w.end('b', () => out.push('endcb'));
    out.push('sync');
    await tick();
    return out;
  },
  'event order read': async () => {
    const out = [];
    const r = new Readable({
      read() {
        out.push('read');
        this.push('x');
        this.push(null);
      },
    });
    for (const ev of ['data', 'end', 'close', 'readable', 'pause', 'resume'])
      if (ev !== 'readable') r.on(ev, () => out.push(ev));
    await tick();
    return out;
  },
  'readable event': async () => {
    const out = [];
    const r = new Readable({ read() {} });
    r.on('readable', () => {
      let c;
      while ((c = r.read()) !== null) out.push(String(c));
      out.push('-');
    });
    r.push('ab');
    r.push('cd');
    await tick();
    r.push(null);
    await tick();
    return out;
  },
  'unshift read(n)': async () => {
    const r = new Readable({ read() {} });
    r.push('abcdef');
    r.push(null);
    await tick(1);
    const a = r.read(2);
    r.unshift(Buffer.from('Z'));
    return [String(a), String(r.read(3)), String(r.read()), r.read()];
  },
  'pipe unpipe': async () => {
    const out = [];
    const r = new PassThrough();
    const w = new Writable({
      write(c, e, cb) {
        out.push(String(c));
        cb();
      },
    });
    w.on('pipe', () => out.push('pipe'));
    w.on('unpipe', () => out.push('unpipe'));
    r.pipe(w);
    r.write('a');
    await tick();
    r.unpipe(w);
    r.write('b');
    await tick();
    return out;
  },
  'destroy errors': async () => {
    const out = [];
    const r = new Readable({ read() {} });
    r.on('error', (e) => out.push(e.message));
    r.on('close', () => out.push('close'));
    r.destroy(new Error('d'));
    out.push(r.destroyed, r.errored?.message ?? null);
    await tick();
    out.push(r.closed);
    return out;
  },
};

export default answersOf(CHECKS);
