// What lets code run on: its request, the answer of an operation, or what a socket said.
import type { Answer, SocketSignal } from '../runtime/types.ts';
import type { PhaseKind } from '../trial-record.ts';
import type { Section } from './durable-object.ts';
import type { HandlerCall } from './handler-call.ts';

/** Why code is woken. */
interface Reason {
  /** The operation that was answered; 0 for none. */
  readonly opId: number;
  readonly answer: Answer | null;
  /** For the waterfall: what the time until now was spent on, and which operation it was. */
  readonly phase: PhaseKind;
  readonly note: string;
}

const NOT_ASKED: Reason = { opId: 0, answer: null, phase: 'queue', note: '' };

/** The next piece of code that a call runs. */
export class Wake {
  readonly call: HandlerCall;
  readonly opId: number;
  readonly answer: Answer | null;
  readonly phase: PhaseKind;
  readonly note: string;
  /** When the code could have run on, had the loop been free. */
  wokenUs = 0;
  cpuUs = 0;
  /** The CPU limit ends this segment before the code does. */
  exceeded = false;
  /** Something that a socket said, in place of an answer. */
  heard: { readonly socket: string; readonly signal: SocketSignal } | null = null;
  /** For code of a Durable Object: the section in which it may run. */
  section: Section | null = null;

  constructor(call: HandlerCall, { opId, answer, phase, note }: Reason = NOT_ASKED) {
    this.call = call;
    this.opId = opId;
    this.answer = answer;
    this.phase = phase;
    this.note = note;
  }
}
