// A misspelt word finds the one that was meant, and a strange one finds nothing.
import { expect, test } from 'vitest';
import { nearestWord } from '../../sim/scenario/nearest-word.ts';

const KEYS = ['title', 'window', 'warmup', 'rate', 'get', 'cloudflare-workers', 'aws:us-east-1'];

test.each([
  ['windw', 'window'],
  ['Window', 'window'],
  ['wramup', 'warmup'],
  ['gte', 'get'],
  ['us-east-1', 'aws:us-east-1'],
  ['cloudflare', 'cloudflare-workers'],
  ['cloudflare-worker', 'cloudflare-workers'],
])('%s is taken for %s', (word, meant) => {
  expect(nearestWord(word, KEYS)).toBe(meant);
});

test.each(['', 'xyzzy', 'q', 'x'.repeat(1_000_000)])(
  'nothing is suggested for a word like no other',
  (word) => {
    expect(nearestWord(word, KEYS)).toBeUndefined();
  },
);
