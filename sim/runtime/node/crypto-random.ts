// Random numbers and bytes of node:crypto, from the random stream of the request.
import { Buffer } from 'node:buffer';
import { later } from './crypto-bytes.ts';
import type { Callback } from './crypto-bytes.ts';
import { argumentType, checkInteger, outOfRange } from './errors.ts';
import { hooks } from './hooks.ts';

/** Numbers of 48 bits: the widest range. */
const MOST = 281_474_976_710_656;

function checkSafe(value: unknown, name: string): void {
  if (typeof value !== 'number') throw argumentType(name, 'of type number', value);
  if (!Number.isSafeInteger(value)) throw outOfRange(name, 'an integer', value);
}

export function randomFillSync<T extends ArrayBufferView>(target: T, offset = 0, size?: number): T {
  if (!ArrayBuffer.isView(target))
    throw argumentType(
      'buffer',
      'an instance of TypedArray, DataView, ArrayBuffer, or SharedArrayBuffer',
      target,
    );
  const bytes = new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
  hooks.random(bytes.subarray(offset, size === undefined ? bytes.length : offset + size));
  return target;
}

export function randomBytes(size: number, callback?: Callback<Buffer>): Buffer | undefined {
  checkInteger(size, 'size');
  if (callback === undefined) return randomFillSync(Buffer.alloc(size));
  later(() => randomFillSync(Buffer.alloc(size)), callback);
  return undefined;
}

/** An integer of at least `min` and below `max`, each as likely as any other. */
export function randomInt(
  first: number,
  second?: number | Callback<number>,
  third?: Callback<number>,
): number | undefined {
  const [min, max] = typeof second === 'number' ? [first, second] : [0, first];
  const callback = typeof second === 'function' ? second : third;
  checkSafe(min, 'min');
  checkSafe(max, 'max');
  if (max <= min) throw outOfRange('min', 'min < max', min);
  if (max - min > MOST) throw outOfRange('max - min', `<= ${MOST}`, max - min);
  const draw = (): number => {
    const range = max - min;
    // 48 random bits, as Node takes; what would favour some values is drawn again.
    const limit = MOST - (MOST % range);
    for (;;) {
      const value = randomFillSync(Buffer.alloc(6)).readUIntBE(0, 6);
      if (value < limit) return min + (value % range);
    }
  };
  if (callback === undefined) return draw();
  later(draw, callback);
  return undefined;
}

/** Fills an array with random bytes and calls back. */
export function randomFill<T extends ArrayBufferView>(target: T, callback: Callback<T>): void {
  later(() => randomFillSync(target), callback);
}
