// The streams of a libSQL server over HTTP: each is continued by a baton that is good once, ends when nobody has used it for a while, and may hold the database for writing.
import { US_PER_SECOND } from '../units.ts';
import type { HranaStream } from './hrana-turn.ts';
import type { WorldView } from './store.ts';

/** Figures of the open server: libsql-server/src/hrana/http/stream.rs, and its limit on transactions, which Turso documents too. */
const IDLE_US = 10 * US_PER_SECOND;
const REMEMBERED_US = 300 * US_PER_SECOND;
/** Who holds the database longer while others wait loses it. */
const HELD_US = 5 * US_PER_SECOND;

/** Why there is no such stream: an HTTP status, and a text or an error. */
export interface StreamRefusal {
  readonly status: number;
  readonly text?: string;
  readonly error?: { readonly message: string; readonly code: string };
}

const INVALID: StreamRefusal = { status: 400, text: 'Received an invalid baton' };
const REUSED: StreamRefusal = { status: 400, text: 'Received a baton that has already been used' };
const EXPIRED: StreamRefusal = {
  status: 500,
  error: { message: 'The stream has expired due to inactivity', code: 'STREAM_EXPIRED' },
};

/** All streams of one database. */
export class HranaStreams {
  readonly #world: WorldView;
  /** By number, the one that was used longest ago first. */
  readonly #streams = new Map<number, HranaStream>();
  #holder: { readonly stream: HranaStream; readonly sinceUs: number } | null = null;
  #opened = 0;

  constructor(world: WorldView) {
    this.#world = world;
  }

  /** The stream of a baton as it stands; null for none, or one that is over. */
  peek(baton: string | null): HranaStream | null {
    const found = this.#find(baton);
    return found === null || 'status' in found ? null : found;
  }

  /** The stream of a baton, or a new one that begins at a copy. */
  take(baton: string | null, copy: number): HranaStream | StreamRefusal {
    const found = this.#find(baton);
    if (found !== null && 'status' in found) return found;
    const stream = found ?? this.#open();
    if (stream.transaction === null) stream.copy = copy;
    return stream;
  }

  /** Takes the database for writing; false while somebody else has it. */
  lock(stream: HranaStream): boolean {
    const nowUs = this.#world.nowUs();
    const holder = this.#holder;
    if (holder !== null && holder.stream !== stream && holder.stream.transaction !== null) {
      const idle = nowUs - holder.stream.lastUsedUs > IDLE_US;
      if (!idle && nowUs - holder.sinceUs < HELD_US) return false;
      holder.stream.transaction = null;
      holder.stream.timedOut = true;
    }
    if (holder?.stream !== stream) this.#holder = { stream, sinceUs: nowUs };
    return true;
  }

  /** Ends a turn: keeps the stream for the baton that is returned, or forgets it, and with it whatever it had not committed. */
  release(stream: HranaStream, closed: boolean): string | null {
    const { transaction } = stream;
    const holds = transaction !== null && (transaction.changed || transaction.mode === 'immediate');
    if (this.#holder?.stream === stream && (closed || !holds)) this.#holder = null;
    this.#streams.delete(stream.id);
    if (closed) return null;
    const nowUs = this.#world.nowUs();
    for (const [id, { lastUsedUs }] of this.#streams) {
      if (nowUs - lastUsedUs <= REMEMBERED_US) break;
      this.#streams.delete(id);
    }
    stream.lastUsedUs = nowUs;
    stream.sequence++;
    this.#streams.set(stream.id, stream);
    return `${stream.id}.${stream.sequence}`;
  }

  #open(): HranaStream {
    return {
      id: ++this.#opened,
      sequence: 0,
      copy: 0,
      texts: new Map(),
      transaction: null,
      timedOut: false,
      lastUsedUs: this.#world.nowUs(),
    };
  }

  #find(baton: string | null): HranaStream | StreamRefusal | null {
    if (baton === null) return null;
    const [, id = '', sequence = ''] = /^(\d+)\.(\d+)$/.exec(baton) ?? [];
    const stream = this.#streams.get(Number(id));
    if (stream === undefined) return INVALID;
    if (this.#world.nowUs() - stream.lastUsedUs > IDLE_US) return EXPIRED;
    return stream.sequence === Number(sequence) ? stream : REUSED;
  }
}
