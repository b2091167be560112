// The rate-limit binding under `env`: says whether one more call of a key is within the limit of this site.
import type { IsolateState } from './isolate-state.ts';
import { perform } from './operation.ts';
import { isObject } from './webidl.ts';

const KNOWN: readonly string[] = ['key', 'limit', 'period'];
const PERIODS: readonly unknown[] = [10, 60];

function check(holds: boolean, message: string): void {
  if (!holds) throw new Error(message);
}

/** `env.NAME.limit({ key })`; refuses what the local runtime refuses, in its words. */
export class Ratelimit {
  readonly #isolate: IsolateState;
  readonly #name: string;

  constructor(isolate: IsolateState, name: string) {
    this.#isolate = isolate;
    this.#name = name;
  }

  async limit(options: unknown): Promise<{ success: boolean }> {
    check(isObject(options), 'invalid rate limit options');
    const given = { ...(options as Readonly<Record<string, unknown>>) };
    const foreign = Object.keys(given).filter((name) => !KNOWN.includes(name));
    check(foreign.length === 0, `bad rate limit options: [${foreign.join(',')}]`);
    const { key = '', limit, period } = given;
    check(typeof key === 'string', `invalid key: ${String(key)}`);
    check(limit === undefined || typeof limit === 'number', `limit must be a number: ${String(limit)}`);
    check(period === undefined || typeof period === 'number', `period must be a number: ${String(period)}`);
    check(period === undefined || PERIODS.includes(period), `unsupported period: ${String(period)}`);
    const { value } = await perform(this.#isolate, {
      verb: 'ratelimit.limit',
      binding: this.#name,
      key: String(key),
      optionsJson: JSON.stringify({ limit, period }),
      body: null,
    });
    return { success: value === 'true' };
  }
}
