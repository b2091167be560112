// The chance in routing: drawn per user, kept for a day, and for most users for longer, as anycast routes are.
import type { Sourced } from '../plan.ts';
import { labelHash, uniform } from '../random.ts';
import { US_PER_SECOND } from '../units.ts';
import type { RoutingDraws } from './policy.ts';

const US_PER_DAY = 86_400 * US_PER_SECOND;
/** Numbers that a policy may draw per user and day. */
const DRAWS_PER_DAY = 4;
const LABEL = {
  day: labelHash('route'),
  user: labelHash('route.user'),
  change: labelHash('route.change'),
} as const;

/**
 * Share of users whose route is drawn anew on a new day. About half of the draws lead to another PoP, so that 4 % of users
 * change in a day and 20 % in a week; measured were 7 % and 21 % (`test/routing/anycast.test.ts`).
 */
export const DAILY_CHANGE: Sourced = {
  name: 'anycast: share of users whose route is drawn anew each day',
  value: 0.07,
  unit: 'ratio',
  source:
    'Calder et al., Analyzing the Performance of an Anycast CDN, IMC 2015: 7 % of clients change site within a day, 21 % within a week',
  retrieved: '2015',
  confidence: 'measured',
};

/** The instant at which the day of an instant ends and draws may change. */
export function nextDayUs(nowUs: number): number {
  return (Math.floor(nowUs / US_PER_DAY) + 1) * US_PER_DAY;
}

/** The draws of a user at an instant. */
export class UserDraws implements RoutingDraws {
  readonly #seed: number;
  readonly #user: number;
  readonly #nowUs: number;

  constructor(seed: number, user: number, nowUs: number) {
    this.#seed = seed;
    this.#user = user;
    this.#nowUs = nowUs;
  }

  ofUser(n: number): number {
    return uniform(this.#seed, this.#user, LABEL.user, n);
  }

  ofDay(n: number): number {
    const day = dayOfDraw(this.#seed, this.#user, Math.floor(this.#nowUs / US_PER_DAY));
    return uniform(this.#seed, this.#user, LABEL.day, day * DRAWS_PER_DAY + n);
  }
}

/** The day on which the route that a user has today was drawn: today, or the last day with a change, or the first. */
function dayOfDraw(seed: number, user: number, today: number): number {
  for (let day = today; day > 0; day--) {
    if (uniform(seed, user, LABEL.change, day) < Number(DAILY_CHANGE.value)) return day;
  }
  return 0;
}
