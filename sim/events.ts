// The kinds of events that a trial's kernel carries, and the keys that order them at one instant.

/** What happens; the operands of each are slots. */
export const EVENT = {
  /** The next session begins. */
  session: 0,
  /** a = session: its next request leaves the user. */
  request: 1,
  /** a = journey: the request is at the server that ends the connection. */
  arrive: 2,
  /** a = journey: the request is where its code runs. */
  compute: 3,
  /** a = call of a handler: its isolate has started. */
  ready: 4,
  /** a = wake: its segment of code has had its CPU time. */
  segment: 5,
  /** a = store call: it is at its next stage. */
  store: 6,
  /** a = wake: the answer of an operation is back in the isolate's server. */
  answered: 7,
  /** a = journey: the origin's response is at the PoP. */
  relayed: 8,
  /** a = errand: something under way is where its next step is due. */
  errand: 9,
  /** a = life of a Durable Object: it has failed, and ends. */
  broken: 10,
} as const;

/** Keys per journey; a journey's events are numbered within them. */
const KEYS_PER_JOURNEY = 1024;
const SESSION_KEYS = 4_503_599_627_370_496;
const STORE_KEYS = 2_251_799_813_685_248;

/** Key of a journey's n-th event: journeys before one another by id, never by the order in which they were scheduled. */
export function journeyKey(journeyId: number, n: number): number {
  return journeyId * KEYS_PER_JOURNEY + (n % KEYS_PER_JOURNEY);
}

/** Key of a session's arrival. */
export function sessionKey(session: number): number {
  return SESSION_KEYS + session;
}

/** Key of background work of a store. */
export function backgroundKey(n: number): number {
  return STORE_KEYS + n;
}
