// Runs programs and handlers here, as `antipode call` does: the whole engine with its stores, one user, one PoP.
import { join } from 'node:path';
import { CallSession } from '../../sim/call/session.ts';
import { prepareCall } from '../../sim/call/setup.ts';
import { Geography } from '../../sim/entities/geography.ts';
import { RequestWriter } from '../../sim/entities/requests.ts';
import { createRealm } from '../../sim/runtime/realm.ts';
import { buildWebSource } from '../../sim/runtime/web-source.ts';
import { handlerAnswer } from './handler-file.ts';
import type { HandlerAnswer, HandlerRequest } from './handler-file.ts';
import type { BehaviourAnswer } from './record-file.ts';

const FOLDER = import.meta.dirname;
const ORIGIN = 'http://example.com';

/** One realm for all sessions; each begins it anew. */
const realm = createRealm(
  { seed: 1, epochMs: 0, journeyKeyOf: (callId) => callId },
  await buildWebSource(),
  'own',
);

/** One request, and what came back: an answer of status 0 says in its body why there was none. */
interface Exchange {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
}

/** Sends requests one after the other; all state is kept between them. */
async function exchange(
  file: string,
  bindings: string,
  requests: readonly HandlerRequest[],
): Promise<readonly Exchange[]> {
  const setup = await prepareCall({
    handler: join(FOLDER, file),
    bindings: join(FOLDER, 'data', bindings),
    upstream: join(FOLDER, 'programs/upstream.js'),
  });
  const { plan, bundles, files, cached, inScenario } = setup;
  const geography = new Geography(plan, files);
  const session = new CallSession({
    plan,
    bundles,
    geography,
    writer: new RequestWriter(plan),
    realm,
    cached,
    inScenario,
    pulse: () => undefined,
  });
  return requests.map(({ url, method = 'GET', headers = {}, body, cf = {} }) => {
    const list = Object.entries(headers);
    return exchangeOf(session.take({ url: `${ORIGIN}${url}`, method, headers: list, body, cf: { ...cf } }));
  });
}

function exchangeOf(answer: ReturnType<CallSession['take']>): Exchange {
  if (!('timing' in answer)) return failed(JSON.stringify(answer));
  const { status, headers, body, bodyBase64, outcome, error } = answer;
  if (outcome !== 'ok') return failed(`${outcome}: ${error?.message ?? ''}`);
  const bytes = bodyBase64 === undefined ? Buffer.from(body ?? '') : Buffer.from(bodyBase64, 'base64');
  return { status, headers, body: bytes };
}

function failed(why: string): Exchange {
  return { status: 0, headers: [], body: Buffer.from(why) };
}

/** The answers of our realm to every behaviour, by group and name. */
export async function ourAnswers(
  names: Readonly<Record<string, readonly string[]>>,
): Promise<Map<string, BehaviourAnswer>> {
  const wanted = Object.entries(names).flatMap(([group, list]) => list.map((name) => ({ group, name })));
  const requests = wanted.map((query) => ({ url: `/conformance?${new URLSearchParams(query).toString()}` }));
  const exchanges = await exchange('programs/worker.js', 'bindings.json', requests);
  const answers = exchanges.map(({ status, body }, i): [string, BehaviourAnswer] => {
    const { group, name } = wanted[i] ?? { group: '', name: '' };
    const text = Buffer.from(body).toString();
    return [`${group}: ${name}`, status === 200 ? JSON.parse(text) : { error: text }];
  });
  return new Map(answers);
}

/** What a whole handler answers here. */
export async function ourHandlerAnswers(
  name: string,
  requests: readonly HandlerRequest[],
): Promise<readonly HandlerAnswer[]> {
  const exchanges = await exchange(`handlers/${name}.js`, 'handler-bindings.json', requests);
  return exchanges.map(({ status, headers, body }) => handlerAnswer(status, headers, body));
}
