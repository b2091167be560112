// Names of header fields: made lower-case, and found in the wire text that requests come with.
import { textOf } from './webidl.ts';

/** workerd takes a name of no characters too. */
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]*$/;

/** Names so common that checking and lower-casing them again would be waste. */
const COMMON: ReadonlyMap<string, string> = new Map(
  [
    'Accept',
    'Authorization',
    'Cache-Control',
    'Content-Length',
    'Content-Type',
    'Cookie',
    'ETag',
    'Host',
    'Location',
    'Set-Cookie',
    'User-Agent',
    'Vary',
  ].flatMap((name) => [
    [name, name.toLowerCase()],
    [name.toLowerCase(), name.toLowerCase()],
  ]),
);

/** What stands before the value of a common name in a wire text; made once, because joining texts costs more than finding one. */
const MARKS: ReadonlyMap<string, string> = new Map([...COMMON.values()].map((name) => [name, `\n${name}:`]));

/** A name in lower case; throws what the constructor throws at one that is none. */
export function normalName(name: unknown): string {
  const text = textOf(name);
  const common = COMMON.get(text);
  if (common !== undefined) return common;
  if (!NAME.test(text)) throw new TypeError('Invalid header name.');
  return text.toLowerCase();
}

/** The value of a header that a wire text holds once; null when absent, undefined when it must be parsed to tell. */
export function findInWire(wire: string, key: string): string | null | undefined {
  const mark = MARKS.get(key) ?? `\n${key}:`;
  const at = wire.indexOf(mark);
  if (at < 0) return null;
  const start = at + mark.length;
  if (wire.includes(mark, start)) return undefined;
  const end = wire.indexOf('\n', start);
  return end < 0 ? wire.slice(start) : wire.slice(start, end);
}
