// What every kernel promises beside its order: horizons, stopping, stations, and refusals.
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, test } from 'vitest';
import { SimError } from '../../sim/errors.ts';
import { createKernel } from '../../sim/kernel/create.ts';
import type { Kernel } from '../../sim/kernel/kernel.ts';
import { MAX_PENDING_EVENTS, MAX_TIME_US } from '../../sim/kernel/limits.ts';

/** Runs to `untilUs` and returns the operands of what fired. */
function fired(kernel: Kernel, untilUs: number): number[] {
  const operands: number[] = [];
  kernel.run(untilUs, (_kind, a) => operands.push(a));
  return operands;
}

describe.each(['simjs', 'packed'] as const)('the kernel %s', (name) => {
  test('keeps the first event beyond the horizon and leaves the clock at the horizon', ({ expect }) => {
    const kernel = createKernel(name);
    kernel.schedule(10, 0, 1, 10, 0);
    kernel.schedule(20, 0, 1, 20, 0);
    kernel.schedule(21, 0, 1, 21, 0);
    expect(fired(kernel, 20)).toEqual([10, 20]);
    expect([kernel.nowUs(), kernel.pendingCount()]).toEqual([20, 1]);
    kernel.schedule(20, 1, 1, 99, 0);
    expect(fired(kernel, 100)).toEqual([99, 21]);
    expect([kernel.nowUs(), kernel.pendingCount()]).toEqual([100, 0]);
  });

  test('fires events of one instant by key, whatever the order they were scheduled in', ({ expect }) => {
    const kernel = createKernel(name);
    for (const key of [5, 3, 2 ** 50, 0, 4]) kernel.schedule(7, key, 1, key % 100, 0);
    expect(fired(kernel, 7)).toEqual([0, 3, 4, 5, 24]);
  });

  test('puts an event scheduled for this very instant among those that have not fired', ({ expect }) => {
    const kernel = createKernel(name);
    const order: number[] = [];
    kernel.schedule(7, 10, 1, 10, 0);
    kernel.schedule(7, 30, 1, 30, 0);
    kernel.run(7, (_kind, a) => {
      order.push(a);
      if (a === 10) {
        kernel.schedule(7, 20, 1, 20, 0);
        kernel.scheduleRare(7, 25, 1, 25, 0);
        kernel.schedule(7, 5, 1, 5, 0);
      }
    });
    expect(order).toEqual([10, 5, 20, 25, 30]);
  });

  test('hands over operands as they were given, zero and negative ones included', ({ expect }) => {
    const kernel = createKernel(name);
    const seen: number[][] = [];
    kernel.schedule(0, 0, 0, 0, 0);
    kernel.schedule(0, 1, 255, -2147483648, 2147483647);
    kernel.run(0, (kind, a, b) => seen.push([kind, a, b]));
    expect(seen).toEqual([
      [0, 0, 0],
      [255, -2147483648, 2147483647],
    ]);
  });

  test('stops after the event being dispatched and goes on from there', ({ expect }) => {
    const kernel = createKernel(name);
    for (const key of [1, 2, 3]) kernel.schedule(5, key, 1, key, 0);
    const seen: number[] = [];
    kernel.run(9, (_kind, a) => {
      seen.push(a);
      if (a === 2) kernel.stop();
    });
    expect([seen, kernel.nowUs(), kernel.pendingCount()]).toEqual([[1, 2], 5, 1]);
    expect(fired(kernel, 9)).toEqual([3]);
  });

  test('says when service starts and counts the jobs at a station', ({ expect }) => {
    const kernel = createKernel(name);
    const station = kernel.createServer(2);
    const starts = [30, 10, 10, 10, 5].map((serviceUs, n) => station.serve(serviceUs, n, 1, n, 0));
    expect(starts).toEqual([0, 0, 10, 20, 30]);
    expect(station.length()).toBe(5);
    const ends: number[][] = [];
    kernel.run(1000, (_kind, a) => ends.push([a, kernel.nowUs(), station.length()]));
    expect(ends).toEqual([
      [1, 10, 4],
      [2, 20, 3],
      [0, 30, 2],
      [3, 30, 1],
      [4, 35, 0],
    ]);
    expect(station.serve(7, 0, 1, 0, 0)).toBe(1000);
  });

  test('forgets a station that has no jobs and that nobody holds', async ({ expect }) => {
    const kernel = createKernel(name);
    const serveOnce = (): WeakRef<object> => {
      const station = kernel.createServer(1);
      station.serve(5, 0, 1, 0, 0);
      return new WeakRef(station);
    };
    const station = serveOnce();
    kernel.run(10, () => undefined);
    await setImmediate();
    setFlagsFromString('--expose-gc');
    runInNewContext('gc()');
    expect(station.deref()).toBeUndefined();
    expect(kernel.nowUs()).toBe(10);
  });

  test('serves a job of no length at instant 0', ({ expect }) => {
    const kernel = createKernel(name);
    expect(kernel.createServer(1).serve(0, 0, 1, 42, 0)).toBe(0);
    expect(fired(kernel, 0)).toEqual([42]);
  });

  test('reaches the last instant, 2^52 us', ({ expect }) => {
    const kernel = createKernel(name);
    kernel.schedule(MAX_TIME_US, 1, 1, 2, 0);
    kernel.schedule(MAX_TIME_US - 1, 2, 1, 1, 0);
    expect(fired(kernel, MAX_TIME_US)).toEqual([1, 2]);
    expect(fired(kernel, Infinity)).toEqual([]);
    expect(kernel.nowUs()).toBe(MAX_TIME_US);
  });

  test('refuses an event in the past, between two microseconds, beyond 2^52, or with a bad key or kind', ({
    expect,
  }) => {
    const kernel = createKernel(name);
    kernel.run(10, () => undefined);
    const bad: readonly (readonly [number, number, number])[] = [
      [9, 0, 0],
      [10.5, 0, 0],
      [Number.NaN, 0, 0],
      [Infinity, 0, 0],
      [MAX_TIME_US + 1, 0, 0],
      [10, -1, 0],
      [10, 0.5, 0],
      [10, 2 ** 53, 0],
      [10, 0, 256],
      [10, 0, -1],
      [10, 0, 1.5],
    ];
    for (const [atUs, key, kind] of bad) {
      expect(() => kernel.schedule(atUs, key, kind, 0, 0), `${atUs} ${key} ${kind}`).toThrow(RangeError);
      expect(() => kernel.scheduleRare(atUs, key, kind, 0, 0), `rare ${atUs} ${key} ${kind}`).toThrow(
        RangeError,
      );
    }
    const station = kernel.createServer(1);
    expect(() => station.serve(-1, 0, 0, 0, 0)).toThrow(RangeError);
    expect(() => station.serve(Number.NaN, 0, 0, 0, 0)).toThrow(RangeError);
    expect(() => kernel.createServer(0)).toThrow(RangeError);
    expect(kernel.pendingCount()).toBe(0);
  });

  test('loses nothing when a handler throws', ({ expect }) => {
    const kernel = createKernel(name);
    for (const key of [1, 2, 3]) kernel.schedule(5, key, 1, key, 0);
    expect(() =>
      kernel.run(9, (_kind, a) => {
        if (a === 2) throw new Error('handler');
      }),
    ).toThrow('handler');
    expect(fired(kernel, 9)).toEqual([3]);
  });
});

test('more pending events than the limit are refused with a coded error', ({ expect }) => {
  const kernel = createKernel('packed');
  for (let n = 0; n < MAX_PENDING_EVENTS; n++) kernel.schedule(n, n, 1, n, 0);
  expect(() => kernel.schedule(5, MAX_PENDING_EVENTS, 1, 0, 0)).toThrow(SimError);
  expect(() => kernel.schedule(5, MAX_PENDING_EVENTS, 1, 0, 0)).toThrow(/4194304 events are pending/);
  expect(kernel.pendingCount()).toBe(MAX_PENDING_EVENTS);
});
