// A worker thread of the bench entry `threads`: does one piece of work after the other, as asked.
import { parentPort } from 'node:worker_threads';
import { createRealm } from '../../sim/runtime/realm.ts';
import { buildWebSource } from '../../sim/runtime/web-source.ts';
import { bundleSource } from '../runtime/run.ts';
import { bareRate } from './bare-loop.ts';
import type { Work } from './threads.ts';
import { wholeTrial } from './whole-trial.ts';

const BARE_REQUESTS = 2_000_000;
const port = parentPort;
if (port === null) throw new Error('this file runs in a worker thread');
const realm = createRealm({ seed: 1, epochMs: 0, journeyKeyOf: (callId) => callId }, await buildWebSource());
const bundle = await bundleSource(`export default { fetch() { return new Response('hello'); } };`);
/** As long as in `e2e`: of a trial of 30 s nearly half was the time before it. */
const scenario = { requests: [{ name: 'hello', get: '/' }], rate: '2000/s', window: '300s' };
const trial = wholeTrial(scenario, { bundle, realm });
const { requests } = trial;
port.on('message', ({ what, seed }: Work) => {
  if (what === 'trial') trial.run(seed);
  else bareRate({ realm, bundle, bindings: [], answer: { ok: true, value: null }, requests }, BARE_REQUESTS);
  port.postMessage('done');
});
port.postMessage('ready');
