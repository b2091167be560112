// Compression on the host side, synchronous over what has been collected; node:zlib has no synchronous stream.
import {
  constants,
  deflateRawSync,
  deflateSync,
  gunzipSync,
  gzipSync,
  inflateRawSync,
  inflateSync,
} from 'node:zlib';
import type { ZlibPort } from '../web/host-port.ts';
import { insideBytes } from './inside.ts';
import type { Alloc } from './port.ts';

interface Job {
  readonly input: Uint8Array[];
  /** Bytes of output that have been handed out. */
  given: number;
}

/** Runs what there is of the input; `used` says how much of it belonged to the compressed data. */
function inflate(format: string, input: Buffer): { output: Buffer; used: number } {
  const run = format === 'gzip' ? gunzipSync : format === 'deflate' ? inflateSync : inflateRawSync;
  // With `info` node:zlib also returns its engine, which its types do not say.
  const result: unknown = run(input, { finishFlush: constants.Z_SYNC_FLUSH, info: true });
  const { buffer, engine } = Object(result);
  return { output: buffer, used: engine.bytesWritten };
}

const GZIP_MEMBER = Buffer.from([0x1f, 0x8b, 8]);

/** Whether a gzip file has a second member, which Node reads on and the platform refuses (RFC 1952, section 2.2). */
function hasSecondMember(input: Buffer): boolean {
  for (let at = input.indexOf(GZIP_MEMBER, 1); at > 0; at = input.indexOf(GZIP_MEMBER, at + 1)) {
    try {
      gunzipSync(input.subarray(0, at));
      return true;
    } catch {
      // Those bytes belong to the first member.
    }
  }
  return false;
}

/** The host functions of compression; a decompression runs anew over all of its input with each chunk, for bodies are small. */
export function createZlibPort(alloc: Alloc): ZlibPort {
  const jobs = new WeakMap<object, Job>();
  function collect(owner: object, bytes: Uint8Array): Job {
    let job = jobs.get(owner);
    if (job === undefined) {
      job = { input: [], given: 0 };
      jobs.set(owner, job);
    }
    job.input.push(new Uint8Array(bytes));
    return job;
  }
  const inflaterOf = (format: string): typeof gunzipSync =>
    format === 'gzip' ? gunzipSync : format === 'deflate' ? inflateSync : inflateRawSync;
  return {
    compress(owner, bytes) {
      collect(owner, bytes);
    },
    finish(owner, format) {
      const input = Buffer.concat(jobs.get(owner)?.input ?? []);
      const deflate = format === 'gzip' ? gzipSync : format === 'deflate' ? deflateSync : deflateRawSync;
      return insideBytes(alloc, deflate(input));
    },
    decompress(owner, format, bytes) {
      const job = collect(owner, bytes);
      try {
        const input = Buffer.concat(job.input);
        const { output, used } = inflate(format, input);
        const trails = used < input.length || (format === 'gzip' && hasSecondMember(input));
        if (trails) return 'Trailing bytes after end of compressed data';
        const news = output.subarray(job.given);
        job.given = output.length;
        return insideBytes(alloc, news);
      } catch {
        return 'Decompression failed.';
      }
    },
    isComplete(owner, format) {
      try {
        inflaterOf(format)(Buffer.concat(jobs.get(owner)?.input ?? []));
        return true;
      } catch {
        return false;
      }
    },
  };
}
