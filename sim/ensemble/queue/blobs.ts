// Large values in Redis: cut into pieces under keys that expire, so that no message and no value ever is too large.
import type { Redis } from 'ioredis';
import { BrokenSeal, seal, unseal } from '../sealed.ts';

const PIECE_BYTES = 512 * 1024;
const PREFIX = 'antipode:blob:';

/** Sealed values by name. */
export class Blobs {
  readonly #redis: Redis;

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  /** Keeps a value for so many seconds; the name answers only once all pieces are there. */
  async put(name: string, value: unknown, seconds: number): Promise<void> {
    const bytes = await seal(value);
    const pieces = Math.ceil(bytes.length / PIECE_BYTES);
    for (let piece = 0; piece < pieces; piece++) {
      const part = bytes.subarray(piece * PIECE_BYTES, (piece + 1) * PIECE_BYTES);
      await this.#redis.set(this.#key(name, piece), part, 'EX', seconds);
    }
    await this.#redis.set(PREFIX + name, String(pieces), 'EX', seconds);
  }

  /** The value; undefined when it has expired, was dropped or is damaged. */
  async get(name: string): Promise<unknown> {
    const keys = await this.#keysOf(name);
    if (keys.length === 0) return undefined;
    const parts: Buffer[] = [];
    for (const key of keys) parts.push((await this.#redis.getBuffer(key)) ?? Buffer.alloc(0));
    try {
      return await unseal(Buffer.concat(parts));
    } catch (error) {
      if (error instanceof BrokenSeal) return undefined;
      throw error;
    }
  }

  /** Whether the value is there. */
  async has(name: string): Promise<boolean> {
    return (await this.#redis.exists(PREFIX + name)) === 1;
  }

  /** Frees the room of a value that nobody needs any more. */
  async drop(name: string): Promise<void> {
    const keys = await this.#keysOf(name);
    if (keys.length > 0) await this.#redis.del(PREFIX + name, ...keys);
  }

  async #keysOf(name: string): Promise<string[]> {
    const pieces = Number((await this.#redis.get(PREFIX + name)) ?? 0);
    return Array.from({ length: pieces }, (_, piece) => this.#key(name, piece));
  }

  #key(name: string, piece: number): string {
    return `${PREFIX}${name}:${piece}`;
  }
}
