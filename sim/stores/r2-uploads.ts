// Multipart uploads of R2: parts wait here until they become one object.
import { hashOf, type ObjectDetails } from './r2-objects.ts';

/** Smallest part that is not the last (developers.cloudflare.com/r2/objects/upload-objects). */
const SMALLEST_PART_BYTES = 5 * 1024 * 1024;

/** A refusal by R2: the words and their number. */
export class R2Refusal extends Error {
  override readonly name = 'R2Refusal';
  constructor(message: string, code: number) {
    super(`${message} (${code})`);
  }
}

interface Part {
  readonly etag: string;
  readonly md5: string;
  readonly bytes: Uint8Array;
}

interface Upload {
  readonly key: string;
  readonly details: ObjectDetails;
  readonly parts: Map<number, Part>;
  state: 'open' | 'aborted' | 'completed';
}

/** A part as the code names it. */
interface NamedPart {
  readonly partNumber: number;
  readonly etag: string;
}

/** All uploads of a bucket by their ids. */
export class R2Uploads {
  readonly #uploads = new Map<string, Upload>();

  begin(key: string, details: ObjectDetails): string {
    const id = tokenOf(`upload ${this.#uploads.size + 1} of ${key}`);
    this.#uploads.set(id, { key, details, parts: new Map(), state: 'open' });
    return id;
  }

  /** Takes a part, in place of an earlier one of that number; returns its tag. */
  put(key: string, id: string, number: number, bytes: Uint8Array): string {
    const upload = this.#open(key, id);
    const md5 = hashOf('md5', bytes);
    const etag = tokenOf(`${id} ${number} ${upload.parts.size} ${md5}`);
    upload.parts.set(number, { etag, md5, bytes });
    return etag;
  }

  /** An upload may be given up several times, but not once it is complete. */
  abort(key: string, id: string): void {
    const upload = this.#uploads.get(id);
    if (upload === undefined || upload.key !== key) throw internalError();
    if (upload.state === 'open') upload.state = 'aborted';
    upload.parts.clear();
  }

  /** The whole of the parts in the order of their numbers, with the tag that such an object has. */
  complete(
    key: string,
    id: string,
    named: readonly NamedPart[],
  ): { body: Uint8Array; details: ObjectDetails } {
    const upload = this.#uploads.get(id);
    if (upload === undefined || upload.key !== key) throw internalError();
    if (upload.state !== 'open') throw noSuchUpload();
    const numbers = named.map(({ partNumber }) => partNumber);
    if (new Set(numbers).size < numbers.length) throw internalError();
    const found = named.map(({ partNumber, etag }) => {
      const part = upload.parts.get(partNumber);
      if (part === undefined || part.etag !== etag)
        throw new R2Refusal('One or more of the specified parts could not be found.', 10025);
      return part;
    });
    if (found.slice(0, -1).some(({ bytes }) => bytes.length < SMALLEST_PART_BYTES))
      throw new R2Refusal('Your proposed upload is smaller than the minimum allowed object size.', 10011);
    const parts = found
      .map((part, i) => ({ ...part, number: numbers[i] ?? 0 }))
      .toSorted((a, b) => a.number - b.number);
    assertSizes(parts.map(({ bytes }) => bytes.length));
    upload.state = 'completed';
    const digests = Buffer.concat(parts.map(({ md5 }) => Buffer.from(md5, 'hex')));
    const etag = `${hashOf('md5', digests)}-${parts.length}`;
    const body = new Uint8Array(Buffer.concat(parts.map(({ bytes }) => bytes)));
    return { body, details: { ...upload.details, etag } };
  }

  #open(key: string, id: string): Upload {
    const upload = this.#uploads.get(id);
    if (upload === undefined || upload.key !== key || upload.state !== 'open') throw noSuchUpload();
    return upload;
  }
}

/** As long as the service's ids of uploads and tags of parts are: 128 bytes in base64, for URLs. */
function tokenOf(text: string): string {
  const halves = ['first', 'second'].map((half) => hashOf('sha512', `${half} ${text}`));
  return Buffer.from(halves.join(''), 'hex').toString('base64url');
}

/** All parts but the last are of one size, and that is no larger. */
function assertSizes(sizes: readonly number[]): void {
  const [first] = sizes;
  const last = sizes.at(-1);
  if (first === undefined || last === undefined || sizes.length === 1) return;
  if (sizes.slice(0, -1).some((size) => size < SMALLEST_PART_BYTES || size !== first) || last > first)
    throw new R2Refusal('There was a problem with the multipart upload.', 10048);
}

/** What the local R2 says of an upload that it does not know, where it is to be completed or given up. */
function internalError(): R2Refusal {
  return new R2Refusal('We encountered an internal error. Please try again.', 10001);
}

function noSuchUpload(): R2Refusal {
  return new R2Refusal('The specified multipart upload does not exist.', 10024);
}
