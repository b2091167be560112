// node:timers: Node's timers, and what they promise.
import * as promises from './timers-promises.ts';

export { promises };
export {
  clearImmediate,
  clearInterval,
  clearTimeout,
  setImmediate,
  setInterval,
  setTimeout,
  Timeout,
} from './timeout.ts';
/** What Node once did with timers by hand. */
const nothing = (): void => {};
export { nothing as active, nothing as enroll, nothing as unenroll };
