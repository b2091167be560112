// Operations on Durable Objects: requests and methods travel to where the object lives; its own gate and its wait for durable writes are answered at once.
import { type ObjectLife, openAncestor, type Section } from '../entities/durable-object.ts';
import type { Failure, HandlerCall } from '../entities/handler-call.ts';
import type { ResponseState } from '../entities/journey-state.ts';
import { breakLife, callObject, namespaceOf, objectOf, type ObjectTarget, wayUs } from '../object-life.ts';
import { overload } from '../object-limits.ts';
import type { OperationEmission } from '../runtime/types.ts';
import { OBJECT_FIGURES } from '../stores/durable-objects-figures.ts';
import { US_PER_MS } from '../units.ts';
import { Wake } from '../entities/wake.ts';
import type { World } from '../world.ts';
import { answerLater, later, type WayBack } from './answer.ts';
import { ArrivingBody, streamedMeta } from './arriving-body.ts';
import { storageAnswered } from './object-history.ts';
import { remembersHome } from './rpc-homes.ts';
import { fetchInput, methodInput, responseAnswer } from './service.ts';
import { optionsOf } from './store-calls.ts';
import { thrownBy } from './thrown-by.ts';
import { keepsLightBetween } from './store-laws.ts';

const DONE = { ok: true, value: null } as const;

/** `stub.fetch`, methods of stubs, and what an object asks of its own gate. */
export function beginObjectOperation(world: World, call: HandlerCall, emission: OperationEmission): void {
  const { life } = call;
  if (emission.verb === 'object.block' && life !== null) beginBlock(world, life, call, emission);
  else if (emission.verb === 'object.sync' && life !== null) {
    const afterUs = Math.max(0, life.durableUs - world.kernel.nowUs());
    answerLater(world, call, { opId: emission.opId, afterUs, answer: DONE, phase: 'store', note: 'sync' });
  } else beginCall(world, call, emission);
}

/** To the object, its mailbox, and back; over the backbone between the sites. */
function beginCall(world: World, call: HandlerCall, emission: OperationEmission): void {
  const { opId, binding, key, verb } = emission;
  const { object: target, met } = optionsOf(emission) as { object: ObjectTarget; met?: number };
  const object = objectOf(world, namespaceOf(world, binding), target, call.at);
  const isFetch = verb === 'object.fetch';
  const home = world.geography.pops[object.at.site]?.code ?? '';
  const note = `${binding}.${isFetch ? 'fetch' : key} (${home})`;
  const issuedUs = world.kernel.nowUs();
  let called: HandlerCall | null = null;
  const back = (answer: WayBack['answer']): void => {
    const backUs = wayUs(world, object.at, call.at);
    keepsLightBetween(world, object.namespace.store, { from: object.at.site, to: call.at.site }, backUs);
    const reached = Number.isFinite(backUs);
    const afterUs = reached ? backUs : 0;
    const completedUs = world.kernel.nowUs() + afterUs;
    if (reached) {
      world.recorder.objectCall(object.namespace.store.meter, issuedUs, completedUs - issuedUs);
      if (answer.ok) storageAnswered(world, call, called, { issuedUs, completedUs });
    }
    answerLater(world, call, { opId, afterUs, answer: reached ? answer : UNREACHABLE, phase: 'store', note });
  };
  const thereUs = wayUs(world, call.at, object.at);
  if (!Number.isFinite(thereUs)) {
    answerLater(world, call, { opId, afterUs: 0, answer: UNREACHABLE, phase: 'store', note });
    return;
  }
  if (!isFetch) remembersHome(world, call);
  const input = isFetch ? fetchInput(emission) : methodInput(emission);
  later(world, call, thereUs, () => {
    const { resets, lastReset } = object;
    // A stub that has met an earlier life is of no use any more.
    if (met !== undefined && met !== resets && lastReset !== null) {
      back({ ok: false, ...thrownBy(lastReset) });
      return;
    }
    const refused = overload(world, object);
    if (refused !== null) {
      back(refused);
      return;
    }
    called = callObject(world, object, {
      journey: call.journey,
      asked: { site: call.at.site, issuedUs },
      input,
      reply: {
        // What a life says after its failure is lost with it.
        responded: (response) => {
          const broken = called?.life?.broken ?? null;
          if (broken !== null) back({ ok: false, ...thrownBy(broken) });
          else back(isFetch ? responseAnswer(world, opId, response) : valueAnswer(response, resets));
        },
        failed: (failure: Failure) => back({ ok: false, ...thrownBy(called?.life?.broken ?? failure) }),
        ...(isFetch && {
          streamed: (response, abandon) => {
            back({ ok: true, value: null, metaJson: streamedMeta(response) });
            const wayBackUs = (): number => wayUs(world, object.at, call.at);
            return new ArrivingBody(world, { call, opId, wayUs: wayBackUs, abandon });
          },
        }),
      },
    });
  });
}

const UNREACHABLE = {
  ok: false,
  name: 'Error',
  message: 'Network connection lost: no cable leads to the Durable Object.',
} as const;

/** A value, with how many lives had ended before the one that gave it. */
function valueAnswer({ body }: ResponseState, resets: number): WayBack['answer'] {
  return { ok: true, value: body, metaJson: String(resets) };
}

/** A section begins as soon as the code under way has come to rest; it breaks the object when it lasts too long. */
function beginBlock(world: World, life: ObjectLife, call: HandlerCall, { opId }: OperationEmission): void {
  const section: Section = {
    number: ++life.sections,
    parent: openAncestor(life.current),
    begins: true,
    closed: false,
  };
  const answer = { ok: true, value: String(section.number) } as const;
  const wake = new Wake(call, { opId, answer, phase: 'queue', note: 'blockConcurrencyWhile' });
  wake.wokenUs = world.kernel.nowUs();
  wake.section = section;
  life.beginning.push(wake);
  life.blocks.set(section.number, section);
  later(world, call, OBJECT_FIGURES.blockMs.value * US_PER_MS, () => {
    if (section.closed || life.ended) return;
    const message =
      'A call to blockConcurrencyWhile() in a Durable Object waited for too long. The call was canceled and the Durable Object was reset.';
    const { exception } = call.compute.platform.failures;
    const failure = { outcome: 'exception', ...exception, message, error: { name: 'Error', message } };
    breakLife(world, life, call.journey, failure);
  });
}
