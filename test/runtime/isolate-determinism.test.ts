// The same seed gives the same log: a thousand interleaved requests on three hundred isolates, with timers, waitUntil and cryptography.
import { it } from 'vitest';
import type { Bundle, Emission } from '../../sim/runtime/types.ts';
import { bundleSource, openBench } from './run.ts';

const SOURCE = `
let seen = 0;
const key = crypto.subtle.importKey.bind(crypto.subtle);
export default { async fetch(request, env, ctx) {
  const n = Number(request.headers.get('n')); seen++;
  ctx.waitUntil((async () => { await scheduler.wait(Math.floor(Math.random() * 50)); await env.KV.put('late' + n, String(Date.now())); })());
  await scheduler.wait(Math.floor(Math.random() * 100));
  const hmac = await key('raw', new TextEncoder().encode('k' + n), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const signed = new Uint8Array(await crypto.subtle.sign('HMAC', hmac, new TextEncoder().encode(crypto.randomUUID())));
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const [a, b] = await Promise.all([env.KV.get('a' + n), env.KV.get('b' + signed[0])]);
  return Response.json({ n, seen, a, b, at: Date.now(), uuid: crypto.randomUUID(), x: (await crypto.subtle.exportKey('jwk', pair.publicKey)).x });
} };`;

function run(bundle: Bundle, seed: number, requests: number): readonly Emission[] {
  const bench = openBench({ seed, answer: ({ key }) => ({ ok: true, value: `value of ${key}` }) });
  const isolates = Array.from({ length: 300 }, (_, i) =>
    bench.start(bundle, [{ kind: 'kv', name: 'KV' }], i),
  );
  for (let n = 0; n < requests; n++) {
    const isolate = isolates[n % isolates.length];
    if (isolate !== undefined) bench.begin(isolate, { headers: ['n', String(n)] });
    bench.clockUs += 37;
  }
  bench.finish();
  return bench.emissions;
}

it('a thousand interleaved requests on 300 isolates give the same log on every run', async ({ expect }) => {
  const bundle = await bundleSource(SOURCE);
  const first = run(bundle, 7, 1000);
  expect(first.filter(({ kind }) => kind === 'response')).toHaveLength(1000);
  expect(first.filter(({ kind }) => kind === 'exception')).toEqual([]);
  expect(run(bundle, 7, 1000)).toEqual(first);
  expect(run(bundle, 8, 50)).not.toEqual(run(bundle, 7, 50));
});

it('isolates woken in one drain answer as they do when each is woken alone', async ({ expect }) => {
  const bundle = await bundleSource(`let calls = 0; export default { async fetch(request) {
    calls++; await null; const own = Math.random(); await null; return Response.json([request.headers.get('n'), calls, own, Date.now()]); } };`);
  function bodies(batch: number): readonly (readonly [number, unknown])[] {
    const { realm } = openBench({ seed: 3 });
    const isolates = Array.from({ length: 10 }, (_, i) =>
      realm.createIsolate(bundle, { ownerKey: i, bindings: [] }),
    );
    for (const isolate of isolates) isolate.start();
    realm.settle();
    const out: (readonly [number, unknown])[] = [];
    for (let n = 0; n < 200; n++) {
      const isolate = isolates[(n * 7) % 10];
      if (isolate === undefined) continue;
      isolate.setClockUs(Math.floor(n / 10) * 1000);
      const request = {
        method: 'GET',
        url: 'https://a.example/',
        headers: ['n', String(n)],
        body: null,
        cfJson: '',
      };
      isolate.fetch(n + 1, request);
      if ((n + 1) % batch !== 0) continue;
      for (const emission of realm.settle())
        if (emission.kind === 'response') out.push([emission.callId, emission.body]);
    }
    return out.toSorted(([a], [b]) => a - b);
  }
  const alone = bodies(1);
  expect(alone).toHaveLength(200);
  expect(bodies(10)).toEqual(alone);
});
