// The bill of each arm: what a month of this traffic costs, item by item, with the source of every price.
import { awaitSentence, billCells, billHead, scalingSentence } from '../bill.ts';
import type { RunResult } from '../result.ts';
import { escapeHtml, plainText } from '../text.ts';
import { htmlTable } from './table.ts';

/** The bills; empty for results that hold none. */
export function billSection(result: RunResult): string {
  const arms = result.arms.flatMap(({ name, bill }) => (bill === undefined ? [] : [{ name, bill }]));
  const [first] = arms;
  if (first === undefined) return '';
  const bills = arms.map(({ name, bill }) => {
    const table = htmlTable({
      caption: `The bill of ${plainText(name, 24)}`,
      columns: [
        { title: 'item' },
        { title: 'quantity', numeric: true },
        { title: 'included', numeric: true, className: 'minor' },
        { title: 'price', numeric: true, className: 'minor' },
        { title: 'USD', numeric: true },
        { title: 'source', className: 'minor' },
      ],
      rows: bill.items.map((item) => {
        const { quantity, included, price, usd } = billCells(item);
        return [item.item, quantity, included, price, usd, `${item.source} (${item.confidence})`];
      }),
      limit: 160,
    });
    return `<div><h3>${escapeHtml(billHead(name, bill))}</h3><p class="note">${escapeHtml(awaitSentence(bill), 300)}</p>${table}</div>`;
  });
  return [
    '<section id="bill"><h2>The bill</h2>',
    `<p class="lead">${escapeHtml(scalingSentence(result, first.bill), 400)}</p>`,
    `<div class="bills">${bills.join('')}</div></section>`,
  ].join('');
}
