// The part of the scenario schema about when visits begin: by chance, by the sun, in bursts, or as a trace recorded them.
import * as z from 'zod';
import { arrivalMeanings, arrivalNames } from '../arrivals/index.ts';
import { duration, nameOf, number, refuse, text } from './fields.ts';

const WITHIN = { lowest: 0, highest: 30 * 86_400_000, words: 'from 0s to 30d' };

const burst = z
  .strictObject({
    from: duration(WITHIN).describe('When it begins, in simulated time; warm-up included.'),
    to: duration(WITHIN).describe('When it ends.'),
    times: number('a factor', { lowest: 0, highest: 1000 }).describe(
      'Visits begin so many times as often; where bursts overlap, their factors multiply.',
    ),
  })
  .superRefine((value, context) => {
    if (value.to <= value.from)
      refuse(context, { expected: 'an end after the beginning "from"', path: ['to'] });
  })
  .meta({ examples: [{ from: '1min', to: '2min', times: 5 }] });

/** When visits begin. */
export const arrivalsSchema = z
  .strictObject({
    process: nameOf('arrival process', arrivalNames)
      .optional()
      .describe(`${arrivalMeanings}. poisson when absent; replay when there is a trace.`),
    bursts: z
      .array(burst, { error: 'a list of bursts' })
      .max(100, { error: 'at most 100 bursts' })
      .default([])
      .describe('Stretches of time with more visits, or fewer.'),
    trace: text('a path')
      .optional()
      .describe(
        'A CSV or NDJSON file of requests to replay, relative to this file: time, place or country, method, path, user. Replaces rate and users.from.',
      ),
  })
  .describe('When visits begin.');
