// `navigator` of one isolate: what workerd says of itself, and beacons as fetches that nobody waits for.
import { sendRequest } from './fetch.ts';
import type { IsolateState } from './isolate-state.ts';
import { Request } from './request.ts';
import { defineInterface, illegalConstructor } from './webidl.ts';

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

  sendBeacon(url: unknown, body?: unknown): boolean {
    // In global scope there is nothing that could send it.
    if (this.#isolate.current.id === 0) return false;
    const request = new Request(url, { method: 'POST', body });
    sendRequest(this.#isolate, { verb: 'fetch', binding: '' }, request).catch(() => undefined);
    return true;
  }
}
defineInterface(Navigator, 'Navigator');

/** The isolate's own `navigator`. */
export function makeNavigator(isolate: IsolateState): Navigator {
  return new Navigator(INTERNAL, isolate);
}
