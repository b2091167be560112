// An R2 bucket as handlers see it: every method is one operation, objects come back with what is told of them.
import { encodeUtf8 } from './encoding.ts';
import type { IsolateState } from './isolate-state.ts';
import { perform, type Reply } from './operation.ts';
import { GetResult, HeadResult, type ObjectJson } from './r2-object.ts';
import { checksumOf, conditionsOf, contentOf, metadataBytes, metadataOf, rangeOf } from './r2-options.ts';
import { argumentError, defineInterface, fieldError, integerOf, isObject, textOf } from './webidl.ts';

/** Limits of the service (developers.cloudflare.com/r2/platform/limits). */
const MAX_KEY_BYTES = 1024;
const MAX_METADATA_BYTES = 2048;
const MAX_PARTS = 10_000;

const INCLUDES: readonly unknown[] = ['httpMetadata', 'customMetadata'];

interface ListJson {
  readonly objects: readonly ObjectJson[];
  readonly truncated: boolean;
  readonly cursor?: string;
  readonly delimitedPrefixes: readonly string[];
}

/** Sends operations to one bucket. */
class Asker {
  readonly #isolate: IsolateState;
  readonly #name: string;

  constructor(isolate: IsolateState, name: string) {
    this.#isolate = isolate;
    this.#name = name;
  }

  ask(verb: string, key: string, options: object, body: string | Uint8Array | null = null): Promise<Reply> {
    const optionsJson = JSON.stringify(options);
    return perform(this.#isolate, { verb: `r2.${verb}`, binding: this.#name, key, optionsJson, body });
  }
}

/** Buckets and uploads keep what they send with to themselves. */
const askers = new WeakMap<object, Asker>();

function askerOf(owner: object): Asker {
  const asker = askers.get(owner);
  if (asker === undefined) throw new TypeError('Illegal invocation');
  return asker;
}

function checkedKey(key: unknown, verb: string): string {
  const text = textOf(key);
  if (encodeUtf8(text).length > MAX_KEY_BYTES)
    throw new Error(`${verb}: The specified object name is not valid. (10020)`);
  return text;
}

/** Throws for options that are neither absent nor an object. */
function checkOptions(options: unknown, method: string, position: number): void {
  if (options === undefined || options === null || isObject(options)) return;
  const type = `${method.charAt(0).toUpperCase()}${method.slice(1)}Options`;
  throw argumentError('R2Bucket', method, position, type);
}

/** What a list asks for, each member as the type that it is of. */
function listOptions(options: unknown): object {
  checkOptions(options, 'list', 1);
  const given = (options ?? {}) as Readonly<Record<string, unknown>>;
  const { limit: most, include } = given;
  if (include !== undefined && !Array.isArray(include)) throw fieldError('ListOptions', 'include', 'Array');
  const stranger: unknown = include?.find((one) => !INCLUDES.includes(one));
  if (stranger !== undefined) throw new RangeError(`Unsupported include value ${String(stranger)}`);
  const texts = ['prefix', 'cursor', 'delimiter', 'startAfter'].map((name) => {
    const text = given[name];
    if (text !== undefined && typeof text !== 'string') throw fieldError('ListOptions', name, 'string');
    return [name, text] as const;
  });
  const limit = most === undefined ? undefined : integerOf(most);
  return {
    ...Object.fromEntries(texts),
    include,
    limit: limit !== undefined && limit < 0 ? undefined : limit,
  };
}

function newMetadata(options: unknown, verb: string): ReturnType<typeof metadataOf> {
  const metadata = metadataOf(options);
  if (metadataBytes(metadata.customMetadata) > MAX_METADATA_BYTES)
    throw new Error(`${verb}: Your metadata headers exceed the maximum allowed metadata size. (10012)`);
  return metadata;
}

function headOf({ metaJson }: Reply): HeadResult | null {
  return metaJson === '' ? null : new HeadResult(JSON.parse(metaJson) as ObjectJson);
}

/** A bucket under `env`. */
export class R2Bucket {
  constructor(isolate: IsolateState, name: string) {
    askers.set(this, new Asker(isolate, name));
  }

  async head(key?: unknown): Promise<HeadResult | null> {
    if (arguments.length === 0) throw argumentError('R2Bucket', 'head', 1, 'string');
    return headOf(await askerOf(this).ask('head', checkedKey(key, 'head'), {}));
  }

  async get(key?: unknown, options?: unknown): Promise<HeadResult | null> {
    if (arguments.length === 0) throw argumentError('R2Bucket', 'get', 1, 'string');
    checkOptions(options, 'get', 2);
    const asked = { ...rangeOf(options), ...conditionsOf(options, 'GetOptions') };
    const reply = await askerOf(this).ask('get', checkedKey(key, 'get'), asked);
    if (reply.metaJson === '') return null;
    const json = JSON.parse(reply.metaJson) as ObjectJson;
    return json.shown === true ? new GetResult(json, reply.value ?? '') : new HeadResult(json);
  }

  async put(...given: readonly unknown[]): Promise<HeadResult | null> {
    const [key, value, options] = given;
    if (given.length === 0) throw argumentError('R2Bucket', 'put', 1, 'string');
    checkOptions(options, 'put', 3);
    const name = checkedKey(key, 'put');
    const asked = {
      ...newMetadata(options, 'put'),
      ...checksumOf(options),
      ...conditionsOf(options, 'PutOptions'),
    };
    const content = given.length > 1 && value === undefined ? '' : await contentOf(value, 'put', 2);
    return headOf(await askerOf(this).ask('put', name, asked, content));
  }

  async delete(keys?: unknown): Promise<void> {
    if (arguments.length === 0) throw argumentError('R2Bucket', 'delete', 1, 'string or Array');
    const list = (Array.isArray(keys) ? keys : [keys]).map((key) => checkedKey(key, 'delete'));
    await askerOf(this).ask('delete', list[0] ?? '', { keys: list });
  }

  async list(options?: unknown): Promise<object> {
    const { value } = await askerOf(this).ask('list', '', listOptions(options));
    const { objects, truncated, cursor, delimitedPrefixes } = JSON.parse(String(value)) as ListJson;
    return { objects: objects.map((json) => new HeadResult(json)), truncated, cursor, delimitedPrefixes };
  }

  async createMultipartUpload(key?: unknown, options?: unknown): Promise<R2MultipartUpload> {
    if (arguments.length === 0) throw argumentError('R2Bucket', 'createMultipartUpload', 1, 'string');
    const verb = 'createMultipartUpload';
    const name = checkedKey(key, verb);
    const { value } = await askerOf(this).ask(verb, name, newMetadata(options, verb));
    return new R2MultipartUpload(askerOf(this), name, String(value));
  }

  resumeMultipartUpload(key?: unknown, uploadId?: unknown): R2MultipartUpload {
    if (arguments.length < 2)
      throw argumentError('R2Bucket', 'resumeMultipartUpload', arguments.length + 1, 'string');
    return new R2MultipartUpload(askerOf(this), String(key), String(uploadId));
  }
}

interface UploadedPart {
  readonly partNumber: number;
  readonly etag: string;
}

function checkedPart(number: unknown): number {
  const part = integerOf(number);
  if (part >= 1 && part <= MAX_PARTS) return part;
  throw new TypeError(
    `Part number must be between 1 and ${MAX_PARTS} (inclusive). Actual value was: ${part}`,
  );
}

/** An object on its way, part by part. */
class R2MultipartUpload {
  readonly uploadId: string;
  readonly key: string;

  constructor(asker: Asker, key: string, uploadId: string) {
    askers.set(this, asker);
    this.uploadId = uploadId;
    this.key = key;
  }

  async uploadPart(number?: unknown, value?: unknown): Promise<UploadedPart> {
    if (arguments.length === 0) throw argumentError('R2MultipartUpload', 'uploadPart', 1, 'integer');
    const partNumber = checkedPart(number);
    const content = await contentOf(value, 'uploadPart', 2);
    const { uploadId } = this;
    const reply = await askerOf(this).ask('uploadPart', this.key, { uploadId, partNumber }, content);
    return { partNumber, etag: String(reply.value) };
  }

  async abort(): Promise<void> {
    await askerOf(this).ask('abortMultipartUpload', this.key, { uploadId: this.uploadId });
  }

  async complete(parts?: unknown): Promise<HeadResult | null> {
    if (!Array.isArray(parts)) throw argumentError('R2MultipartUpload', 'complete', 1, 'Array');
    const named = parts.map(({ partNumber, etag }: UploadedPart) => ({
      partNumber: checkedPart(partNumber),
      etag,
    }));
    const asked = { uploadId: this.uploadId, parts: named };
    return headOf(await askerOf(this).ask('completeMultipartUpload', this.key, asked));
  }
}

defineInterface(R2Bucket, 'R2Bucket');
defineInterface(R2MultipartUpload, 'R2MultipartUpload');
