// Events of Node and compression by node:zlib, at once and piece by piece.
import stream, { Readable, Transform } from 'node:stream';
import { EventEmitter, once, on } from 'node:events';
import events from 'node:events';
import zlib from 'node:zlib';
import { Buffer } from 'node:buffer';
import { promisify } from 'node:util';
import { all, answersOf, err } from '../node-checks.js';
const tick = (ms = 5) => new Promise((r) => setTimeout(r, ms));

const CHECKS = {
  errorMonitor: () => {
    const e = new EventEmitter();
    const out = [];
    e.on(events.errorMonitor, (x) => out.push('mon ' + x.message));
    e.on('error', () => out.push('err'));
    e.emit('error', new Error('m'));
    return out;
  },
  'emitter basics': () => {
    const e = new EventEmitter();
    const out = [];
    const f = () => out.push('f');
    e.on('a', f);
    e.prependListener('a', () => out.push('p'));
    e.once('a', () => out.push('o'));
    e.prependOnceListener('a', () => out.push('po'));
    e.emit('a');
    e.emit('a');
    return [
      out,
      e.eventNames(),
      e.listenerCount('a'),
      e.listenerCount('a', f),
      e.off('a', f) === e,
      e.listenerCount('a'),
      e.rawListeners('a').length,
      e.emit('none'),
      e.getMaxListeners(),
      e.setMaxListeners(5) === e,
    ];
  },
  newListener: () => {
    const e = new EventEmitter();
    const out = [];
    e.on('newListener', (n, f) => out.push('new ' + n));
    e.on('removeListener', (n) => out.push('rm ' + n));
    const f = () => {};
    e.on('x', f);
    e.off('x', f);
    e.once('y', f);
    e.removeAllListeners('y');
    return out;
  },
  'emitter errors': () =>
    all(
      () => new EventEmitter().emit('error'),
      () => new EventEmitter().emit('error', { a: 1 }),
      () => new EventEmitter().emit('error', null),
      () => new EventEmitter().on('x'),
      () => new EventEmitter().on('x', 5),
      () => new EventEmitter().setMaxListeners(-1),
      () => new EventEmitter().setMaxListeners('x'),
      () => {
        events.defaultMaxListeners = -1;
      },
    ),
  'emitter this and call': () => {
    function F() {
      EventEmitter.call(this);
    }
    Object.setPrototypeOf(F.prototype, EventEmitter.prototype);
    const f = new F();
    let t;
    f.on('x', function () {
      t = this === f;
    });
    f.emit('x');
    return [t, Object.keys(f), f._events.x !== undefined, typeof EventEmitter.init];
  },
  statics: () => {
    const e = new EventEmitter();
    e.on('x', () => {});
    const t = new EventTarget();
    const h = () => {};
    t.addEventListener('foo', h);
    return [
      events.listenerCount(e, 'x'),
      events.getEventListeners(e, 'x').length,
      events.getEventListeners(t, 'foo').length,
      events.getMaxListeners(e),
      events.getMaxListeners(t),
      typeof events.EventEmitterAsyncResource,
      events.defaultMaxListeners,
      events.captureRejections,
      typeof events.addAbortListener(new AbortController().signal, () => {})[Symbol.dispose],
    ];
  },
  'max listeners warning': () => {
    const e = new EventEmitter();
    for (let i = 0; i < 12; i++) e.on('x', () => {});
    return e.listenerCount('x');
  },
  'zlib roundtrips': () =>
    ['gzip', 'deflate', 'deflateRaw', 'brotliCompress'].map((k) => {
      const c = zlib[k + 'Sync']('hello hello hello hello');
      const d =
        zlib[
          {
            gzip: 'gunzip',
            deflate: 'inflate',
            deflateRaw: 'inflateRaw',
            brotliCompress: 'brotliDecompress',
          }[k] + 'Sync'
        ](c);
      return [c.toString('hex'), d.toString()];
    }),
  'zlib dictionary': () => {
    const dictionary = Buffer.from('hello world');
    const c = zlib.deflateSync('hello world hello', { dictionary });
    return all(
      () => c.toString('hex'),
      () => zlib.inflateSync(c, { dictionary }).toString(),
      () => zlib.inflateSync(c).toString(),
      () => zlib.inflateSync(c, { dictionary: Buffer.from('other') }).toString(),
    );
  },
  'zlib maxOutputLength': () =>
    all(
      () => zlib.gunzipSync(zlib.gzipSync('x'.repeat(1000)), { maxOutputLength: 10 }),
      () => zlib.inflateSync(zlib.deflateSync('abc'), { maxOutputLength: 3 }).toString(),
    ),
  'zlib finishFlush': () =>
    all(
      () =>
        zlib
          .gunzipSync(zlib.gzipSync('hello world').subarray(0, 16), {
            finishFlush: zlib.constants.Z_SYNC_FLUSH,
          })
          .toString(),
      () => zlib.gunzipSync(zlib.gzipSync('hello world').subarray(0, 16)),
      () => zlib.gunzipSync(Buffer.concat([zlib.gzipSync('a'), zlib.gzipSync('b')])).toString(),
      () => zlib.gunzipSync(Buffer.concat([zlib.gzipSync('a'), Buffer.from('junk')])).toString(),
      () => zlib.inflateSync(Buffer.alloc(0)).length,
      () => zlib.gunzipSync(''),
    ),
  'zlib errors': () =>
    all(
      () => zlib.gunzipSync('nope'),
      () => zlib.inflateSync(Buffer.from([1, 2, 3])),
      () => zlib.brotliDecompressSync(Buffer.from([1, 2, 3])),
      () => zlib.gzipSync(),
      () => zlib.gzipSync(5),
      () => zlib.gzip('x'),
      () => zlib.gzip('x', {}),
      () => zlib.unzipSync(Buffer.from('plain')),
    ),
  'zlib promisified': async () => [
    (await promisify(zlib.gunzip)(await promisify(zlib.gzip)('abc'))).toString(),
    (
      await promisify(zlib.brotliDecompress)(await promisify(zlib.brotliCompress)('abc', { params: {} }))
    ).toString(),
    await err(() => promisify(zlib.gunzip)('bad')),
    (await promisify(zlib.unzip)(zlib.deflateSync('u'))).toString(),
  ],
  'zlib crc32': () =>
    all(
      () => zlib.crc32('hello'),
      () => zlib.crc32(Buffer.from('world'), zlib.crc32('hello')),
      () => zlib.crc32(''),
      () => zlib.crc32(5),
      () => zlib.crc32('x', 'y'),
    ),
  'zlib zstd': () =>
    all(
      () => zlib.zstdCompressSync('hello').length,
      () => zlib.zstdDecompressSync(zlib.zstdCompressSync('hello')).toString(),
    ),
  'zlib classes': () =>
    all(
      () => new zlib.Gzip() instanceof Transform,
      () => zlib.createGzip() instanceof zlib.Gzip,
      () => zlib.Gzip() instanceof zlib.Gzip,
      () => new zlib.Gunzip().constructor.name,
      () => zlib.createBrotliCompress() instanceof zlib.BrotliCompress,
      () => new zlib.Deflate({ level: 50 }),
      () => zlib.createDeflate({ level: 3 })._level,
      () => zlib.Z_BEST_SPEED,
      () => Object.keys(zlib.codes).length,
    ),
  'zlib stream': async () => {
    const out = [];
    for await (const c of Readable.from(['a', 'b']).pipe(zlib.createGzip()).pipe(zlib.createGunzip()))
      out.push(String(c));
    return out.join('');
  },
  'zlib stream flush': async () => {
    const g = zlib.createGzip();
    const out = [];
    g.on('data', (d) => out.push(d.toString('hex')));
    g.write('hello');
    await new Promise((ok) => g.flush(ok));
    const n = out.length > 0;
    const part = zlib
      .gunzipSync(Buffer.from(out.join(''), 'hex'), { finishFlush: zlib.constants.Z_SYNC_FLUSH })
      .toString();
    g.end(' world');
    await once(g, 'end');
    return [n, part, zlib.gunzipSync(Buffer.from(out.join(''), 'hex')).toString()];
  },
  'zlib stream partial inflate': async () => {
    const z = zlib.deflateSync(Buffer.alloc(200000, 'abc'));
    const i = zlib.createInflate();
    let n = 0;
    i.on('data', (d) => (n += d.length));
    i.write(z.subarray(0, 100));
    await tick();
    const first = n > 0;
    i.end(z.subarray(100));
    await once(i, 'end');
    return [first, n];
  },
  'zlib stream error': async () => {
    const g = zlib.createGunzip();
    const e = once(g, 'error');
    g.end('not gzip');
    const [x] = await e;
    return [x.name, x.code, x.errno, x.message];
  },
  'zlib stream truncated': async () => {
    const g = zlib.createGunzip();
    const e = once(g, 'error');
    g.resume();
    g.end(zlib.gzipSync('hello').subarray(0, 10));
    const [x] = await e;
    return [x.name, x.code, x.message];
  },
  'zlib bytesWritten close': async () => {
    const g = zlib.createGzip();
    g.resume();
    g.end('hello');
    await once(g, 'end');
    await tick();
    return [g.bytesWritten, g.destroyed, typeof g.close, typeof g.params, typeof g.reset, typeof g.flush];
  },
};

export default answersOf(CHECKS);
