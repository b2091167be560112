// Whether what a scenario seeds fits into a store with limits.
import type { SeedEntries } from '../plan.ts';

/** What a store may hold; lengths of keys and values in characters. */
export interface Room {
  readonly storeBytes: number;
  readonly keyCharacters: number;
  readonly valueCharacters: number;
}

/** What does not fit, in words; null when everything does. */
export function seedExcess(seed: readonly SeedEntries[], room: Room): string | null {
  const { storeBytes, keyCharacters, valueCharacters } = room;
  let sizeBytes = 0;
  for (const { key, value, count } of seed) {
    const longest = String(count - 1);
    const longestKey = key.replaceAll('{n}', longest).length;
    const longestValue = value.replaceAll('{n}', longest).length;
    if (longestKey > keyCharacters)
      return `keys of at most ${keyCharacters} characters, found ${longestKey}: ${key.slice(0, 40)}`;
    if (longestValue > valueCharacters)
      return `values of at most ${valueCharacters} characters, found ${longestValue}: ${key.slice(0, 40)}`;
    sizeBytes += entriesBytes(key, value, key.includes('{n}') ? count : 1);
  }
  return sizeBytes <= storeBytes ? null : `at most ${storeBytes} bytes of entries, found ${sizeBytes}`;
}

/** Bytes of so many entries, with their numbers in the places of `{n}`. */
function entriesBytes(key: string, value: string, count: number): number {
  const pieces = `${key}${value}`.split('{n}');
  const bare = pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0);
  return bare * count + (pieces.length - 1) * digitsUpTo(count);
}

/** Digits of the numbers from 0 to count - 1 together: each has one, those from 10 on a second, and so on. */
function digitsUpTo(count: number): number {
  let digits = count;
  for (let from = 10; from < count; from *= 10) digits += count - from;
  return digits;
}
