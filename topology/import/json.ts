// Reading fields of JSON that others wrote: every field is checked, nothing is assumed.
import { TopologyError } from '../errors.ts';

/** A JSON object whose fields are still unknown. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Parses a text as JSON; says that it is none otherwise. */
export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new TopologyError('E_FILE', `${what} is not JSON: ${reason}`);
  }
}

/** The value as an object; undefined when it is none. */
export function objectOf(value: unknown): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

/** The value as an array; empty when it is none. */
export function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The objects among the values of an array; empty when the value is none. */
export function objectsOf(value: unknown): readonly JsonObject[] {
  return arrayOf(value).filter(isObject);
}

/** A number in a field; undefined when there is none. */
export function numberIn(object: JsonObject | undefined, field: string): number | undefined {
  const value = object?.[field];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A text in a field; '' when there is none. */
export function textIn(object: JsonObject | undefined, field: string): string {
  const value = object?.[field];
  return typeof value === 'string' ? value : '';
}

/** The lines, counted from 1, on which a field name stands in the text, in order; a name inside a string does not count. */
export function linesOfField(text: string, field: string): number[] {
  const lines: number[] = [];
  let line = 1;
  let at = 0;
  for (const match of text.matchAll(new RegExp(`"${field}"\\s*:`, 'g'))) {
    for (; at < match.index; at++) if (text[at] === '\n') line += 1;
    lines.push(line);
  }
  return lines;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
