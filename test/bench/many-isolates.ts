// `node test/bench/many-isolates.ts <count>`: starts so many isolates of hello, lets each answer once, and prints the peak memory as JSON.
import { bundleHandler } from '../../sim/runtime/bundle.ts';
import { createRealm } from '../../sim/runtime/realm.ts';
import { buildWebSource } from '../../sim/runtime/web-source.ts';
import { peakMib } from './peak-memory.ts';

const count = Number(process.argv[2]);
const bundle = await bundleHandler('scenarios/hello/handler.ts');
const realm = createRealm({ seed: 1, epochMs: 0, journeyKeyOf: (callId) => callId }, await buildWebSource());
const isolates = Array.from({ length: count }, (_, n) =>
  realm.createIsolate(bundle, { ownerKey: n, bindings: [] }),
);
for (const isolate of isolates) isolate.start();
realm.settle();
for (const [n, isolate] of isolates.entries())
  isolate.fetch(n + 1, { method: 'GET', url: 'https://app.example/', headers: [], body: null, cfJson: '{}' });
const answered = realm.settle().filter((emission) => emission.kind === 'response').length;
if (answered !== count) throw new Error(`${answered} of ${count} isolates answered`);
process.stdout.write(`${JSON.stringify({ peakMib: peakMib() })}\n`);
