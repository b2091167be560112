// Reads one line of `antipode call`: JSON, and then whatever its keys say that it is.
import { z } from 'zod';
import { SimError } from '../errors.ts';
import { nearestWord } from '../scenario/nearest-word.ts';
import { lineInOurWords } from './line-spellings.ts';
import { type CallLine, eventLines, requestLine } from './lines.ts';

/** The line as it is taken; throws E_USAGE with what was expected, and where. */
export function readLine(text: string): CallLine {
  let value: unknown;
  try {
    value = lineInOurWords(JSON.parse(text));
  } catch (error) {
    throw new SimError('E_USAGE', `a line is not JSON: ${(error as Error).message}`);
  }
  const reading = schemaFor(value).safeParse(value);
  if (reading.success) return reading.data;
  const said = reading.error.issues.map(worded).join('; ');
  throw new SimError('E_USAGE', `${said}${strangers(value)}`);
}

/** Keys that no line has, each with the one that is nearest; empty when there are none. */
function strangers(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return '';
  const known = [...Object.keys(requestLine.shape), ...Object.keys(eventLines)];
  const unknown = Object.keys(value).filter((key) => !known.includes(key));
  if (unknown.length === 0) return '';
  const near = unknown.flatMap((key) => nearestWord(key, known) ?? []);
  const hint = near.length > 0 ? `did you mean ${listed(near)}?` : `a line has one of ${known.join(', ')}`;
  return `; found ${listed(unknown)}: ${hint}`;
}

function listed(words: readonly string[]): string {
  return words.map((word) => `"${word}"`).join(' and ');
}

/** The kind of a line is told by its one key; everything else is a request. */
function schemaFor(value: unknown): z.ZodType<CallLine> {
  const has = (key: string): boolean => typeof value === 'object' && value !== null && key in value;
  if (has('scheduled')) return z.strictObject({ scheduled: eventLines.scheduled });
  if (has('queue')) return z.strictObject({ queue: eventLines.queue });
  if (has('ws')) return z.strictObject({ ws: eventLines.ws });
  if (has('advance')) return z.strictObject({ advance: eventLines.advance });
  return has('dump') ? z.strictObject({ dump: eventLines.dump }) : requestLine;
}

/** Where it stands, and what was expected there; what zod says by itself is whole already. */
function worded({ path, message }: z.core.$ZodIssue): string {
  const where = path.length === 0 ? 'a line' : path.join('.');
  return /^[A-Z]/.test(message) ? `${where}: ${message}` : `${where}: expected ${message}`;
}
