// The multipart/form-data format (RFC 7578), read and written as workerd does.
import { decodeUtf8, encodeUtf8 } from './encoding.ts';
import { concatBytes } from './streams.ts';

/** One field on the wire: a text, or a file with its name and type. */
export type FormPart =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly fileName: string; readonly type: string; readonly bytes: Uint8Array };

const escapes: Readonly<Record<string, string>> = { '\n': '%0A', '"': '%22' };

function quoted(text: string): string {
  return `"${text.replaceAll(/[\n"]/g, (found) => escapes[found] ?? found)}"`;
}

/** FNV-1a (32 bits) over a text or bytes; four of them with different seeds make a boundary. */
function hash(content: string | Uint8Array, seed: number): number {
  let value = seed;
  for (let i = 0; i < content.length; i++) {
    const unit = typeof content === 'string' ? content.charCodeAt(i) : (content[i] ?? 0);
    value = Math.imul(value ^ unit, 0x01_00_01_93) >>> 0;
  }
  return value;
}

/** A boundary of 32 hexadecimal digits that follows from the content, so that equal forms are equal bytes in every run. */
export function boundaryFor(parts: readonly FormPart[]): string {
  let text = '';
  for (let lane = 0; lane < 4; lane++) {
    let value = 0x81_1c_9d_c5 ^ Math.imul(lane + 1, 0x9e_37_79_b1);
    for (const part of parts) {
      value = hash('text' in part ? part.text : part.bytes, hash(part.name, value));
    }
    text += (value >>> 0).toString(16).padStart(8, '0');
  }
  return text;
}

/** The multipart body of fields. */
export function serialiseMultipart(parts: readonly FormPart[], boundary: string): Uint8Array {
  const chunks: Uint8Array[] = [];
  for (const part of parts) {
    let head = `--${boundary}\r\nContent-Disposition: form-data; name=${quoted(part.name)}`;
    if ('text' in part) {
      chunks.push(encodeUtf8(`${head}\r\n\r\n${part.text}\r\n`));
      continue;
    }
    head += `; filename=${quoted(part.fileName)}\r\nContent-Type: ${part.type || 'application/octet-stream'}\r\n\r\n`;
    chunks.push(encodeUtf8(head), part.bytes, encodeUtf8('\r\n'));
  }
  chunks.push(encodeUtf8(`--${boundary}--`));
  return concatBytes(chunks);
}

function indexOf(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  const first = wanted[0] ?? 0;
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1)) {
    let match = 1;
    while (match < wanted.length && bytes[at + match] === wanted[match]) match += 1;
    if (match === wanted.length) return at;
  }
  return -1;
}

/** The length of a line end at a position: CRLF, a lone LF, or none. */
function lineEnd(bytes: Uint8Array, at: number): number {
  if (bytes[at] === 13 && bytes[at + 1] === 10) return 2;
  return bytes[at] === 10 ? 1 : 0;
}

function headerEnd(bytes: Uint8Array, from: number): { readonly end: number; readonly body: number } {
  for (let at = from; at < bytes.length; at++) {
    const one = lineEnd(bytes, at);
    const two = one === 0 ? 0 : lineEnd(bytes, at + one);
    if (two > 0) return { end: at, body: at + one + two };
  }
  throw new TypeError('No multipart message header termination found.');
}

/** The quoted parameters of a Content-Disposition; what is not quoted ends them. */
function parametersOf(disposition: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const next = /\s*;\s*([^=;\s]+)="((?:[^"\\]|\\.)*)"/y;
  next.lastIndex = /^[^;]*/.exec(disposition)?.[0].length ?? 0;
  for (let match = next.exec(disposition); match !== null; match = next.exec(disposition)) {
    found.set(match[1] ?? '', (match[2] ?? '').replaceAll(/\\(.)/g, '$1'));
  }
  return found;
}

const HEADER = /^([!#$%&'*+\-.^_`|~\w]+)[ \t]*:([^\r]*)$/;

/** The two headers of a part that count. */
function headersOf(head: string): { readonly disposition: string; readonly type: string } {
  let disposition = '';
  let type = '';
  for (const line of head.split(/\r?\n/)) {
    const found = HEADER.exec(line);
    if (found === null) throw new TypeError('FormData part had invalid headers.');
    const [, name = '', value = ''] = found;
    if (name.toLowerCase() === 'content-disposition') disposition = value.trim();
    if (name.toLowerCase() === 'content-type') type = value.trim();
  }
  return { disposition, type };
}

function parsePart(head: string, body: Uint8Array): FormPart {
  const { disposition, type } = headersOf(head);
  if (disposition === '') {
    throw new TypeError('No valid Content-Disposition header found in FormData part.');
  }
  const kind = (disposition.split(';')[0] ?? '').trim();
  if (kind !== 'form-data') {
    throw new TypeError(
      `Content-Disposition header for FormData part must have the value "form-data", possibly followed by parameters. Got: "${kind}"`,
    );
  }
  const parameters = parametersOf(disposition);
  const name = parameters.get('name') ?? '';
  if (name === '') throw new TypeError('Content-Disposition header in FormData part is missing a name.');
  const fileName = parameters.get('filename') ?? '';
  if (fileName === '') return { name, text: decodeUtf8(body) };
  return { name, fileName, type, bytes: body };
}

/** The fields of a multipart body; throws workerd's errors where it is malformed. */
export function parseMultipart(bytes: Uint8Array, boundary: string): FormPart[] {
  // A line feed suffices before a boundary; the first needs nothing.
  const delimiter = encodeUtf8(`\n--${boundary}`);
  const parts: FormPart[] = [];
  const first = indexOf(bytes, delimiter.subarray(1), 0);
  if (first < 0) throw new TypeError('No initial boundary string (or you have a truncated message).');
  for (let at = first + delimiter.length - 1; ;) {
    if (bytes[at] === 45 && bytes[at + 1] === 45) return parts;
    const line = lineEnd(bytes, at);
    if (line === 0 && at < bytes.length)
      throw new TypeError("Boundary string was not succeeded by CRLF, LF, or '--'.");
    const { end, body } = headerEnd(bytes, at + line);
    const next = indexOf(bytes, delimiter, body);
    if (next < 0) throw new TypeError('No subsequent boundary string after multipart message.');
    const until = Math.max(body, bytes[next - 1] === 13 ? next - 1 : next);
    parts.push(parsePart(decodeUtf8(bytes.subarray(at + line, end)), bytes.slice(body, until)));
    at = next + delimiter.length;
  }
}
