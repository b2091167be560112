// Order of timers, asynchronous context and channels of Node.
import { AsyncLocalStorage } from 'node:async_hooks';
import process from 'node:process';
import timers from 'node:timers';
import tp from 'node:timers/promises';
import { EventEmitter } from 'node:events';
import { all, answersOf, err } from '../node-checks.js';
const tick = (ms = 5) => new Promise((r) => setTimeout(r, ms));

const CHECKS = {
  'order all': async () => {
    const out = [];
    setTimeout(() => out.push('timeout0'), 0);
    setImmediate(() => out.push('immediate'));
    process.nextTick(() => out.push('tick'));
    queueMicrotask(() => out.push('micro'));
    Promise.resolve().then(() => out.push('then'));
    out.push('sync');
    await tick(20);
    return out;
  },
  'order immediate first': async () => {
    const out = [];
    setImmediate(() => out.push('immediate'));
    setTimeout(() => out.push('timeout0'), 0);
    setTimeout(() => out.push('timeout1'), 1);
    await tick(20);
    return out;
  },
  'immediate nested': async () => {
    const out = [];
    setImmediate(() => {
      out.push('i1');
      setImmediate(() => out.push('i2'));
      process.nextTick(() => out.push('t'));
      setTimeout(() => out.push('to'), 0);
      Promise.resolve().then(() => out.push('m'));
    });
    await tick(20);
    return out;
  },
  'immediate in timer': async () => {
    const out = [];
    setTimeout(() => {
      out.push('a');
      setImmediate(() => out.push('imm'));
    }, 1);
    setTimeout(() => out.push('b'), 1);
    await tick(20);
    return out;
  },
  'two immediates micro': async () => {
    const out = [];
    setImmediate(() => {
      out.push('i1');
      Promise.resolve().then(() => out.push('m1'));
    });
    setImmediate(() => out.push('i2'));
    await tick(20);
    return out;
  },
  'nextTick order': async () => {
    const out = [];
    Promise.resolve()
      .then(() => {
        out.push('p1');
        process.nextTick(() => out.push('t2'));
      })
      .then(() => out.push('p2'));
    process.nextTick(() => out.push('t1'));
    await tick();
    return out;
  },
  'nextTick args': async () => {
    const out = [];
    process.nextTick((a, b) => out.push(a, b), 1, 2);
    await tick(1);
    return [out, await err(() => process.nextTick('x'))];
  },
  'tasks have the global object': async () => {
    const found = [];
    const task = function () {
      found.push(this === globalThis);
    };
    const timer = setInterval(task, 1);
    setTimeout(task, 1);
    setImmediate(task);
    await tick(20);
    clearInterval(timer);
    return [found.length > 3, found.every((one) => one)];
  },
  'immediate args': () => new Promise((ok) => setImmediate((a, b) => ok([a, b]), 1, 2)),
  'timeout object': () => {
    const t = setTimeout(() => {}, 1000);
    const r = [
      typeof t,
      t.constructor.name,
      t.hasRef(),
      t.unref() === t,
      t.hasRef(),
      t.ref() === t,
      typeof t[Symbol.toPrimitive](),
      t.refresh() === t,
      typeof +t,
      t.close() === t,
    ];
    clearTimeout(t);
    return r;
  },
  interval: async () => {
    let n = 0;
    const i = setInterval(() => {
      if (++n === 3) clearInterval(i);
    }, 1);
    await tick(30);
    return n;
  },
  'timers promises': () =>
    all(
      () => tp.setTimeout(1, 'v'),
      () => tp.setImmediate('i'),
      () => tp.setTimeout(1000, 'v', { signal: AbortSignal.abort('why') }),
      () => tp.setTimeout('x'),
      async () => {
        const out = [];
        for await (const v of tp.setInterval(1, 'k')) {
          out.push(v);
          if (out.length === 2) break;
        }
        return out;
      },
      () => tp.scheduler.wait(1),
      () => tp.scheduler.yield(),
      () => {
        const ac = new AbortController();
        const p = tp.setTimeout(1000, 0, { signal: ac.signal });
        ac.abort();
        return p;
      },
      () => tp.setImmediate('x', { signal: AbortSignal.abort() }),
      () => tp.setTimeout(1, 'v', { ref: 'x' }),
    ),
  'promises immediate order': async () => {
    const out = [];
    tp.setTimeout(0).then(() => out.push('t'));
    tp.setImmediate().then(() => out.push('i'));
    await tick(10);
    return out;
  },
  als: async () => {
    const a = new AsyncLocalStorage();
    return [
      a.getStore() ?? 'none',
      await a.run(1, async () => {
        await tick(1);
        return [
          a.getStore(),
          a.exit(() => a.getStore() ?? 'none'),
          a.run(2, () => a.getStore()),
          a.getStore(),
        ];
      }),
      a.getStore() ?? 'none',
    ];
  },
  'als timers events': async () => {
    const a = new AsyncLocalStorage();
    const out = [];
    const e = new EventEmitter();
    e.on('x', () => out.push('ev' + a.getStore()));
    a.run('A', () => {
      setTimeout(() => out.push('t' + a.getStore()), 1);
      setImmediate(() => out.push('i' + a.getStore()));
      queueMicrotask(() => out.push('m' + a.getStore()));
      process.nextTick(() => out.push('n' + a.getStore()));
      e.emit('x');
      Promise.resolve().then(() => out.push('p' + a.getStore()));
    });
    await tick(10);
    e.emit('x');
    return out.sort();
  },
  'als bind snapshot': () => {
    const a = new AsyncLocalStorage();
    const f = a.run(5, () => AsyncLocalStorage.bind((x) => [a.getStore(), x]));
    const s = a.run(6, () => AsyncLocalStorage.snapshot());
    return [f(1), s((y) => [a.getStore(), y], 2), a.run(9, () => s(() => a.getStore()))];
  },
  'als throw restores': () => {
    const a = new AsyncLocalStorage();
    try {
      a.run(1, () => {
        throw new Error('x');
      });
    } catch {}
    return a.getStore() ?? 'none';
  },
  'als generator thenable': async () => {
    const a = new AsyncLocalStorage();
    return a.run(3, async () => {
      async function* g() {
        yield a.getStore();
        await tick(1);
        yield a.getStore();
      }
      const out = [];
      for await (const v of g()) out.push(v);
      out.push(
        await {
          then(r) {
            r(a.getStore());
          },
        },
      );
      return out;
    });
  },
  'als stream fetchless': async () => {
    const a = new AsyncLocalStorage();
    return a.run(4, async () => {
      const r = new ReadableStream({
        pull(c) {
          c.enqueue(String(a.getStore()));
          c.close();
        },
      });
      return new Response(r.pipeThrough(new TextEncoderStream())).text();
    });
  },
};

export default answersOf(CHECKS);
