// Where a request is on one leg of its way at each instant: the phases as a dot's positions, from 0 at the start to 1 at the end.
import type { TraceArm, TracePhase } from '../trace.ts';

/** Positions at shares of the whole time; between two of them the dot moves evenly. */
export type Motion = readonly { readonly at: number; readonly position: number; readonly seen: boolean }[];

/** A round trip, a way there, a way back, or standing still at an end. */
type Move = 'there and back' | 'twice there and back' | 'there' | 'back' | 'at the end' | 'away';

/** The motion on leg 0, between user and server, or leg 1, between server and origin; `wholeMs` is the time of the whole animation. */
export function legMotion(arm: TraceArm, leg: number, wholeMs: number): Motion {
  const frames: { at: number; position: number; seen: boolean }[] = [];
  const add = (ms: number, position: number, seen: boolean): void => {
    frames.push({ at: Math.min(1, ms / wholeMs), position, seen });
  };
  add(0, 0, leg === 0);
  for (const phase of arm.phases) {
    const move = moveOf(phase, leg, arm.rttMs);
    const seen = move !== 'away';
    const positions = POSITIONS[move];
    const { startMs, endMs } = phase;
    positions.forEach((position, n) =>
      add(startMs + ((endMs - startMs) * n) / (positions.length - 1), position, seen),
    );
  }
  const last = arm.phases.at(-1);
  add(last?.endMs ?? 0, 0, leg === 0);
  add(wholeMs, 0, leg === 0);
  return frames;
}

const POSITIONS: Readonly<Record<Move, readonly number[]>> = {
  'there and back': [0, 1, 0],
  'twice there and back': [0, 1, 0, 1, 0],
  there: [0, 1],
  back: [1, 0],
  'at the end': [1, 1],
  away: [0, 0],
};

function moveOf({ kind, note, startMs, endMs }: TracePhase, leg: number, rttMs: number): Move {
  if (leg === 0) {
    if (kind === 'dns') return 'away';
    if (kind === 'connect') return 'there and back';
    if (kind === 'tls') return endMs - startMs > 1.5 * rttMs ? 'twice there and back' : 'there and back';
    if (kind === 'uplink') return note === '' ? 'there' : 'at the end';
    if (kind === 'downlink') return 'back';
    return kind === 'store' || kind === 'subrequest' ? 'away' : 'at the end';
  }
  if (kind === 'store') return 'there and back';
  if (kind !== 'subrequest') return 'away';
  if (note === 'PoP to origin' || note === 'PoP to hub') return 'there';
  return note === 'origin to PoP' || note === 'hub to PoP' ? 'back' : 'there and back';
}
