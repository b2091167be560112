// The words of `check-history`: a table of promises for each store, and the smallest breach of each that is broken.
import { Chalk } from 'chalk';
import { plainText } from '../../reports/text.ts';
import type { PropertyReport, StoreReport } from '../history/check.ts';
import { timeline } from '../history/timeline.ts';
import { PROPERTIES } from '../history/verdict.ts';
import { durationText } from '../scenario/quantity.ts';
import { msFromUs } from '../units.ts';

/** A store as `arm.store`. */
export function nameOf({ arm, store }: StoreReport): string {
  const name = [arm, store]
    .filter((part) => part !== '')
    .map((part) => plainText(part, 60))
    .join('.');
  return name === '' ? 'the history' : name;
}

const WORDS = { holds: 'holds', broken: 'broken', open: 'cannot tell' } as const;

/** What was found for one store. */
export function storeText(report: StoreReport, color: boolean): string {
  const paint = new Chalk({ level: color ? 1 : 0 });
  const shades = { holds: paint.green, broken: paint.red, open: paint.yellow };
  const keys = report.properties[0]?.keys ?? 0;
  const head = `${paint.bold(nameOf(report))}: ${report.operations} operations of ${report.clients} clients on ${keys} keys\n`;
  const rows = report.properties.map((one) => {
    const status = shades[one.status](WORDS[one.status].padEnd(11));
    return `  ${one.property.padEnd(21)}${status} ${remark(one)}\n`;
  });
  const breaches = report.properties
    .filter(({ example, status }) => example.length > 0 && status === 'broken')
    .map((one) => exampleText(one));
  return `${head}${rows.join('')}${breaches.join('')}`;
}

function remark(one: PropertyReport): string {
  const unclear = one.status === 'broken' ? one.keysBroken : one.keysOpen;
  const counted = one.status === 'holds' ? '' : `${unclear} of ${one.keys} keys`;
  if (one.property === 'bounded-staleness' && one.status === 'holds')
    return one.boundUs === 0 ? 'no read was stale' : `bound found: ${durationText(rounded(one.boundUs))}`;
  if (one.property === 'convergence' && one.status === 'holds')
    return one.boundUs === 0 ? 'at once' : `within ${durationText(rounded(one.boundUs))} of the last write`;
  return [counted, one.detail].filter((part) => part !== '').join(': ');
}

function rounded(us: number): number {
  return Math.round(msFromUs(us));
}

function exampleText({ property, example, detail }: PropertyReport): string {
  const [first] = example;
  const where = first === undefined ? '' : ` key ${plainText(first.key, 40)}, seed ${first.seed}:`;
  const why = detail === '' ? 'no order fits these operations' : detail;
  return `\n  ${property},${where} ${why}\n  (${PROPERTIES[property]})\n${timeline(example)}`;
}
