// The error of this folder: a mistake in a place, a link name or a measured table, which the command line turns into its own error.

/** Stable codes; they are a subset of the codes of the whole program, so that the command line can pass them on. */
export type TopologyErrorCode = 'E_PLACE' | 'E_FILE' | 'E_USAGE';

/** A mistake the user can mend, with the line of the file where there is one. */
export class TopologyError extends Error {
  readonly code: TopologyErrorCode;
  readonly hint: string | undefined;
  /** Line of the user's file or text, counted from 1. */
  readonly line: number | undefined;

  constructor(code: TopologyErrorCode, message: string, details: { hint?: string; line?: number } = {}) {
    super(message);
    this.name = 'TopologyError';
    this.code = code;
    this.hint = details.hint;
    this.line = details.line;
  }
}
