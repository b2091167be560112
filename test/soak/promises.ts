// Do stores keep their promises? Histories of two hundred seeds of real trials, with cut cables and closed sites, against the table of promises.
import { timeline } from '../../sim/history/timeline.ts';
import type { PropertyReport } from '../../sim/history/check.ts';
import { PROPERTIES, PROPERTY_NAMES, type Property } from '../../sim/history/verdict.ts';
import { US_PER_SECOND } from '../../sim/units.ts';
import { PROMISES, type PromiseRow, type Stood, stand } from '../promises/promises.ts';
import { historiesOf, openLaboratory } from '../promises/traffic.ts';
import type { Study } from './coverage.ts';

const SEEDS = 200;

/** One row of the table over all seeds. */
interface Sum {
  readonly row: PromiseRow;
  operations: number;
  unanswered: number;
  boundUs: number;
  readonly holds: Map<Property, number>;
  readonly broken: Map<Property, number>;
  /** Of the first breach that is not a promise. */
  example: PropertyReport | null;
}

/** Plays and checks every seed. */
export async function promises(): Promise<Study> {
  const laboratory = await openLaboratory();
  const sums = PROMISES.map((row): Sum => ({
    row,
    operations: 0,
    unanswered: 0,
    boundUs: 0,
    holds: new Map(),
    broken: new Map(),
    example: null,
  }));
  const breaches: string[] = [];
  for (let seed = 1; seed <= SEEDS; seed++) {
    for (const [index, stood] of stand(historiesOf(laboratory, seed)).entries()) {
      breaches.push(...stood.breaches.map((text) => `seed ${seed}: ${text}`));
      const sum = sums[index];
      if (sum !== undefined) addTo(sum, stood);
    }
  }
  for (const { row, broken } of sums)
    for (const property of row.broken)
      if ((broken.get(property) ?? 0) === 0) breaches.push(`${row.title}: ${property} was never seen broken`);
  return { section: sectionOf(sums, breaches), failed: breaches.length > 0 };
}

function addTo(sum: Sum, { operations, unanswered, of, row }: Stood): void {
  sum.operations += operations;
  sum.unanswered += unanswered;
  sum.boundUs = Math.max(sum.boundUs, of('bounded-staleness').boundUs);
  for (const property of PROPERTY_NAMES) {
    const found = of(property);
    if (found.status === 'open') continue;
    const count = found.status === 'holds' ? sum.holds : sum.broken;
    count.set(property, (count.get(property) ?? 0) + 1);
  }
  const [first] = row.broken;
  if (first !== undefined && of(first).status === 'broken') sum.example ??= of(first);
}

function sectionOf(sums: readonly Sum[], breaches: readonly string[]): string {
  const shown = PROPERTY_NAMES.filter((property) => property !== 'bounded-staleness');
  const rows = sums.map(({ row, operations, unanswered, boundUs, holds, broken }) => {
    const cells = shown.map((property) => {
      const promised = row.kept.includes(property) ? '**' : '';
      const open = SEEDS - (holds.get(property) ?? 0) - (broken.get(property) ?? 0);
      return `${promised}${holds.get(property) ?? 0}${promised}${open === 0 ? '' : ` (${open} open)`}`;
    });
    const [counted, lost] = [operations, unanswered].map((n) => n.toLocaleString('en'));
    const stalest = boundUs === 0 ? 'none' : `${(boundUs / US_PER_SECOND).toFixed(1)} s`;
    return `| ${row.title} | ${counted} | ${lost} | ${cells.join(' | ')} | ${stalest} | ${row.boundS === 0 ? 'none' : `${row.boundS} s`} |`;
  });
  const examples = sums.flatMap(({ row, example }) =>
    example === null
      ? []
      : [
          `${row.title}, seed ${example.example[0]?.seed ?? 0}, is not ${example.property} (${PROPERTIES[example.property]}):\n\n\`\`\`text\n${timeline(example.example)}\`\`\`\n`,
        ],
  );
  return `## Do stores keep their promises?

${SEEDS} seeds of real trials on the world's map: clients in six cities read and write two keys of a store for two minutes and read on for three, while four faults a seed
close the home of the stores or PoPs near users, or cut cables. Counted is in how many seeds a property held; **bold** is promised, and must hold in each.
A property that a history cannot tell is open: convergence where a write was never answered, or a site was not asked again later.
In every history nothing may be seen sooner than light could bring it, and every version that is seen must have been written by somebody.

| Store | Operations | Never answered | ${shown.join(' | ')} | Stalest read | Allowed |
|---|---|---|${shown.map(() => '---|').join('')}---|---|
${rows.join('\n')}

${breaches.length === 0 ? 'Every promise was kept.' : `Not kept:\n\n${breaches.map((text) => `- ${text}`).join('\n')}`}

What is not promised breaks, and a few operations show it:

${examples.join('\n')}`;
}
