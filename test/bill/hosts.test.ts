// Hosts with a platform of their own: their code starts as it does there, and every arm that calls them pays for them.
import { expect, test } from 'vitest';
import type { TrialInput } from '../engine/trial-bench.ts';
import { billed, cents, WINDOWS } from './by-hand.ts';

const ASKS = `export default { async fetch() { return fetch('https://functions.example/'); } };`;
const WAITS = `export default { async fetch() { await new Promise((done) => setTimeout(done, 40)); return new Response('x'.repeat(9000)); } };`;

function scenarioOf(host: object): TrialInput {
  return {
    source: ASKS,
    others: { 'functions.ts': WAITS },
    scenario: {
      rate: '100/s',
      origin: { region: 'aws:us-east-1' },
      hosts: { 'functions.example': { handler: 'functions.ts', ...host } },
    },
    cost: { cpuUs: [400] },
  };
}

test('functions of a region are paid by the request and by the time they take, starts included', async () => {
  const { run, bill } = await billed(scenarioOf({ region: 'aws:us-east-1', platform: 'aws-lambda' }));
  const used = (meter: string): number => bill.usage[`host functions.example.${meter}`] ?? 0;
  const requests = run.record.counters['requests'] ?? 0;
  expect(used('invocations')).toBe(requests);
  // Each takes 41.384 ms, as by hand in the test of Lambda itself, and a start of 136 ms is billed too.
  const starts = Math.round(used('wallGbS') / 0.136 - (requests * 0.042) / 0.136);
  expect(starts).toBeGreaterThan(3);
  expect(used('wallGbS')).toBeCloseTo(requests * 0.042 + starts * 0.136, 6);
  const byHand =
    ((requests * WINDOWS) / 1e6 - 1) * 0.2 + (used('wallGbS') * WINDOWS - 400_000) * 0.0000166667;
  const own = bill.items.filter(({ item }) => item.startsWith('functions.example: '));
  expect(cents(own.reduce((sum, { usd }) => sum + usd, 0))).toBe(cents(byHand));
});

test('machines are paid by the hour, and bytes where they leave another region, none of them free', async () => {
  const { run, bill } = await billed(scenarioOf({ region: 'aws:eu-west-1', platform: 'node-origin' }));
  const usdOf = (name: string): number | undefined => bill.items.find(({ item }) => item === name)?.usd;
  // Four processes on two machines.
  expect(usdOf('functions.example: machine t3.medium, two processes each')).toBeCloseTo(2 * 720 * 0.0416, 6);
  const bytes = bill.usage['host functions.example.egressBytes'] ?? 0;
  expect(bytes).toBeGreaterThan(9000 * (run.record.counters['requests'] ?? Number.NaN));
  expect(usdOf('bytes from aws:eu-west-1 to the internet')).toBeCloseTo(((bytes * WINDOWS) / 1e9) * 0.09, 6);
});

test('a server of others costs the arm nothing, and neither does a host that it never calls', async () => {
  const isOfHost = ({ item }: { item: string }): boolean => item.startsWith('functions.example: ');
  const others = await billed(scenarioOf({ region: 'aws:us-east-1' }));
  expect(others.bill.items.filter(isOfHost)).toEqual([]);
  const host = { region: 'aws:us-east-1', platform: 'node-origin' };
  const idle = await billed({
    ...scenarioOf(host),
    source: 'export default { fetch: () => new Response() };',
  });
  expect(idle.bill.items.filter(isOfHost)).toEqual([]);
});
