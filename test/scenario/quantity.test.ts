// Quantities are read with their units and refused without.
import { describe, expect, test } from 'vitest';
import { durationText, quantityText, readQuantity } from '../../sim/scenario/quantity.ts';

describe('a quantity is read in its base unit', () => {
  test.each([
    ['duration', '250ms', 250],
    ['duration', '60s', 60_000],
    ['duration', '4min', 240_000],
    ['duration', '1h', 3_600_000],
    ['duration', '1.5 s', 1500],
    ['duration', '0s', 0],
    ['duration', '-1s', -1000],
    ['size', '14KiB', 14_336],
    ['size', '2MB', 2_000_000],
    ['rate', '80/s', 80],
    ['rate', '120/min', 2],
    ['share', '10%', 0.1],
    ['share', '7%', 0.07],
    ['bandwidth', '1Gbps', 1000],
  ] as const)('%s %s', (kind, text, value) => {
    expect(readQuantity(kind, text)).toEqual({ ok: true, value });
  });
});

describe('a quantity is refused when', () => {
  test.each([
    ['it has no unit', 'duration', '5', 'no unit'],
    ['its unit is unknown', 'duration', '5 sec', 'unknown unit'],
    ['its unit is of another kind', 'duration', '10%', 'unknown unit'],
    ['the unit is a word of every object', 'duration', '5constructor', 'unknown unit'],
    ['it is no number', 'duration', 'soon', 'no number'],
    ['it is empty', 'rate', '', 'no number'],
    ['it is hexadecimal', 'size', '0x10B', 'unknown unit'],
    ['it is not a number by name', 'share', 'NaN%', 'no number'],
  ] as const)('%s', (_why, kind, text, problem) => {
    expect(readQuantity(kind, text)).toMatchObject({ ok: false, problem });
  });
});

test('a quantity of any kind is written with a unit that fits', () => {
  expect([
    quantityText('share', 0.1),
    quantityText('size', 14_336),
    quantityText('rate', 80),
    quantityText('share', 0),
  ]).toEqual(['10%', '14KiB', '80/s', '0%']);
});

test('a duration is written with the largest unit that leaves no fraction', () => {
  expect([240_000, 90_000, 250, 7_200_000, 0].map(durationText)).toEqual([
    '4min',
    '90s',
    '250ms',
    '2h',
    '0s',
  ]);
});
