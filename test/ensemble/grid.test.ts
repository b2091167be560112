// What a sweep goes through: lists and ranges as people write them, every combination once, and mistakes named.
import { describe, expect, test } from 'vitest';
import { pointName, pointsOf, readAxes } from '../../sim/ensemble/grid.ts';

const texts = (written: string): string[] => readAxes([written])[0]?.values.map(({ text }) => text) ?? [];
const numbers = (written: string): (number | null)[] =>
  readAxes([written])[0]?.values.map(({ number }) => number) ?? [];

describe('values', () => {
  test.each([
    ['rate=10/s,100/s', ['10/s', '100/s']],
    ['rate = 10/s, 100/s', ['10/s', '100/s']],
    ['rate=1/s..1000/s*10', ['1/s', '10/s', '100/s', '1000/s']],
    ['window=10s..60s+20s', ['10s', '30s', '50s']],
    ['users.count=0..100+25', ['0', '25', '50', '75', '100']],
    ['share=0..0.3+0.1', ['0', '0.1', '0.2', '0.3']],
    ['x=1ms..8ms*2', ['1ms', '2ms', '4ms', '8ms']],
    ['users.from=world,{ countries: [BR, DE] }', ['world', '{ countries: [BR, DE] }']],
    ['vars.GREETING="a, b",c', ['"a, b"', 'c']],
    ['handler=../handler.ts', ['../handler.ts']],
  ])('%s', (written, expected) => {
    expect(texts(written)).toEqual(expected);
  });

  test('stand for numbers of one kind where all of them are such', () => {
    expect(numbers('rate=60/min,10/s')).toEqual([1, 10]);
    expect(numbers('window=500ms,2s')).toEqual([500, 2000]);
    expect(numbers('count=1,2.5')).toEqual([1, 2.5]);
    expect(numbers('mixed=1s,2')).toEqual([null, null]);
    expect(numbers('network.routing=anycast,nearest')).toEqual([null, null]);
  });
});

test('a grid holds every combination once, the last field changing fastest', () => {
  const points = pointsOf(readAxes(['a=1,2', 'b=x,y']));
  expect(points.map(pointName)).toEqual(['a=1, b=x', 'a=1, b=y', 'a=2, b=x', 'a=2, b=y']);
});

test.each([
  [[], 'needs a field'],
  [['a=1', 'b=1', 'c=1'], 'at most two fields'],
  [['a=1', 'a=2'], 'a is set twice'],
  [['rate'], 'names no field with values'],
  [['=1'], 'names no field with values'],
  [['rate='], 'names no field with values'],
  [['rate=1,,2'], 'has an empty value'],
  [['rate=1,'], 'has an empty value'],
  [['rate=1,2,1'], 'names 1 twice'],
  [['rate=1/s..10/min*2'], 'mixes units'],
  [['window=1s..10s+1ms'], 'mixes units'],
  [['rate=1/s..'], 'does not say how to go on'],
  [['rate=1/s..9/s'], 'does not say how to go on'],
  [['rate=10..1*2'], 'never gets to its end'],
  [['rate=0..10*2'], 'never gets to its end'],
  [['rate=1..10+0'], 'never gets to its end'],
  [['rate=1..10*1'], 'never gets to its end'],
  [['n=0..2000+1'], '1000 are the most'],
  [['a=0..99+1', 'b=0..99+1'], 'the grid has 10000 points'],
])('%j is refused: %s', (written, message) => {
  expect(() => readAxes(written)).toThrow(message);
});
