// One call of a handler as the realm keeps it: whose random stream it draws from, and what still has to settle before it is over.

/** An export that is called by name, or with props. */
export interface Entry {
  readonly entrypoint?: string;
  readonly props?: object;
}

/** A request, event or module evaluation in progress; `id` 0 stands for the module itself. */
export class Call {
  readonly id: number;
  /** Key of the journey (or of the isolate, outside requests) from which every draw is hashed. */
  readonly key: number;
  /** How many numbers each labelled stream has given; made by the first draw. */
  draws: Map<number, number> | null = null;
  /** Draws of `Math.random`, counted apart because handlers make them often. */
  randomDraws = 0;
  /** Promises given to `waitUntil` that have not settled, plus one until the response has left. */
  open = 1;
  waitUntilFailed = false;
  over = false;
  /** Operations asked for so far that a platform counts. */
  subrequests = 0;
  /** Those of them that are in flight. */
  connections = 0;
  /** Operations that wait for a connection; made by the first. */
  queue: (() => void)[] | null = null;
  /** Whether operations that are under way when the response has left keep the call open, as on a server. */
  lingers = false;
  /** For a function or target that another call passed on: that call, on whose behalf it runs. */
  context: Call | null = null;
  /** Which of the module's exports is called, and with which props; null for the default one without any. */
  entry: Entry | null = null;
  /** Whether other code sent the request: nobody but that code sees the response. */
  byCode = false;
  /** Whether the origin should answer if this call throws. */
  passThrough = false;
  /** Gives back what other isolates have lent this call; null as long as nobody has lent it anything. */
  givesBack: (() => void) | null = null;

  constructor(id: number, key: number) {
    this.id = id;
    this.key = key;
  }
}
