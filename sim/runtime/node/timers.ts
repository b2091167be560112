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
} from './timeout.ts';
