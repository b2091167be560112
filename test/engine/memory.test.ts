// Memory beside the heap: large buffers and WebAssembly memories count against the platform's limit, what is no longer alive does not.
import { describe, expect, test } from 'vitest';
import { bundleSource } from '../runtime/run.ts';
import { bodies, trial, trialOfBundle, type TrialRun } from './trial-bench.ts';

/** One place and few requests, so that one isolate gets many of them. */
const LYON = {
  rate: '2/s',
  window: '60s',
  users: { from: { cities: ['Lyon,FR'] } },
  network: { routing: 'nearest' },
  sessions: { requests: 1 },
  arms: {
    origin: { platform: 'node-origin' },
    edge: { platform: 'cloudflare-workers' },
    fastly: { platform: 'fastly-compute' },
  },
};

/** Exports a memory of one page and a function that lets it grow and returns how many pages it had. */
const GROWING = new Uint8Array([
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 6, 1, 96, 1, 127, 1, 127, 3, 2, 1, 0, 5, 3, 1, 0, 1],
  ...[7, 9, 2, 1, 109, 2, 0, 1, 103, 0, 0, 10, 8, 1, 6, 0, 32, 0, 64, 0, 11],
]);

function handler(body: string, moduleScope = ''): string {
  return `${moduleScope}\nconst MIB = 1048576;\nexport default { async fetch(request) { ${body} } };`;
}

async function wasmTrial(arm: string, pages: number): Promise<TrialRun> {
  const source = handler(
    `return new Response(String(instance.exports.g(${pages})));`,
    `import module from './growing.wasm';\nconst instance = new WebAssembly.Instance(module);`,
  );
  const bundle = await bundleSource(source, { 'growing.wasm': GROWING });
  return trialOfBundle({ scenario: LYON, arm }, bundle);
}

describe('a request that holds more than the 128 MiB of an isolate', () => {
  test.each([
    ['in one buffer', `const all = new Uint8Array(200 * MIB); return new Response(String(all.length));`],
    [
      'in many buffers',
      `const all = []; for (let i = 0; i < 150; i++) all.push(new Float64Array(MIB / 8)); return new Response(String(all.length));`,
    ],
    [
      'and catches what the allocation throws',
      `try { new ArrayBuffer(200 * MIB); } catch { return new Response('caught'); }`,
    ],
    [
      'in copies',
      `const all = [new Uint8Array(MIB)]; for (let i = 0; i < 150; i++) all.push(all[0].slice()); return new Response(String(all.length));`,
    ],
    [
      'in a Blob',
      `const part = new Uint8Array(50 * MIB); const blob = new Blob([part, part, part]); return new Response(String(blob.size));`,
    ],
  ])('%s fails as the platform says it', async (_what, body) => {
    const run = await trial({ source: handler(body), scenario: { ...LYON, rate: '0.3/s' } });
    expect(run.record.outcomes).toEqual({ exceededMemory: run.journeys.length });
    expect(new Set(run.journeys.map(({ status }) => status))).toEqual(new Set([503]));
    expect(run.record.errors[0]?.message).toContain('128 MiB');
  });

  test('succeeds on an origin, which states no limit', async () => {
    const run = await trial({
      source: handler(`return new Response(String(new Uint8Array(200 * MIB).length));`),
      scenario: { ...LYON, rate: '0.3/s' },
      arm: 'origin',
    });
    expect(run.record.outcomes).toEqual({ ok: run.journeys.length });
  });
});

describe('what is no longer alive does not count:', () => {
  test.each([
    [
      'chunks made one after the other',
      `let sum = 0; for (let i = 0; i < 400; i++) { const chunk = new Uint8Array(MIB); chunk[0] = 1; sum += chunk[0]; } return new Response(String(sum));`,
    ],
    [
      'chunks that stream through the handler',
      `let left = 400, sum = 0;
       const source = new ReadableStream({ pull(it) { if (left-- > 0) it.enqueue(new Uint8Array(MIB)); else it.close(); } });
       for await (const chunk of source) sum += chunk.length / MIB;
       return new Response(String(sum));`,
    ],
  ])('%s', async (_what, body) => {
    const run = await trial({ source: handler(body), scenario: { ...LYON, rate: '0.3/s' } });
    expect(run.record.outcomes).toEqual({ ok: run.journeys.length });
    expect(new Set(bodies(run))).toEqual(new Set(['400']));
  });
});

describe('what a module keeps', () => {
  const KEEPING = handler(
    `kept.push(new Uint8Array(8 * MIB)); return new Response(String(kept.length));`,
    'const kept = [];',
  );

  test('counts until the isolate is full; then it is replaced by one that begins afresh', async () => {
    const run = await trial({ source: KEEPING, scenario: LYON });
    const counts = bodies(run).map(Number);
    expect(Math.max(...counts)).toBe(16);
    const { ok = 0, exceededMemory = 0 } = run.record.outcomes;
    expect(exceededMemory).toBeGreaterThan(2);
    expect(ok + exceededMemory).toBe(run.journeys.length);
    expect(counts.filter((count) => count === 1).length).toBeGreaterThan(2);
  });

  test('fills isolates at the same requests whatever else the collector has to do', async () => {
    const shared = await trial({ source: KEEPING, scenario: LYON });
    const own = await trial({ source: KEEPING, scenario: { ...LYON, realm: 'isolate' }, kernel: 'simjs' });
    expect(own.record).toEqual(shared.record);
  });
});

describe('WebAssembly', () => {
  test('memories count by their pages, also those by which they grow', async () => {
    // 400 pages are 25 MiB: the memory grows four times, the fifth passes 128 MiB with its first page.
    const run = await wasmTrial('edge', 400);
    const { ok = 0, exceededMemory = 0 } = run.record.outcomes;
    expect(ok + exceededMemory).toBe(run.journeys.length);
    expect(exceededMemory).toBeGreaterThan(2);
    expect(bodies(run).filter((pages) => pages === '2001')).toHaveLength(exceededMemory);
    expect(Math.max(...bodies(run).map(Number))).toBe(2001);
  });

  test('handlers have a fresh instance for each request on Fastly Compute, and keep theirs on Workers', async () => {
    const fastly = await wasmTrial('fastly', 1);
    expect(fastly.journeys.length).toBeGreaterThan(50);
    expect(new Set(bodies(fastly))).toEqual(new Set(['1']));
    const edge = await wasmTrial('edge', 1);
    expect(Math.max(...bodies(edge).map(Number))).toBeGreaterThan(10);
  });
});
