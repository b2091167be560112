// Header fields as lines and bindings give them.
import * as z from 'zod';

/** Fields in order, a name as often as it comes. */
export const pairs = z.array(z.tuple([z.string(), z.string()]), { error: 'a list of [name, value] pairs' });

const name = z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/, { error: 'the name of a header, without spaces' });
const value = z
  .union([z.string(), z.number(), z.boolean()])
  .transform(String)
  .refine((text) => !/[\0\r\n]/.test(text), { error: 'the value of a header, on one line' });

/** A field as it stands on the wire. */
const field = z
  .string()
  .regex(/^[\w!#$%&'*+.^`|~-]+:[^\0\r\n]*$/)
  .transform((text): [string, string] => {
    const colon = text.indexOf(':');
    return [text.slice(0, colon), text.slice(colon + 1).trim()];
  });

const pair = z.union([
  z.tuple([name, value]),
  z.object({ name, value }).transform((named): [string, string] => [named.name, named.value]),
  field,
]);

/** The same, or an object; numbers stand for their texts. */
export const headers = z
  .union([z.array(pair), z.record(name, z.union([value, z.array(value)]))], {
    error: (issue) => wrongHeaders(issue.input),
  })
  .describe('Header fields; a list of values, or pairs, where a name comes several times.');

function wrongHeaders(given: unknown): string {
  const about = 'headers as an object, or as a list of [name, value] pairs';
  return typeof given === 'object' && given !== null
    ? `${about}, of names without spaces and values on one line`
    : about;
}
