// The order of events on both kernels, against a sorted list, for delays of many shapes.
import { describe, test } from 'vitest';
import { createKernel } from '../../sim/kernel/create.ts';
import { MAX_TIME_US } from '../../sim/kernel/limits.ts';
import { exponential, labelHash, uniform } from '../../sim/random.ts';
import { SortedListKernel } from './sorted-list.ts';

const DELAY = labelHash('delay');

/** Delays in microseconds by number of draw; each shape is hard on another part of the queue. */
const DELAYS: Record<string, (n: number) => number> = {
  'uniform over a second': (n) => Math.floor(1e6 * uniform(1, 0, DELAY, n)),
  'uniform over ten microseconds': (n) => Math.floor(10 * uniform(2, 0, DELAY, n)),
  'exponential with mean 50 ms': (n) => Math.floor(exponential(50_000, 3, 0, DELAY, n)),
  'Pareto with index 0.5': (n) => Math.floor(1 / (uniform(4, 0, DELAY, n) * uniform(4, 0, DELAY, n))),
  'bimodal, microseconds or an hour': (n) =>
    (uniform(5, 0, DELAY, 2 * n) < 0.9 ? 5 : 3.6e9) + Math.floor(5 * uniform(5, 0, DELAY, 2 * n + 1)),
  'mostly 100 us, sometimes 20 ms': (n) => Math.floor((n % 8 === 0 ? 20_000 : 100) * uniform(7, 0, DELAY, n)),
  'all ties': () => 1000,
  'all at once': () => 0,
  'spread evenly over orders of magnitude': (n) => Math.floor(Math.exp(30 * uniform(6, 0, DELAY, n))),
};

/** Keys that are unique but do not ascend with time of scheduling: the bits of n in another order. */
function scatteredKey(n: number): number {
  return (Math.imul(n, 0x9e3779b1) >>> 0) + 4_294_967_296 * (n % 1000);
}

type Schedules = Pick<SortedListKernel, 'nowUs' | 'schedule' | 'scheduleRare' | 'run'>;

/**
 * Starts `pending` events; each schedules one more until there were `total`, and every 500th a burst, so that a crowd of near events meets
 * far ones that wait already. Returns the sequence of (instant, number). */
function fire(
  kernel: Schedules,
  delayUs: (n: number) => number,
  pending: number,
  total: number,
): Float64Array {
  const log = new Float64Array(2 * total);
  let fired = 0;
  let scheduled = 0;
  const add = (): void => {
    const n = scheduled++;
    const atUs = Math.min(kernel.nowUs() + delayUs(n), MAX_TIME_US);
    if (n % 17 === 0) kernel.scheduleRare(atUs, scatteredKey(n), n & 255, n, -n);
    else kernel.schedule(atUs, scatteredKey(n), n & 255, n, -n);
  };
  for (let n = 0; n < pending; n++) add();
  kernel.run(MAX_TIME_US, (kind, a, b) => {
    if (kind !== (a & 255) || b !== -a)
      throw new Error(`event ${a} arrived with kind ${kind} and operand ${b}`);
    log[2 * fired] = kernel.nowUs();
    log[2 * fired + 1] = a;
    fired++;
    const children = Math.min(fired % 500 === 0 ? 600 : 1, total - scheduled);
    for (let n = 0; n < children; n++) add();
  });
  return log;
}

describe('events fire by instant, and at one instant by key', () => {
  for (const [shape, delayUs] of Object.entries(DELAYS)) {
    for (const pending of [3, 200, 5000]) {
      test(`${shape}, ${pending} pending`, ({ expect }) => {
        const total = 3 * pending + 5000;
        const expected = fire(new SortedListKernel(), delayUs, pending, total);
        expect(fire(createKernel('packed'), delayUs, pending, total)).toEqual(expected);
        expect(fire(createKernel('simjs'), delayUs, pending, total)).toEqual(expected);
      });
    }
  }
});

test('both kernels agree when one slot of the wheel holds tens of thousands of events', ({ expect }) => {
  const delayUs = (n: number): number => 65_536 + Math.floor(200 * uniform(8, 0, DELAY, n));
  expect(fire(createKernel('packed'), delayUs, 40_000, 100_000)).toEqual(
    fire(createKernel('simjs'), delayUs, 40_000, 100_000),
  );
});

/** 1,000 events 300 us apart; each tenth lets off 400 within 200 us and one a millisecond later. Returns the sequence of (instant, key). */
function crowd(kernel: Schedules): number[] {
  const log: number[] = [];
  let key = 0;
  const add = (atUs: number, kind: number): void => {
    kernel.schedule(atUs, key, kind, key, 0);
    key++;
  };
  for (let n = 1; n <= 1000; n++) add(300 * n, n % 10 === 0 ? 1 : 0);
  kernel.run(MAX_TIME_US, (kind, a) => {
    log.push(kernel.nowUs(), a);
    if (kind === 0) return;
    for (let n = 0; n < 400; n++) add(kernel.nowUs() + ((n * 7) % 200), 0);
    add(kernel.nowUs() + 1000, 0);
  });
  return log;
}

test('a crowd of near events never overtakes far ones that wait', ({ expect }) => {
  const expected = crowd(new SortedListKernel());
  expect(crowd(createKernel('packed'))).toEqual(expected);
  expect(crowd(createKernel('simjs'))).toEqual(expected);
});
