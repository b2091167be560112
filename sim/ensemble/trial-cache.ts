// Finished trials by content: a folder in which a trial's record is found by all that decided it, so that nothing is simulated twice.
import { mkdir, readFile, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { engineDigest } from '../engine-digest.ts';
import { SimError } from '../errors.ts';
import type { TrialRecord } from '../trial-record.ts';
import { writeWhole } from '../write-file.ts';
import { BrokenSeal, seal, unseal } from './sealed.ts';
import { trialDigest } from './trials.ts';
import type { Trial, Work } from './trials.ts';

/** What a folder may hold; beyond it the records that were not used for longest go. A figure of this program, not of the world. */
const MOST_BYTES = 1_000_000_000;
const SUFFIX = '.trial';

/** Where the records of a scenario are kept unless told otherwise: beside it. */
export function cacheFolderOf(scenarioPath: string): string {
  return join(dirname(scenarioPath), '.antipode', 'cache');
}

/** A cache of finished trials; what goes wrong in it costs time and never a run. */
export class TrialCache {
  readonly #folder: string;
  readonly #engine: string;
  readonly #warn: (text: string) => void;
  #writable = true;

  private constructor(folder: string, engine: string, warn: (text: string) => void) {
    this.#folder = folder;
    this.#engine = engine;
    this.#warn = warn;
  }

  /** The cache in a folder, for this very engine; `warn` gets a sentence for what cannot be read or written. */
  static open(folder: string, warn: (text: string) => void): TrialCache {
    return new TrialCache(folder, engineDigest(), warn);
  }

  /** The record of a trial that has been run before. */
  async get(work: Work, trial: Trial): Promise<TrialRecord | undefined> {
    const path = this.#pathOf(work, trial);
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes === undefined) return undefined;
    try {
      const record = (await unseal(bytes)) as TrialRecord;
      // Read is used: those that go first when room is short are the ones nobody asks for.
      await utimes(path, new Date(), new Date()).catch(() => undefined);
      return record;
    } catch (error) {
      if (!(error instanceof BrokenSeal)) throw error;
      this.#warn(`the cached trial ${path} is ${error.message}; it is run again\n`);
      return undefined;
    }
  }

  /** Keeps a record; a folder that cannot be written is named once. */
  async put(work: Work, trial: Trial, record: TrialRecord): Promise<void> {
    if (!this.#writable) return;
    try {
      await writeWhole(this.#pathOf(work, trial), await seal(record));
    } catch (error) {
      if (!(error instanceof SimError)) throw error;
      if (this.#writable) this.#warn(`trials are not kept: ${error.message}\n`);
      this.#writable = false;
    }
  }

  /** Marks the folder as nobody's source, and drops the records unused for longest beyond its size. */
  async tidy(mostBytes = MOST_BYTES): Promise<void> {
    if (!this.#writable) return;
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeFile(join(this.#folder, '.gitignore'), '*\n');
      const names = await readdir(this.#folder, { recursive: true });
      const paths = names.filter((name) => name.endsWith(SUFFIX)).map((name) => join(this.#folder, name));
      const files = await Promise.all(paths.map(async (path) => ({ path, ...(await sizeAndUse(path)) })));
      let kept = 0;
      for (const { path, bytes } of files.toSorted((a, b) => b.usedMs - a.usedMs)) {
        kept += bytes;
        if (kept > mostBytes) await rm(path, { force: true });
      }
    } catch (error) {
      this.#warn(`the cache ${this.#folder} cannot be tidied: ${String(error)}\n`);
    }
  }

  #pathOf(work: Work, trial: Trial): string {
    const digest = trialDigest(work, trial, this.#engine);
    return join(this.#folder, digest.slice(0, 2), `${digest}${SUFFIX}`);
  }
}

async function sizeAndUse(path: string): Promise<{ bytes: number; usedMs: number }> {
  // Another run may tidy the same folder.
  const found = await stat(path).catch(() => undefined);
  return { bytes: found?.size ?? 0, usedMs: found?.mtimeMs ?? 0 };
}
