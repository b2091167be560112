// What a call asks for in the piece of code with which it is over, and that nobody waits for: which of it still leaves.
import type { HandlerCall } from './entities/handler-call.ts';
import type { Emission } from './runtime/types.ts';

/** Emissions of a response and its end alone: nothing was asked for. */
const NOTHING_ASKED = 2;

type Asked = Extract<Emission, { kind: 'operation' }>;

/**
 * The same emissions without what stays behind. An operation that nobody awaits leaves while the platform is still busy with a body, and is
 * cancelled with everything else where there is none: after a redirect or an empty response, a scheduled event, a batch or a method. Statements of D1
 * leave at once; a new object of R2 and a method of another Worker take longer than a body
 * that is there whole, and so does a response for the cache that is a copy of one on its way.
 * As measured on workerd 1.20260730.1; the documentation of Workers only says that such work may be cancelled.
 */
export function whatLeaves(emissions: readonly Emission[], call: HandlerCall): readonly Emission[] {
  if (emissions.length <= NOTHING_ASKED || call.life !== null || !isWatched(call)) return emissions;
  const end = emissions.find((one) => one.kind === 'finished' && one.callId === call.id);
  if (end?.kind !== 'finished' || end.lingers || !emissions.some((one) => isAsked(one, call)))
    return emissions;
  const staysBehind = staysBehindOf(emissions, call);
  const over = emissions.indexOf(end);
  const leaves = (one: Emission, i: number): boolean =>
    i !== over && !(isAsked(one, call) && (staysBehind(one.verb) || (i > over && one.verb === 'cache.put')));
  return [...emissions.filter(leaves), end];
}

/** What other code fetches has not been measured. */
function isWatched(call: HandlerCall): boolean {
  return call.isOwn() || call.input.kind === 'rpc';
}

function isAsked(emission: Emission, call: HandlerCall): emission is Asked {
  return emission.kind === 'operation' && emission.callId === call.id;
}

/** Tells of a verb whether it stays behind, from how the call has ended. */
function staysBehindOf(emissions: readonly Emission[], call: HandlerCall): (verb: string) => boolean {
  const isD1 = (verb: string): boolean => verb.startsWith('d1.');
  const { kind } = call.input;
  // Who asks by HEAD is sent no body.
  if (kind !== 'fetch' || call.journey.request.method === 'HEAD') return (verb) => !isD1(verb);
  if (emissions.some((one) => one.kind === 'exception' && one.callId === call.id))
    return (verb) => /\.(?:put|call)$/.test(verb);
  const response = emissions.find((one) => one.kind === 'response' && one.callId === call.id);
  if (response?.kind !== 'response') return () => false;
  if (response.streaming) return streamedBytes(emissions, call) ? isSlowest : (verb) => !isD1(verb);
  return (response.body?.length ?? 0) === 0
    ? (verb) => !isD1(verb)
    : (verb) => isSlowest(verb) || verb === 'service.call';
}

function isSlowest(verb: string): boolean {
  return verb === 'r2.put';
}

function streamedBytes(emissions: readonly Emission[], call: HandlerCall): boolean {
  return emissions.some((one) => one.kind === 'chunk' && one.callId === call.id && one.body.length > 0);
}
