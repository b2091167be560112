// Bench entry `stores`: what one read of a store for each request costs a whole trial, against the same trial without it.
import { createRealm } from '../../sim/runtime/realm.ts';
import type { Realm } from '../../sim/runtime/types.ts';
import { buildWebSource } from '../../sim/runtime/web-source.ts';
import { bundleSource } from '../runtime/run.ts';
import type { Comparison, Entry } from './rounds.ts';
import { TOKEN_FILE, TOKEN_SCENARIO } from './token.ts';
import { type BenchScenario, trialRate, wholeTrial } from './whole-trial.ts';

const RATE_PER_S = 2000;
const KEYS = 8;

/** A handler that may read one key for each request before it answers. */
interface Case {
  readonly name: string;
  readonly source: (read: string) => string;
  readonly files?: Readonly<Record<string, string>>;
  readonly scenario: BenchScenario;
  readonly windowS: number;
  readonly atLeast: number;
}

const CASES: readonly Case[] = [
  {
    name: 'hello',
    source: (read) =>
      `export default { async fetch(request, env) { ${read} return new Response('hello'); } };`,
    scenario: { requests: [{ name: 'page', get: '/pages/{n}' }] },
    windowS: 40,
    atLeast: 0.25,
  },
  {
    name: 'JSON Web Token, HS256',
    source: (read) => `import { importKey, verifiedClaims } from './token.ts';
let key;
export default { async fetch(request, env) {
  key ??= importKey(env.SECRET);
  const token = request.headers.get('authorization').slice(7);
  const claims = await verifiedClaims(token, await key, 'bench');
  ${read}
  return claims === null ? new Response('who?', { status: 401 }) : new Response(claims.sub);
} };`,
    files: TOKEN_FILE,
    scenario: TOKEN_SCENARIO,
    windowS: 20,
    atLeast: 0.7,
  },
];

const READ = `await env.KV.get('page' + (request.url.length % ${KEYS}));`;
const STORES = {
  KV: {
    kind: 'workers-kv',
    home: 'aws:us-east-1',
    seed: [{ key: 'page{n}', count: KEYS, value: 'a page' }],
  },
};

async function compare({ name, source, files, ...one }: Case, realm: Realm): Promise<Comparison> {
  const scenario = { ...one.scenario, stores: STORES, rate: `${RATE_PER_S}/s`, window: `${one.windowS}s` };
  const trialOf = async (read: string) =>
    wholeTrial(scenario, { bundle: await bundleSource(source(read), files), realm });
  const [reading, plain] = [await trialOf(READ), await trialOf('')];
  let seed = 0;
  return {
    name,
    operation: 'requests',
    subject: { name: 'with one KV read for each request', run: () => trialRate(() => reading.run(++seed)) },
    peers: [{ name: 'without it', run: () => trialRate(() => plain.run(seed)), atLeast: one.atLeast }],
  };
}

/** The same requests, users and seeds on both sides of each comparison. */
export const stores: Entry = {
  method:
    'A whole trial of the engine on the PoPs and users of the flagship whose handler reads one of eight keys of Workers KV for each request, and the same trial with the same seed whose handler does not.',
  async prepare() {
    const realm = createRealm(
      { seed: 1, epochMs: 0, journeyKeyOf: (callId) => callId },
      await buildWebSource(),
    );
    const comparisons: Comparison[] = [];
    for (const one of CASES) comparisons.push(await compare(one, realm));
    return { comparisons, skipped: [] };
  },
};
