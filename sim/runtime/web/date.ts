// `Date` of one isolate: the present is the isolate's simulated instant, everything else is the realm's Date.
import { OriginalDate } from './before-lockdown.ts';
import type { IsolateState } from './isolate-state.ts';

/** A Date constructor bound to the isolate's clock; it shares the realm's prototype, so `instanceof` holds both ways. */
export function makeDate(isolate: IsolateState): unknown {
  function own(...args: []): unknown {
    if (new.target === undefined) return new OriginalDate(isolate.nowMs()).toString();
    if (args.length > 0) return Reflect.construct(OriginalDate, args, new.target);
    if (new.target === (own as unknown)) return new OriginalDate(isolate.nowMs());
    return Reflect.construct(OriginalDate, [isolate.nowMs()], new.target);
  }
  const members = { now: () => isolate.nowMs(), parse: OriginalDate.parse, UTC: OriginalDate.UTC };
  for (const [key, value] of Object.entries(members)) {
    Object.defineProperty(own, key, { value, writable: true, enumerable: false, configurable: true });
  }
  Object.defineProperty(own, 'name', { value: 'Date' });
  Object.defineProperty(own, 'length', { value: 7 });
  Object.defineProperty(own, 'prototype', { value: OriginalDate.prototype, writable: false });
  return own;
}
