// What each phase of a request is, in one sentence with its formula and figures.
import { traceMs } from '../../../reports/trace.ts';
import type { RequestAnswer } from '../../call/lines.ts';
import { CONNECTION_FIGURES } from '../../network/connection.ts';
import type { Plan } from '../../plan.ts';
import type { Platform } from '../../platforms/platform.ts';

type Phase = RequestAnswer['timing']['phases'][number];

/** The note of the way from a PoP to another site that runs the code. */
export const HANDED_ON = 'PoP to hub';

/** What the sentences speak of. */
export interface Told {
  readonly phase: Phase;
  readonly rttMs: number;
  readonly transport: Plan['network']['transport'];
  readonly platform: Platform;
  /** Round trip between the server and the origin region; null where the code runs there. */
  readonly originRttMs: number | null;
  readonly originRegion: string;
  /** Whether the handler has computed before this phase. */
  readonly goesOn: boolean;
  /** Whether the PoP has handed the request on to another site before this phase. */
  readonly elsewhere: boolean;
}

/** The sentence for a phase. */
export function sentenceOf(told: Told): string {
  const { phase, rttMs } = told;
  const tookMs = phase.endMs - phase.startMs;
  const took = traceMs(tookMs);
  switch (phase.kind) {
    case 'dns':
      return `The name is looked up: a round trip on the user's own access network, and ${CONNECTION_FIGURES.dnsWorkMs.value} ms of the resolver's work: ${took}.`;
    case 'connect':
      return told.transport === 'quic'
        ? `QUIC shakes hands and agrees on keys in one round trip: ${took}.`
        : `TCP shakes hands: one round trip, ${took}.`;
    case 'tls':
      return told.transport === 'tcp-tls1.2'
        ? `TLS 1.2 costs two more round trips: 2 × ${traceMs(rttMs)} = ${took}.`
        : `TLS 1.3 costs one more round trip: ${took}.`;
    case 'uplink':
      return phase.note === ''
        ? `The request travels: half a round trip, ${traceMs(rttMs)} ÷ 2 = ${traceMs(rttMs / 2)}${bodyPart(tookMs, rttMs)}.`
        : `Inside the site the request is handed on to the server that runs this code: ${took}.`;
    case 'downlink':
      return `The first byte travels back: half a round trip, ${traceMs(rttMs)} ÷ 2 = ${took}.`;
    case 'coldStart':
      return coldSentence(told, took);
    case 'queue':
      return phase.note === ''
        ? `The request waits until the event loop is free: ${took}.`
        : `The code waits (${phase.note}): ${took}.`;
    case 'cpu':
      return phase.note === '' ? cpuSentence(told, took) : `The server looks into its cache: ${took}.`;
    case 'store':
      return `The code waits for its store (${phase.note}): ${took}.`;
    default:
      return subrequestSentence(told, took);
  }
}

function bodyPart(tookMs: number, rttMs: number): string {
  const restMs = tookMs - rttMs / 2;
  return restMs > 0.05 ? `, and ${traceMs(restMs)} more for its body` : '';
}

function cpuSentence({ goesOn, platform }: Told, took: string): string {
  if (goesOn) return `With the answer there, the handler goes on: ${took} of CPU.`;
  const { value } = platform.cpuScale;
  const scale = value === 1 ? '' : `, times ${value} on this platform`;
  return `The handler computes: ${took} of CPU, as measured when it was profiled${scale}.`;
}

/** A site that a PoP hands a request on to hears of it only then. */
function coldSentence({ platform, elsewhere }: Told, took: string): string {
  const hidden = platform.startUp?.startsDuringHandshake === true && !elsewhere;
  return hidden
    ? `No isolate ran here yet. Its start began during the handshake; what was left of it: ${took}.`
    : `Nothing ran here yet, so code is fetched, compiled and started first: ${took}.`;
}

function subrequestSentence({ phase, originRttMs, originRegion }: Told, took: string): string {
  if (phase.note === HANDED_ON) return `The PoP hands the request to the site that runs the code: ${took}.`;
  if (phase.note === 'hub to PoP') return `The response returns to the PoP: ${took}.`;
  const half =
    originRttMs === null ? took : `half of the backbone's ${traceMs(originRttMs)} round trip, ${took}`;
  if (phase.note === 'PoP to origin') return `The PoP has no answer and asks ${originRegion}: ${half}.`;
  if (phase.note === 'origin to PoP') return `The origin's answer returns to the PoP: ${half}.`;
  return `The code waits for another server (${phase.note}): ${took}.`;
}
