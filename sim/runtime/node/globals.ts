// The globals of nodejs_compat: set on the isolate's own global object before the handler's modules run.
import { Buffer } from 'node:buffer';
import { process } from './process.ts';
import {
  clearImmediate,
  clearInterval,
  clearTimeout,
  setImmediate,
  setInterval,
  setTimeout,
} from './timeout.ts';

const timers = { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate };
Object.assign(globalThis, { Buffer, process, global: globalThis, ...timers });
