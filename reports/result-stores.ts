// The parts of a RunResult that say where something is, and what one store was measured to do.
import * as z from 'zod';

const count = z.number().int().nonnegative();

/** A place on the map. */
export const placeSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  country: z.string().describe('ISO 3166-1 alpha-2'),
  lat: z.number(),
  lon: z.number(),
});

/** One store of an arm. */
export const storeSchema = z
  .strictObject({
    binding: z.string(),
    kind: z.string(),
    title: z.string(),
    home: placeSchema.describe('The region of its home, or of the arm for what has none.'),
    summary: z
      .record(z.string(), z.number())
      .describe('Metric name to number for this store alone, over all seeds.'),
    answeredBy: z.record(z.string(), count).describe('Reads by the tier that answered.'),
    commits: z
      .record(z.string(), count)
      .describe(
        'Versions that it committed in whole trials, and what became of them: superseded, expired or visible; of `unanswered` ones no cable told the writer.',
      ),
    operations: z.record(z.string(), count).describe('What was asked of it, and what else is billed.'),
    monthUsd: z
      .number()
      .describe('What all stores of its kind cost this arm a month, included amounts taken off.'),
  })
  .describe('What one store of an arm was measured to do.');
