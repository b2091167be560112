// Header fields as lines and bindings give them.
import * as z from 'zod';

/** Fields in order, a name as often as it comes. */
export const pairs = z.array(z.tuple([z.string(), z.string()]), { error: 'a list of [name, value] pairs' });
/** The same, or an object. */
export const headers = z
  .union([z.record(z.string(), z.union([z.string(), z.array(z.string())])), pairs], {
    error: 'headers as an object, or as a list of [name, value] pairs',
  })
  .describe('Header fields; a list of values, or pairs, where a name comes several times.');
