// The bill in every report: item by item, with what it is scaled by; results that hold none show none.
import { expect, test } from 'vitest';
import { awaitSentence } from '../../reports/bill.ts';
import { renderCsv } from '../../reports/csv.ts';
import { renderHtml } from '../../reports/html/page.ts';
import { renderMarkdown } from '../../reports/markdown.ts';
import { parseResult } from '../../reports/read.ts';
import type { BillResult, RunResult } from '../../reports/result.ts';
import { renderTerminal } from '../../reports/terminal.ts';
import { syntheticResult } from './synthetic.ts';

const BILL: BillResult = {
  monthDays: 30,
  scale: 1000,
  usage: { requests: 100_000, 'own.invocations': 100_000, 'own.cpuMs': 70_000, 'own.wallMs': 4_200_000 },
  items: [
    {
      item: 'CPU <time>',
      meter: 'own.cpuMs',
      quantity: 70,
      unit: 'million CPU-ms',
      included: 30,
      priceUsd: 0.02,
      usd: 0.8,
      source: 'a price list',
      retrieved: '2026-11-21',
      confidence: 'documented',
    },
  ],
  totalUsd: 0.8,
};

function withBill(): RunResult {
  const result = syntheticResult();
  return { ...result, arms: result.arms.map((arm) => ({ ...arm, bill: BILL })) };
}

const TERMINAL = { columns: 80, color: false, maps: false };

test('stands in the terminal with quantity, included amount, price and sum', () => {
  const text = renderTerminal(withBill(), TERMINAL);
  expect(text).toContain('The bill');
  expect(text).toContain('200 s taken 5,000 times');
  expect(text).toMatch(/CPU <time>\s+70 million CPU-ms\s+30 included\s+at 0\.02\s+0\.80/);
  expect(text.replaceAll(/\s+/g, ' ')).toContain(
    '0.7 ms of CPU and 42 ms of wall time; CPU time is billed, so an await costs nothing.',
  );
});

test('stands in the page with the source of each price, its texts escaped', () => {
  const page = renderHtml(withBill());
  expect(page).toContain('<section id="bill">');
  expect(page).toContain('CPU ');
  expect(page).not.toContain('<time>');
  expect(page).toContain('a price list (documented)');
});

test('stands in CSV and Markdown', () => {
  expect(renderCsv(withBill())).toContain('edge,bill: CPU <time>,all,all,0.8,USD');
  expect(renderMarkdown(withBill())).toContain('70 million CPU-ms');
});

test('is absent where a result holds none, and such a result stays readable', () => {
  const old = syntheticResult();
  expect(parseResult(JSON.stringify(old), 'old.json').arms[0]?.bill).toBeUndefined();
  expect(renderTerminal(old, TERMINAL)).not.toContain('The bill');
  expect(renderHtml(old)).not.toContain('id="bill"');
});

test('says that waiting costs as much as work where wall time is billed', () => {
  const [item] = BILL.items;
  if (item === undefined) throw new Error('no item');
  expect(awaitSentence({ ...BILL, items: [{ ...item, meter: 'own.wallGbS' }] })).toContain(
    'an await costs as much as work',
  );
  expect(awaitSentence({ ...BILL, items: [{ ...item, meter: 'hours' }] })).toContain(
    'the machines cost the same',
  );
});
