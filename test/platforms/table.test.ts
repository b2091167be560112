// `antipode platforms`: every platform with its figures, and the source of each.
import { expect, test } from 'vitest';
import { platformNames, platforms } from '../../sim/platforms/index.ts';
import { figuresOf } from '../../sim/platforms/platform.ts';
import { runCli } from '../cli/run-cli.ts';

test('the table names every platform whole and fits 80 columns', async () => {
  const { code, out } = await runCli(['platforms']);
  expect(code).toBe(0);
  for (const name of platformNames) expect(out).toContain(`${name} `);
  for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test('with --sources every figure and price stands with where it was found', async () => {
  const { out } = await runCli(['platforms', '--sources'], { columns: 1000 });
  for (const platform of Object.values(platforms)) {
    const prices = platform.billing.lines.map(({ price }) => price);
    for (const { source } of [...figuresOf(platform), ...prices]) expect(out).toContain(source);
  }
});

test('one platform is shown whole, and a misspelt one finds the nearest', async () => {
  const { out } = await runCli(['platforms', 'show', 'fastly-compute']);
  expect(out).toContain('every request gets an instance');
  expect(out).toContain('0.035 ms');
  const wrong = await runCli(['platforms', 'show', 'fastly']);
  expect(wrong.code).toBe(2);
  expect(wrong.err).toContain('there is no platform "fastly"');
});

test('as JSON the table holds every figure with its confidence', async () => {
  const { out } = await runCli(['platforms', '--json']);
  expect(JSON.parse(out)).toEqual(Object.values(platforms));
  const one = await runCli(['platforms', 'show', 'aws-lambda', '--json']);
  expect(JSON.parse(one.out)).toEqual(platforms['aws-lambda']);
});

test('every figure says what it is in words of its own, so that no two of one platform are taken for each other', () => {
  for (const platform of Object.values(platforms)) {
    const names = figuresOf(platform).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  }
});
