// Content that a handler gives as a stream: the parser writes a mark in its place, which the output then fills.
import { bodyInternals } from '../body.ts';
import { decodeUtf8, encodeUtf8 } from '../encoding.ts';
import { Response } from '../response.ts';
import { concatBytes, readAllBytes, ReadableStream } from '../streams.ts';
import type { Machine } from './machine.ts';

/** A content that has yet to be read. */
interface Awaited {
  readonly body: string | Uint8Array | ReadableStream | null;
  readonly isHtml: boolean;
}

/** Contents by the number in their mark, for each machine whose handlers gave any. */
const awaited = new WeakMap<Machine, Awaited[]>();

/** No document holds this: private-use characters around a number. */
const MARK = /\u{F8FE}\u{F8FF}(\d+)\u{F8FF}\u{F8FE}/gu;

/** The text to write now for a content, and whether it is markup. */
export function contentText(
  machine: Machine,
  content: unknown,
  isHtml: boolean,
): { readonly text: string; readonly isHtml: boolean } {
  const isStream = content instanceof ReadableStream;
  if (!isStream && !(content instanceof Response)) return { text: String(content), isHtml };
  const list = awaited.get(machine) ?? [];
  awaited.set(machine, list);
  list.push({ body: isStream ? content : bodyInternals.take(content), isHtml });
  return { text: `\uF8FE\uF8FF${list.length - 1}\uF8FF\uF8FE`, isHtml: true };
}

async function written({ body, isHtml }: Awaited): Promise<string> {
  const bytes = body instanceof ReadableStream ? await readAllBytes(body) : body;
  const text = bytes instanceof Uint8Array ? decodeUtf8(bytes) : (bytes ?? '');
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
