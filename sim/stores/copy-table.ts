// The copies of one place, by key: put afresh in place, and forgotten some time after they have ended.
import type { Copy, Version } from './replication.ts';

/** Fewer copies than this are not looked through. */
const FEW = 64;

/** Copies by key. */
export class CopyTable {
  readonly #copies = new Map<string, Copy>();
  readonly #keeps: (key: string) => boolean;
  #sweepFrom = FEW;

  /** `keeps`: the keys of which a copy that has ended still matters. */
  constructor(keeps: (key: string) => boolean) {
    this.#keeps = keeps;
  }

  get(key: string): Copy | undefined {
    return this.#copies.get(key);
  }

  /**
   * Puts a fresh copy into the place of the old one. Copies may live for long: an object for each of them left the old one in old space,
   * where only a major collection finds it.
   */
  fill(
    key: string,
    nowUs: number,
    { version, ttlUs }: { readonly version: Version; readonly ttlUs: number },
  ): void {
    const expiresUs = nowUs + ttlUs;
    const old = this.#copies.get(key);
    if (old === undefined) {
      if (this.#copies.size >= this.#sweepFrom) this.#sweep(nowUs);
      this.#copies.set(key, { version, filledUs: nowUs, expiresUs });
      return;
    }
    old.version = version;
    old.filledUs = nowUs;
    old.expiresUs = expiresUs;
  }

  /** Forgets what has ended; again only when the table has doubled, so that it costs little. */
  #sweep(nowUs: number): void {
    for (const [key, { expiresUs }] of this.#copies)
      if (nowUs >= expiresUs && !this.#keeps(key)) this.#copies.delete(key);
    this.#sweepFrom = Math.max(FEW, 2 * this.#copies.size);
  }
}
