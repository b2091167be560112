// `navigator` of one isolate: what workerd says of itself, and beacons as fetches that nobody waits for.
import { sendRequest } from './fetch.ts';
import type { IsolateState } from './isolate-state.ts';
import { isHardened } from './realm-kind.ts';
import { Request } from './request.ts';
import { normalise } from './url.ts';
import { argumentError, defineInterface, illegalConstructor, textOf } from './webidl.ts';

const INTERNAL: unique symbol = Symbol('Navigator');

/** What a runtime says of itself. */
export class Navigator {
  readonly #isolate: IsolateState;

  constructor(key: unknown, isolate: IsolateState) {
    if (key !== INTERNAL) throw illegalConstructor();
    this.#isolate = isolate;
  }

  get userAgent(): string {
    return 'Cloudflare-Workers';
  }
  get language(): string {
    return 'en';
  }
  get languages(): readonly string[] {
    return ['en'];
  }
  get hardwareConcurrency(): number {
    return 1;
  }
  get platform(): string {
    return '';
  }

  /** True too for an address that is none: what is wrong with a beacon is told to nobody. */
  sendBeacon(url?: unknown, body?: unknown): boolean {
    if (arguments.length === 0) throw argumentError('Navigator', 'sendBeacon', 1, 'string');
    const address = textOf(url);
    // In global scope there is nothing that could send it.
    if (this.#isolate.current.id === 0) return false;
    if (normalise(address) === '') return true;
    const request = new Request(address, { method: 'POST', body });
    sendRequest(this.#isolate, { verb: 'fetch', binding: '' }, request).catch(() => undefined);
    return true;
  }
}
defineInterface(Navigator, 'Navigator');

/** On workerd these are properties of the object itself. */
const OWN = ['languages', 'language', 'platform', 'hardwareConcurrency', 'userAgent'] as const;

/** The isolate's own `navigator`. */
export function makeNavigator(isolate: IsolateState): Navigator {
  const navigator = new Navigator(INTERNAL, isolate);
  if (isHardened) return navigator;
  for (const name of OWN)
    Object.defineProperty(navigator, name, { value: navigator[name], enumerable: true, configurable: true });
  for (const name of OWN) Reflect.deleteProperty(Navigator.prototype, name);
  return navigator;
}
