// The one error class for mistakes that a user can mend, and the table of its stable codes with their exit codes.

/** Exit codes of the command line; the README prints this table. */
export const EXIT_CODES = {
  ok: 0,
  internal: 1,
  usage: 2,
  scenarioInvalid: 3,
  thresholdFailed: 4,
  limitHit: 6,
  handlerFailed: 7,
  interrupted: 130,
} as const;

/** Where in a user's file something stands; line and column count from 1. */
export interface SourcePosition {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  /** The text of that line, for the caret. */
  readonly text?: string;
  /** How many columns the caret underlines; 1 when absent. */
  readonly length?: number;
}

/** Every stable error code: what it means and the exit code it leads to. */
export const ERROR_CODES = {
  E_USAGE: { exit: EXIT_CODES.usage, meaning: 'The command line could not be understood.' },
  E_FILE: {
    exit: EXIT_CODES.scenarioInvalid,
    meaning: 'A named file is missing, unreadable, empty or too large.',
  },
  E_YAML: { exit: EXIT_CODES.scenarioInvalid, meaning: 'A scenario file is not well-formed YAML.' },
  E_SCENARIO: {
    exit: EXIT_CODES.scenarioInvalid,
    meaning: 'A scenario value is unknown, of the wrong kind, or impossible.',
  },
  E_PLACE: { exit: EXIT_CODES.usage, meaning: 'A place could not be found.' },
  E_BUNDLE: { exit: EXIT_CODES.scenarioInvalid, meaning: 'A handler could not be bundled.' },
  E_HANDLER: {
    exit: EXIT_CODES.handlerFailed,
    meaning: 'A handler cannot run at all: it has no usable export or fails on start-up.',
  },
  E_LIMIT: { exit: EXIT_CODES.limitHit, meaning: 'A limit of the simulation was reached.' },
  E_INVARIANT: {
    exit: EXIT_CODES.internal,
    meaning: 'A store of the simulation broke a law that every store keeps: a fault of antipode.',
  },
  E_RESULT: {
    exit: EXIT_CODES.scenarioInvalid,
    meaning: 'A saved result is not one that this version can read.',
  },
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** A mistake the user can mend: printed without a stack, with its place, a hint and the next command. */
export class SimError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly at: SourcePosition | undefined;

  constructor(code: ErrorCode, message: string, details: { hint?: string; at?: SourcePosition } = {}) {
    super(message);
    this.name = 'SimError';
    this.code = code;
    this.hint = details.hint;
    this.at = details.at;
  }
}
