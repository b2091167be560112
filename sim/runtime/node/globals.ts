// The globals of nodejs_compat: set on the isolate's own global object before the handler's modules run.
import { Buffer } from 'node:buffer';
import { process } from './process.ts';
import { clearImmediate, setImmediate } from './timers.ts';

Object.assign(globalThis, { Buffer, process, setImmediate, clearImmediate, global: globalThis });
