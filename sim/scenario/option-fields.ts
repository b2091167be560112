// Turns the option tables of platforms and stores into schema fields: the unit leaves the name and comes to the value.
import * as z from 'zod';
import type { OptionTable } from '../option-table.ts';
import { number, quantity } from './fields.ts';
import { QUANTITY_KINDS, quantityText } from './quantity.ts';
import type { QuantityKind } from './quantity.ts';

const KINDS: readonly QuantityKind[] = ['duration', 'size', 'rate', 'share'];

/** The schema of all options in these tables: `cacheTtl: 60s` in the file comes out as `cacheTtlMs: 60000`. */
export function optionsOf(tables: readonly OptionTable[]) {
  const rows = tables.flatMap((table) => Object.entries(table));
  const fields = rows.map(([planName, row]) => {
    const kind = KINDS.find((candidate) => planName.endsWith(QUANTITY_KINDS[candidate].suffix));
    const { lowest, highest, meaning } = row;
    if (kind === undefined)
      return { planName, name: planName, field: number('a number', { lowest, highest }).describe(meaning) };
    const words = `from ${quantityText(kind, lowest)} to ${quantityText(kind, highest)}`;
    const name = planName.slice(0, -QUANTITY_KINDS[kind].suffix.length);
    return { planName, name, field: quantity(kind, { lowest, highest, words }).describe(meaning) };
  });
  const planNames = new Map(fields.map(({ name, planName }) => [name, planName]));
  const shape = Object.fromEntries(fields.map(({ name, field }) => [name, field.optional()]));
  return z.strictObject(shape).transform((values) => {
    const entries = Object.entries(values).map(
      ([name, value]) => [planNames.get(name) ?? name, value] as const,
    );
    return Object.fromEntries(
      entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    );
  });
}
