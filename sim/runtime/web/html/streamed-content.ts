// Content that a handler gives as a stream: the parser writes a mark in its place, which the output then fills.
import { decodeUtf8, encodeUtf8, TextDecoder } from '../encoding.ts';
import { Response } from '../response.ts';
import { concatBytes, isDisturbed, ReadableStream } from '../streams.ts';
import { bytesOf, textOf as textOfValue } from '../webidl.ts';
import type { Machine } from './machine.ts';

/** A content that has yet to be read. */
interface Awaited {
  readonly from: ReadableStream | Response;
  readonly isHtml: boolean;
}

/** Contents by the number in their mark, for each machine whose handlers gave any. */
const awaited = new WeakMap<Machine, Awaited[]>();

/** No document holds this: private-use characters around a number. */
const MARK = /\u{F8FE}\u{F8FF}(\d+)\u{F8FF}\u{F8FE}/gu;

/** Whether a content is one that has to be read first. */
export function isStreamed(content: unknown): content is ReadableStream | Response {
  return content instanceof ReadableStream || content instanceof Response;
}

/** The text to write now for a content, and whether it is markup. */
export function contentText(
  machine: Machine,
  content: unknown,
  isHtml: boolean,
): { readonly text: string; readonly isHtml: boolean } {
  if (!isStreamed(content)) return { text: textOfValue(content), isHtml };
  const list = awaited.get(machine) ?? [];
  awaited.set(machine, list);
  list.push({ from: content, isHtml });
  return { text: `\uF8FE\uF8FF${list.length - 1}\uF8FF\uF8FE`, isHtml: true };
}

/** Throws the parser's own words for a stream that somebody reads or has read. */
export function assertUnread(stream: ReadableStream | null): void {
  if (stream?.locked === true) throw new TypeError('The ReadableStream has been locked to a reader.');
  if (stream !== null && isDisturbed(stream)) throw new TypeError('This ReadableStream is disturbed.');
}

async function bytesIn(stream: ReadableStream): Promise<Uint8Array> {
  assertUnread(stream);
  const reader: ReadableStreamDefaultReader<unknown> = stream.getReader();
  const chunks: Uint8Array[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return concatBytes(chunks);
    const bytes = typeof value === 'string' ? encodeUtf8(value) : bytesOf(value);
    if (bytes === null)
      throw new TypeError('Draining read encountered a value that cannot be converted to bytes');
    chunks.push(bytes);
  }
}

/** The text of bytes; a character that the last of them begin is left out, as the parser does. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: true });
  } catch {
    throw new TypeError('Parser error: Invalid UTF-8');
  }
}

async function written({ from, isHtml }: Awaited): Promise<string> {
  const stream = from instanceof Response ? from.body : from;
  if (stream === null) return '';
  const text = textOf(await bytesIn(stream));
  if (isHtml) return text;
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Joins output of the parser, with every mark replaced by the content that it stands for. */
export async function filled(machine: Machine, output: readonly Uint8Array[]): Promise<Uint8Array> {
  const list = awaited.get(machine);
  const bytes = concatBytes(output);
  if (list === undefined) return bytes;
  const text = decodeUtf8(bytes);
  let result = '';
  let from = 0;
  for (const match of text.matchAll(MARK)) {
    const content = list[Number(match[1])];
    result += text.slice(from, match.index);
    from = match.index + match[0].length;
    if (content !== undefined) result += await written(content);
  }
  return encodeUtf8(result + text.slice(from));
}

/** Forgets what was not read; the machine takes another document. */
export function forgetContents(machine: Machine): void {
  awaited.delete(machine);
}
