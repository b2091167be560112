// Code that loops for ever or eats all memory ends its own request, not the run: the others are served, and the result is the same every time.
import { describe, expect, test } from 'vitest';
import type { RunResult } from '../../reports/result.ts';
import { runEnsemble } from '../../sim/ensemble/run.ts';
import { NO_FILES } from '../../sim/plan-files.ts';
import type { Bundle } from '../../sim/runtime/types.ts';
import { planOf, trialOfBundle } from '../engine/trial-bench.ts';
import { bundleSource } from '../runtime/run.ts';

const SCENARIO = {
  window: '15s',
  requests: [{ name: 'page', get: '/{session}/{n}' }],
  arms: { edge: { platform: 'cloudflare-workers' } },
};

/** A handler that runs the code for the request of one path only. */
function failingAt(path: string, code: string): Promise<Bundle> {
  return bundleSource(`export default {
    fetch(request) {
      if (new URL(request.url).pathname === '${path}') { ${code} }
      return new Response('fine');
    },
  };`);
}

/** A request from the middle of the window: the same one in every run. */
async function victim(): Promise<{ id: number; path: string; requests: number }> {
  const { journeys } = await trialOfBundle({ scenario: SCENARIO }, await failingAt('/none', ''));
  const one = journeys[Math.floor(journeys.length / 2)];
  if (one === undefined) throw new Error('no request at all');
  return { id: one.id, path: one.path, requests: journeys.length };
}

function run(bundle: Bundle): Promise<RunResult> {
  return runEnsemble(planOf(SCENARIO, bundle), {
    bundles: { 'handler.ts': bundle },
    files: NO_FILES,
    seeds: [1],
    jobs: 1,
    kernel: 'packed',
    scenarioPath: 'small.yaml',
    onProgress: () => {},
    signal: new AbortController().signal,
  });
}

describe.each([
  ['loops for ever', 'for (;;);', 'exceededCpu'],
  [
    'eats all memory',
    'const all = []; for (;;) all.push(new Array(1e5).fill(all.length));',
    'exceededMemory',
  ],
  ['eats all memory by small objects', 'const all = []; for (;;) all.push({ x: 1 });', 'exceededMemory'],
])('a handler that %s in one request', (_what, code, outcome) => {
  test(`gives that request the outcome ${outcome}, names it, serves all others, and repeats itself`, async () => {
    const { id, path, requests } = await victim();
    const bundle = await failingAt(path, code);
    const { arms } = await run(bundle);
    expect(arms[0]?.outcomes).toEqual({ ok: requests - 1, [outcome]: 1 });
    expect(arms[0]?.errors).toEqual([
      expect.objectContaining({
        outcome,
        times: 1,
        handler: 'handler.ts',
        pop: expect.stringMatching(/^[A-Z]{3}$/),
        request: `GET ${path} (journey ${id})`,
      }),
    ]);
    // Where and when the thread was ended leaves no trace: a run in which that code is left out from the start gives the same figures.
    const skipped = new Map([[id, outcome]]);
    const { record } = await trialOfBundle({ scenario: SCENARIO, skipped }, bundle);
    expect(arms[0]?.counters).toEqual(record.counters);
    expect(arms[0]?.histograms).toEqual(record.histograms);
  });
});

test('a handler whose memory grows with each request ends the run with a coded error that names it', async () => {
  const bundle = await bundleSource(`const all = [];
    export default {
      fetch() {
        all.push(new Array(6e6).fill(all.length));
        return new Response('fine');
      },
    };`);
  await expect(run(bundle)).rejects.toMatchObject({
    code: 'E_HANDLER',
    message: expect.stringMatching(/handler\.ts .*(exceededMemory|MiB)/),
  });
});
