// The bare handler loop: no simulation, batches of 64 requests and one drain (one for each of 64 module instances, since an isolate is woken once in a drain). The bound that whole trials are held against.
import type {
  Answer,
  BindingSpec,
  Bundle,
  IncomingRequest,
  Isolate,
  Realm,
} from '../../sim/runtime/types.ts';

const BATCH = 64;

/** What one loop runs. */
export interface BareLoop {
  readonly realm: Realm;
  readonly bundle: Bundle;
  readonly bindings: readonly BindingSpec[];
  readonly requests: readonly IncomingRequest[];
  /** The answer to every operation, given at once. */
  readonly answer: Answer;
}

/** Sends `count` requests and returns how many were answered in a second. */
export function bareRate({ realm, bundle, bindings, requests, answer }: BareLoop, count: number): number {
  realm.begin({ seed: 1, epochMs: 0, journeyKeyOf: (callId) => callId });
  const isolates = Array.from({ length: BATCH }, (_, n) =>
    realm.createIsolate(bundle, { ownerKey: n, bindings }),
  );
  for (const isolate of isolates) isolate.start();
  realm.settle();
  let callId = 0;
  let answered = 0;
  const start = process.hrtime.bigint();
  while (callId < count) {
    for (const isolate of isolates) send(isolate, ++callId, requests);
    answered += settled(realm, answer);
  }
  const rate = (answered * 1e9) / Number(process.hrtime.bigint() - start);
  if (answered !== callId) throw new Error(`${answered} of ${callId} requests were answered`);
  return rate;
}

function send(isolate: Isolate, callId: number, requests: readonly IncomingRequest[]): void {
  const request = requests[callId % requests.length];
  if (request !== undefined) isolate.fetch(callId, request);
}

/** Settles until no operation waits for an answer; returns how many requests responded. */
function settled(realm: Realm, answer: Answer): number {
  let responses = 0;
  for (;;) {
    const waiting: number[] = [];
    for (const emission of realm.settle()) {
      if (emission.kind === 'operation') waiting.push(emission.opId);
      else if (emission.kind === 'response' && emission.status === 200) responses++;
    }
    if (waiting.length === 0) return responses;
    for (const opId of waiting) realm.answer(opId, answer);
  }
}
