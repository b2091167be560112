// The way to the queue's server: Redis or Valkey through packages that only users of the queue install.
import type * as bullmq from 'bullmq';
import type * as ioredis from 'ioredis';
import { SimError } from '../../errors.ts';

/** An open way to the server. */
export interface QueueServer {
  readonly redis: ioredis.Redis;
  readonly bullmq: Pick<typeof bullmq, 'Queue' | 'QueueEvents' | 'UnrecoverableError' | 'Worker'>;
  /** The address without its password, for messages. */
  readonly shown: string;
}

const FIRST_ANSWER_WITHIN_MS = 10_000;

/** Connects, or throws E_USAGE: packages that are missing, an address that is none, a server that does not answer. */
export async function connectQueue(url: string, warn: (text: string) => void): Promise<QueueServer> {
  const shown = shownAddress(url);
  const { bullmq, Redis } = await packages();
  // A worker waits for work for as long as it takes; commands wait out a server that restarts.
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: FIRST_ANSWER_WITHIN_MS,
    maxRetriesPerRequest: null,
  });
  let reason = '';
  let answered = false;
  redis.on('error', (error: Error & { code?: string }) => {
    const said = error.code ?? error.message;
    // Each attempt to connect again fails alike; once is enough.
    if (answered && said !== reason) warn(`the queue at ${shown}: ${said}; waiting for it\n`);
    reason = said;
  });
  redis.on('ready', () => {
    answered = true;
    reason = '';
  });
  try {
    await redis.connect();
    await redis.ping();
    return { redis, bullmq, shown };
  } catch (error) {
    redis.disconnect();
    const why = reason === '' ? String(error) : reason;
    throw new SimError('E_USAGE', `no queue answers at ${shown}: ${why}`, {
      hint: 'start Redis or Valkey there, or name another address',
    });
  }
}

/** Throws E_USAGE for what is no address of Redis; hides the password of what is. */
function shownAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^(?:rediss?|valkeys?):$/.test(url.protocol) || url.hostname === '')
    throw new SimError('E_USAGE', 'the queue is not an address of Redis or Valkey', {
      hint: 'write it like redis://127.0.0.1:6379 or rediss://user:password@host:6380',
    });
  if (url.password !== '') url.password = '…';
  return decodeURI(url.href);
}

async function packages(): Promise<Pick<QueueServer, 'bullmq'> & Pick<typeof ioredis, 'Redis'>> {
  try {
    const { Redis } = await import('ioredis');
    return { bullmq: await import('bullmq'), Redis };
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
    if (!missing) throw error;
    throw new SimError('E_USAGE', 'a queue needs packages that are not installed', {
      hint: 'npm install bullmq ioredis',
    });
  }
}
