// Run by isolation-rejections.test.ts: calls a handler that leaves rejected promises behind, then waits for the host to notice.
import { setTimeout as wait } from 'node:timers/promises';
import { openHandler } from './run.ts';

const { bench, isolate } = await openHandler(`export default { fetch() {
  Promise.reject(new Error('nobody catches this'));
  (async () => { await null; throw new TypeError('nor this'); })();
  queueMicrotask(() => { throw new Error('nor that'); });
  return new Response('fine'); } };`);
let answers = 0;
for (let i = 0; i < 1000; i++) {
  if (bench.call(isolate).text === 'fine') answers++;
}
await wait(20);
console.log(`${answers} answers, process alive`);
