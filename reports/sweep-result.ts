// The contract of a finished sweep: which fields took which values, and what each metric came to at each point.
import * as z from 'zod';

const figure = z
  .strictObject({ value: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() })
  .describe('A metric with its 95 % interval over seeds; null where too few requests or seeds.');

/** The zod schema of SweepResult version 1; the published JSON Schema is made from it. */
export const sweepResultSchema = z.strictObject({
  kind: z.literal('antipode-sweep'),
  version: z.literal(1),
  partial: z
    .boolean()
    .describe('True when the sweep was interrupted: points that are not whole are missing.'),
  scenario: z.strictObject({ name: z.string(), title: z.string(), question: z.string(), path: z.string() }),
  engineDigest: z
    .string()
    .describe('Digest of the engine’s code: points of another engine are not mixed in.'),
  seeds: z.array(z.number().int()),
  axes: z
    .array(
      z.strictObject({
        path: z.string().describe('Field of the scenario, its keys joined by dots.'),
        values: z.array(
          z.strictObject({
            text: z.string().describe('As it would be written in the file.'),
            number: z
              .number()
              .nullable()
              .describe(
                'In the base unit of its kind (ms, bytes, per second); null where it is no quantity.',
              ),
          }),
        ),
      }),
    )
    .min(1)
    .max(2),
  metrics: z
    .array(
      z.strictObject({
        text: z.string().describe('As it was asked for, with its arm.'),
        arm: z.string().describe('The arm, or empty for a metric of several.'),
        metric: z.string().describe('Without the arm.'),
        unit: z.string(),
        meaning: z.string(),
      }),
    )
    .min(1),
  points: z.array(
    z.strictObject({
      values: z.array(z.string()).describe('One for each axis.'),
      planDigest: z.string(),
      requestsPerArm: z.number().int().nonnegative(),
      figures: z.array(figure).describe('One for each metric.'),
    }),
  ),
  warnings: z.array(z.string()),
});

export type SweepResult = z.infer<typeof sweepResultSchema>;
export type SweepPoint = SweepResult['points'][number];
export type SweepMetric = SweepResult['metrics'][number];

/** The JSON Schema (2020-12) of SweepResult, as published. */
export function sweepResultJsonSchema(): unknown {
  return z.toJSONSchema(sweepResultSchema);
}
