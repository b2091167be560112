// Bench entry `e2e`: whole trials of the real engine on the flagship's topology against the bare loop of the same handler.
import { createRealm } from '../../sim/runtime/realm.ts';
import type { Answer, BindingSpec, Realm } from '../../sim/runtime/types.ts';
import { buildWebSource } from '../../sim/runtime/web-source.ts';
import { bundleSource } from '../runtime/run.ts';
import { bareRate } from './bare-loop.ts';
import type { Comparison, Entry } from './rounds.ts';
import { TOKEN_FILE, TOKEN_SCENARIO, TOKEN_SECRET } from './token.ts';
import { type BenchScenario, trialRate, wholeTrial } from './whole-trial.ts';

const BARE_REQUESTS = 150_048;
const RATE_PER_S = 2000;
/** Long enough that what a trial does once, visits of the time before it above all (170 ms), weighs little. */
const WINDOW_S = 300;

/** One handler, alone and in a whole trial. */
interface Case {
  readonly name: string;
  readonly source: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly scenario: BenchScenario;
  readonly bindings: readonly BindingSpec[];
  readonly answer: Answer;
  readonly atLeast: number;
}

const HELLO: Case = {
  name: 'hello',
  source: `export default { fetch() { return new Response('hello'); } };`,
  scenario: { requests: [{ name: 'hello', get: '/' }] },
  bindings: [],
  answer: { ok: true, value: null },
  atLeast: 0.3,
};

const JWT: Case = {
  name: 'JSON Web Token, HS256',
  source: `import { importKey, verifiedClaims } from './token.ts';
let key;
export default { async fetch(request, env) {
  key ??= importKey(env.SECRET);
  const token = request.headers.get('authorization').slice(7);
  const claims = await verifiedClaims(token, await key, 'bench');
  return claims === null ? new Response('who?', { status: 401 }) : new Response(claims.sub);
} };`,
  files: TOKEN_FILE,
  scenario: TOKEN_SCENARIO,
  bindings: [{ kind: 'var', name: 'SECRET', value: TOKEN_SECRET }],
  answer: { ok: true, value: null },
  atLeast: 0.8,
};

const KV: Case = {
  name: 'one KV read for each request',
  source: `export default { async fetch(request, env) {
  return new Response(await env.KV.get('page' + (request.url.length % 8)));
} };`,
  scenario: {
    requests: [{ name: 'page', get: '/pages/{n}' }],
    stores: {
      KV: {
        kind: 'workers-kv',
        home: 'aws:us-east-1',
        seed: [{ key: 'page{n}', count: 8, value: 'a page' }],
      },
    },
  },
  bindings: [{ kind: 'kv', name: 'KV' }],
  answer: { ok: true, value: 'a page' },
  atLeast: 0.18,
};

async function compare(one: Case, realm: Realm): Promise<Comparison> {
  const bundle = await bundleSource(one.source, one.files);
  const scenario = { ...one.scenario, rate: `${RATE_PER_S}/s`, window: `${WINDOW_S}s` };
  const trial = wholeTrial(scenario, { bundle, realm });
  const { bindings, answer } = one;
  let seed = 0;
  return {
    name: one.name,
    operation: 'requests',
    subject: { name: 'whole trial', run: () => trialRate(() => trial.run(++seed)) },
    peers: [
      {
        name: 'bare handler loop',
        run: () => bareRate({ realm, bundle, bindings, answer, requests: trial.requests }, BARE_REQUESTS),
        atLeast: one.atLeast,
      },
    ],
  };
}

/** Arrivals, routing, connection, queue, handler, way back and record, against nothing but the handler. */
export const e2e: Entry = {
  method:
    'A whole trial (arrivals, routing, connections, isolates, the handler, record) on the PoPs and users of the flagship, and the bare loop of the same handler in the same realm: 64 module instances, one wake each, one drain, operations answered at once.',
  async prepare() {
    const realm = createRealm(
      { seed: 1, epochMs: 0, journeyKeyOf: (callId) => callId },
      await buildWebSource(),
    );
    const comparisons: Comparison[] = [];
    for (const one of [HELLO, JWT, KV]) comparisons.push(await compare(one, realm));
    return { comparisons, skipped: [] };
  },
};
