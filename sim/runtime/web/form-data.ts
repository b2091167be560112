// FormData: named fields, each a text or a file, and the two formats in which a body carries them.
import { blobBytes, File, isBlob, makeFile } from './blob.ts';
import { decodeUtf8 } from './encoding.ts';
import { parseForm } from './form-encoding.ts';
import { boundaryFor, parseMultipart, serialiseMultipart } from './multipart.ts';
import type { FormPart } from './multipart.ts';
import { iteratePairs } from './pair-iterator.ts';
import { argumentError, defineInterface, findInstance, textOf } from './webidl.ts';

type Field = string | File;

const NAME = 'FormData';

function toField(name: string, value: unknown, fileName: unknown): Field {
  const blob = findInstance(value, isBlob);
  if (blob === null) return textOf(value);
  const named = blob instanceof File ? blob.name : name;
  if (blob instanceof File && fileName === undefined) return blob;
  const options =
    blob instanceof File ? { type: blob.type, lastModified: blob.lastModified } : { type: blob.type };
  return new File([blob], fileName === undefined ? named : String(fileName), options);
}

function wanted(method: string, given: number, count: number): void {
  if (given >= count) return;
  throw argumentError(NAME, method, given + 1, given === 1 ? 'File or Blob or string' : 'string');
}

/** Whether an object holds the fields of a form, which a Proxy of one does not. */
export let isForm: (object: object) => object is FormData;
let listOf: (form: FormData) => [string, Field][];

/** An ordered list of form fields. */
export class FormData {
  #fields: [string, Field][] = [];

  static {
    listOf = (form) => form.#fields;
    isForm = (object): object is FormData => #fields in object;
  }

  append(name?: unknown, value?: unknown, fileName?: unknown): void {
    wanted('append', arguments.length, 2);
    const key = textOf(name);
    this.#fields.push([key, toField(key, value, fileName)]);
  }

  delete(name?: unknown): void {
    wanted('delete', arguments.length, 1);
    const key = textOf(name);
    this.#fields = this.#fields.filter((field) => field[0] !== key);
  }

  get(name?: unknown): Field | null {
    wanted('get', arguments.length, 1);
    const key = textOf(name);
    return this.#fields.find((field) => field[0] === key)?.[1] ?? null;
  }

  getAll(name?: unknown): Field[] {
    wanted('getAll', arguments.length, 1);
    const key = textOf(name);
    return this.#fields.filter((field) => field[0] === key).map((field) => field[1]);
  }

  has(name?: unknown): boolean {
    wanted('has', arguments.length, 1);
    const key = textOf(name);
    return this.#fields.some((field) => field[0] === key);
  }

  set(name?: unknown, value?: unknown, fileName?: unknown): void {
    wanted('set', arguments.length, 2);
    const key = textOf(name);
    const field = toField(key, value, fileName);
    const first = this.#fields.find((entry) => entry[0] === key);
    if (first === undefined) {
      this.#fields.push([key, field]);
      return;
    }
    first[1] = field;
    this.#fields = this.#fields.filter((entry) => entry === first || entry[0] !== key);
  }

  entries(): IterableIterator<unknown> {
    return iteratePairs(() => this.#fields, 'entries');
  }
  keys(): IterableIterator<unknown> {
    return iteratePairs(() => this.#fields, 'keys');
  }
  values(): IterableIterator<unknown> {
    return iteratePairs(() => this.#fields, 'values');
  }

  forEach(callback?: unknown, thisArg?: unknown): void {
    if (typeof callback !== 'function') throw argumentError(NAME, 'forEach', 1, 'function');
    for (let at = 0; at < this.#fields.length; at++) {
      const field = this.#fields[at];
      if (field !== undefined) Reflect.apply(callback as () => unknown, thisArg, [field[1], field[0], this]);
    }
  }
}
defineInterface(FormData, NAME);
Object.defineProperty(FormData.prototype, Symbol.iterator, {
  value: FormData.prototype.entries,
  writable: true,
  configurable: true,
});

function toPart([name, value]: [string, Field]): FormPart {
  if (typeof value === 'string') return { name, text: value };
  return { name, fileName: value.name, type: value.type, bytes: blobBytes(value) };
}

/** A form as a multipart body with its content type. */
export function serialiseFormData(form: FormData): { bytes: Uint8Array; contentType: string } {
  const parts = listOf(form).map(toPart);
  const boundary = boundaryFor(parts);
  return {
    bytes: serialiseMultipart(parts, boundary),
    contentType: `multipart/form-data; boundary=${boundary}`,
  };
}

function boundaryParameter(contentType: string): string {
  const found = /;\s*boundary=(?:"((?:[^"\\]|\\.)*)"?|([^\s;]+))/i.exec(contentType);
  const boundary = found?.[1]?.replaceAll(/\\(.)/g, '$1') ?? found?.[2];
  if (boundary === undefined) {
    throw new TypeError(
      'No boundary string in Content-Type header. The multipart/form-data MIME type requires a boundary parameter, e.g. \'Content-Type: multipart/form-data; boundary="abcd"\'. See RFC 7578, section 4.',
    );
  }
  return boundary;
}

/** The form that a body carries, by its content type; an empty type stands for a missing header. */
export function parseFormData(bytes: Uint8Array, contentType: string): FormData {
  if (contentType === '') {
    throw new TypeError('Parsing a Body as FormData requires a Content-Type header.');
  }
  const essence = (contentType.split(';')[0] ?? '').trim().toLowerCase();
  const form = new FormData();
  const fields = listOf(form);
  if (essence === 'application/x-www-form-urlencoded') {
    const charset = /;\s*charset=(?:"([^"]*)"|([^\s;]+))/i.exec(contentType);
    if (!/^utf-8$/i.test(charset?.[1] ?? charset?.[2] ?? 'utf-8'))
      throw new TypeError('Non-utf-8 application/x-www-form-urlencoded body.');
    for (const [name, value] of parseForm(decodeUtf8(bytes))) fields.push([name, value]);
  } else if (essence === 'multipart/form-data') {
    for (const part of parseMultipart(bytes, boundaryParameter(contentType))) {
      if ('text' in part) fields.push([part.name, part.text]);
      else fields.push([part.name, makeFile(part.bytes, part.fileName, part.type)]);
    }
  } else {
    throw new TypeError(
      'Unrecognized Content-Type header value. FormData can only parse the following MIME types: multipart/form-data, application/x-www-form-urlencoded',
    );
  }
  return form;
}
