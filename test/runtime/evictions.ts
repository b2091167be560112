// Run by isolate-memory.test.ts: makes, calls and drops isolates, some with operations still waiting, and prints the heap.
import { createRealm } from '../../sim/runtime/realm.ts';
import { buildWebSource } from '../../sim/runtime/web-source.ts';
import { bundleSource } from './run.ts';

const ISOLATES = 5000;
const bundle = await bundleSource(`const cache = new Map(); export default { async fetch(request, env) {
  cache.set(request.url, new Uint8Array(256)); if (request.url.endsWith('/wait')) await env.KV.get('never'); return new Response('x'); } };`);
const realm = createRealm({ seed: 1, epochMs: 0, journeyKeyOf: (callId) => callId }, await buildWebSource());
let callId = 0;

function once(): void {
  for (let i = 0; i < ISOLATES; i++) {
    const isolate = realm.createIsolate(bundle, { ownerKey: i, bindings: [{ kind: 'kv', name: 'KV' }] });
    isolate.start();
    for (const path of ['', 'wait']) {
      isolate.fetch(++callId, {
        method: 'GET',
        url: `https://a.example/${path}`,
        headers: [],
        body: null,
        cfJson: '',
      });
    }
    realm.settle();
    isolate.drop();
  }
}

/** The heap once everything unreachable is gone; the turn of the event loop lets finished promises go. */
async function heapBytes(): Promise<number> {
  for (let i = 0; i < 4; i++) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    globalThis.gc?.();
  }
  return process.memoryUsage().heapUsed;
}

once();
const onceBytes = await heapBytes();
for (let i = 0; i < 9; i++) once();
console.log(JSON.stringify({ onceBytes, tenTimesBytes: await heapBytes() }));
