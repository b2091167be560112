// A client of one store: reads and writes one key or another, with pauses, until the quiet begins; then it only reads. Which store is a text in `env`.
import { createClient } from '@libsql/client/web';

interface Result {
  results: { v: string }[];
}
interface Statement {
  bind(...values: unknown[]): Statement;
  all(): Promise<Result>;
}
interface Session {
  prepare(sql: string): Statement;
  getBookmark(): string | null;
}
interface KeyValue {
  get(key: string): Promise<unknown>;
  put(key: string, value: string): Promise<unknown>;
}
interface Env {
  readonly STORE:
    | 'kv'
    | 'r2'
    | 'object'
    | 'primary'
    | 'session'
    | 'replica'
    | 'redis'
    | 'redis-tokenless'
    | 'turso'
    | 'turso-replica'
    | 'kvs'
    | 'edge-config';
  readonly QUIET_FROM: string;
  readonly KV: KeyValue;
  readonly BUCKET: KeyValue;
  /** Address of the REST API. */
  readonly REDIS: string;
  /** Addresses of libSQL databases: one without replicas, one with embedded ones. */
  readonly LIBSQL: string;
  readonly REPLICATED: string;
  readonly REGISTER: {
    getByName(name: string): { fetch(url: string, init?: RequestInit): Promise<Response> };
  };
  readonly RULES: KeyValue;
  readonly DB: { withSession(constraint: string): Session };
}

/** Takes one write or read. */
type Ask = (key: string, value: string | null) => Promise<unknown>;

/** One key in an object of its own. */
export class Register {
  readonly #storage: KeyValue;

  constructor(state: { storage: KeyValue }) {
    this.#storage = state.storage;
  }

  async fetch(request: Request): Promise<Response> {
    if (request.method === 'PUT') await this.#storage.put('value', await request.text());
    return Response.json((await this.#storage.get('value')) ?? null);
  }
}

/** A session passes its bookmark on when it `remembers`; without that each operation is a session of its own. */
function database(env: Env, constraint: string, remembers: boolean): Ask {
  let bookmark = constraint;
  return async (key, value) => {
    const session = env.DB.withSession(bookmark);
    const statement =
      value === null
        ? session.prepare('SELECT v FROM r WHERE k = ?').bind(key)
        : session.prepare('UPDATE r SET v = ?2 WHERE k = ?1').bind(key, value);
    await statement.all();
    if (remembers) bookmark = session.getBookmark() ?? bookmark;
  };
}

/** Commands over the REST API; a client that `remembers` sends the token of its last answer along. */
function redis(url: string, remembers: boolean): Ask {
  let token = '';
  return async (key, value) => {
    const command = value === null ? ['GET', key] : ['SET', key, value];
    const headers = { authorization: 'Bearer any', 'upstash-sync-token': token };
    const response = await fetch(url, { method: 'POST', body: JSON.stringify(command), headers });
    if (!response.ok) throw new Error(`status ${response.status}`);
    if (remembers) token = response.headers.get('upstash-sync-token') ?? token;
  };
}

/** Statements by libSQL's own client. */
function libsql(url: string): Ask {
  const client = createClient({ url, authToken: 'any' });
  return (key, value) =>
    client.execute(
      value === null
        ? { sql: 'SELECT v FROM r WHERE k = ?', args: [key] }
        : { sql: 'UPDATE r SET v = ? WHERE k = ?', args: [value, key] },
    );
}

/** CloudFront's store is read at the PoP and changed through its API, only by those who saw its last state. */
function keyValueStore(store: KeyValue): Ask {
  const api = 'https://rules.cloudfront-kvs.global.api.aws/key-value-stores/any';
  return async (key, value) => {
    if (value === null) return store.get(key);
    const seen = await fetch(api);
    const headers = { 'if-match': seen.headers.get('etag') ?? '' };
    const body = JSON.stringify({ Value: value });
    return checked(await fetch(`${api}/keys/${key}`, { method: 'PUT', headers, body }));
  };
}

/** Edge Config is read by fetch and changed through Vercel's API. */
function edgeConfig(): Ask {
  return async (key, value) => {
    if (value === null)
      return checked(await fetch(`https://edge-config.vercel.com/ecfg_flags/item/${key}?token=any`));
    const body = JSON.stringify({ items: [{ operation: 'upsert', key, value }] });
    return checked(
      await fetch('https://api.vercel.com/v1/edge-config/ecfg_flags/items', { method: 'PATCH', body }),
    );
  };
}

async function checked(response: Response): Promise<unknown> {
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}

const STORES: Record<Env['STORE'], (env: Env) => Ask> = {
  redis: (env) => redis(env.REDIS, true),
  'redis-tokenless': (env) => redis(env.REDIS, false),
  turso: (env) => libsql(env.LIBSQL),
  'turso-replica': (env) => libsql(env.REPLICATED),
  kvs: (env) => keyValueStore(env.RULES),
  'edge-config': edgeConfig,
  kv: (env) => keyed(env.KV),
  r2: (env) => keyed(env.BUCKET),
  object: (env) => (key, value) => {
    const init = value === null ? {} : { method: 'PUT', body: value };
    return env.REGISTER.getByName(key).fetch('https://register/', init);
  },
  primary: (env) => database(env, 'first-primary', false),
  session: (env) => database(env, 'first-unconstrained', true),
  replica: (env) => database(env, 'first-unconstrained', false),
};

function keyed(store: KeyValue): Ask {
  return (key, value) => (value === null ? store.get(key) : store.put(key, value));
}

const TURNS = 5;
const LONGEST_PAUSE_MS = 3000;
const WRITES = 0.25;

export default {
  async fetch(_request: Request, env: Env): Promise<Response> {
    const ask = STORES[env.STORE](env);
    let refused = 0;
    for (let turn = 0; turn < TURNS; turn++) {
      const writes = Math.random() < WRITES && Date.now() < Number(env.QUIET_FROM);
      const key = Math.random() < 0.5 ? 'left' : 'right';
      await ask(key, writes ? crypto.randomUUID() : null).catch(() => refused++);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * LONGEST_PAUSE_MS));
    }
    return Response.json({ refused });
  },
};
