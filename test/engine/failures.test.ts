// Every way in which a handler can fail gives a coded outcome that names handler, PoP and request, and the run goes on.
import { describe, expect, test } from 'vitest';
import { trial, type TrialInput, type TrialRun } from './trial-bench.ts';

const SCENARIO = {
  requests: [
    { name: 'good', weight: 3, get: '/good' },
    { name: 'bad', weight: 1, get: '/bad' },
  ],
};

/** A handler that answers every good request and does this in a bad one. */
function badly(code: string, rest: Omit<TrialInput, 'source'> = {}): Promise<TrialRun> {
  const source = `const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    export default {
      async fetch(request, env, ctx) {
        if (request.url.endsWith('/good')) return new Response('good');
        ${code}
      },
    };`;
  return trial({ scenario: SCENARIO, source, ...rest });
}

function counts(run: TrialRun): { good: number; bad: number } {
  const good = run.journeys.filter(({ className }) => className === 'good').length;
  return { good, bad: run.journeys.length - good };
}

describe('a bad request', () => {
  test.each([
    ['that throws', `throw new RangeError('no such thing');`, 'exception', /^RangeError: no such thing/],
    ['whose promise is rejected', `await later(5); null.name;`, 'exception', /^TypeError: Cannot read/],
    ['that throws something odd', `throw undefined;`, 'exception', /undefined/],
    ['that returns no response', `return 'text';`, 'exception', /^TypeError: /],
    ['that never responds', `await new Promise(() => {});`, 'hung', /never have responded/],
    ['that hangs after a while', `await later(50); await new Promise(() => {});`, 'hung', /never have/],
    [
      'whose body never ends',
      `return new Response(new ReadableStream({ start(c) { c.enqueue(new Uint8Array(9)); } }));`,
      'hung',
      /never/,
    ],
    [
      'that asks for what is not simulated',
      `return fetch('https://elsewhere.example/');`,
      'exception',
      /elsewhere/,
    ],
  ])(
    '%s gets the outcome and the reason, with handler, PoP and request',
    async (_what, code, outcome, message) => {
      const run = await badly(code);
      const { good, bad } = counts(run);
      expect(bad).toBeGreaterThan(50);
      expect(run.record.outcomes).toEqual({ [outcome]: bad, ok: good });
      expect(run.record.errors.reduce((sum, { times }) => sum + times, 0)).toBe(bad);
      expect(run.record.errors[0]).toMatchObject({
        outcome,
        handler: 'handler.ts',
        pop: expect.stringMatching(/^[A-Z]{3}$/),
        request: expect.stringMatching(/^GET \/bad \(journey \d+\)$/),
        message: expect.stringMatching(message),
      });
    },
  );

  test('that fails sees the status of the platform, as late as its code failed', async () => {
    const run = await badly(`await later(250); throw new Error('late');`);
    const bad = run.journeys.filter(({ className }) => className === 'bad');
    expect(new Set(bad.map(({ status }) => status))).toEqual(new Set([500]));
    for (const { ttfbUs, rttUs } of bad) expect(ttfbUs).toBeGreaterThan(rttUs + 250_000);
  });

  test('that fails on an origin behind a CDN is named with its PoP too', async () => {
    const { record } = await badly(`throw new Error('far away');`, { arm: 'cdn' });
    expect(record.errors[0]).toMatchObject({
      outcome: 'exception',
      pop: expect.stringMatching(/^[A-Z]{3}$/),
    });
  });

  test('that uses more CPU than the platform allows is ended at the limit', async () => {
    const run = await badly(`await later(1); await later(1); return new Response('late');`, {
      scenario: {
        ...SCENARIO,
        rate: '2/s',
        window: '60s',
        arms: { edge: { platform: 'cloudflare-workers', options: { cpuLimit: '50ms' } } },
      },
      cost: { cpuUs: [20_000] },
    });
    const { good, bad } = counts(run);
    expect(run.record.outcomes).toEqual({ exceededCpu: bad, ok: good });
    const ended = run.journeys.filter(({ className }) => className === 'bad');
    expect(new Set(ended.map(({ cpuUs, status }) => `${cpuUs} ${status}`))).toEqual(new Set(['50000 503']));
    expect(run.record.errors[0]?.message).toContain('50 ms');
  });

  test('that was refused before it ran is no cold start: these are a share of runs', async () => {
    const run = await badly(`return new Response('never');`, {
      scenario: { ...SCENARIO, rate: '2/s', window: '20s' },
      cost: { requestHeapBytes: 200 * 1_048_576 },
    });
    const { cold = 0, handlerRuns = 0 } = run.record.counters;
    expect([cold, handlerRuns]).toEqual([0, 0]);
    expect(run.record.outcomes).toEqual({ exceededMemory: run.journeys.length });
  });

  test('that meets too many others in its isolate for the memory of the platform is refused; an origin has no such limit', async () => {
    const crowd: Omit<TrialInput, 'source'> = {
      scenario: {
        ...SCENARIO,
        rate: '10/s',
        users: { from: { cities: ['Lyon,FR'] } },
        network: { routing: 'nearest' },
      },
      cost: { requestHeapBytes: 30 * 1_048_576 },
    };
    const edge = await badly(`await later(2000); return new Response('late');`, crowd);
    // 128 MiB hold four requests of 30 MiB; 2.5 bad ones a second stay for two seconds each.
    expect(edge.record.outcomes['exceededMemory']).toBeGreaterThan(10);
    expect(edge.record.outcomes['ok']).toBeGreaterThan(100);
    expect(edge.record.errors[0]?.message).toContain('128 MiB');
    const origin = await badly(`await later(2000); return new Response('late');`, {
      ...crowd,
      arm: 'origin',
    });
    expect(Object.keys(origin.record.outcomes)).toEqual(['ok']);
  });

  test('makes no more operations than the scenario allows', async () => {
    const run = await badly(`for (let i = 0; i < 100; i++) await later(1);`, {
      scenario: { ...SCENARIO, limits: { operationsPerRequest: 20 } },
    });
    const { good, bad } = counts(run);
    expect(run.record.outcomes).toEqual({ ok: good, tooManyOperations: bad });
    expect(run.emissions.filter(({ kind }) => kind === 'operation')).toHaveLength(21 * bad);
  });
});

describe('what goes wrong beside the response', () => {
  test('a rejection in waitUntil leaves the response as it is and is counted and named', async () => {
    const run = await badly(
      `ctx.waitUntil(later(5).then(() => { throw new Error('too late'); })); return new Response('bad');`,
    );
    const { good, bad } = counts(run);
    expect(run.record.outcomes).toEqual({ ok: good + bad });
    expect(run.record.counters['waitUntil.failed']).toBe(bad);
    expect(run.record.errors).toEqual([
      {
        outcome: 'waitUntilFailed',
        handler: 'handler.ts',
        pop: expect.stringMatching(/^[A-Z]{3}$/),
        request: expect.stringMatching(/^GET \/bad \(journey \d+\)$/),
        message: expect.any(String),
        times: bad,
      },
    ]);
  });

  test('what waitUntil was given before the code threw goes on', async () => {
    const run = await badly(`ctx.waitUntil(later(5).then(() => console.log('done'))); throw new Error('x');`);
    const { good, bad } = counts(run);
    expect(run.record.outcomes).toEqual({ exception: bad, ok: good });
    expect(run.record.counters['console.lines']).toBe(bad);
  });

  test('lines on the console are counted, none is printed', async () => {
    const run = await badly(
      `console.log('one'); console.error('two', { three: 4 }); return new Response('bad');`,
    );
    const { bad } = counts(run);
    expect(run.record.counters['console.lines']).toBe(2 * bad);
    expect(run.record.errors).toEqual([]);
  });

  test('a module that throws while it starts fails every request of its isolates, with the reason', async () => {
    const run = await trial({ source: `throw new Error('not today'); export default { fetch() {} };` });
    expect(run.record.outcomes).toEqual({ exception: run.journeys.length });
    expect(run.record.errors).toEqual([
      expect.objectContaining({ message: expect.stringContaining('not today') }),
    ]);
    expect(run.record.counters['handlerRuns']).toBeUndefined();
  });

  test('a failure outside the window is in no figure', async () => {
    const run = await badly(`throw new Error('early or late');`, {
      scenario: { ...SCENARIO, warmup: '20s', window: '10s' },
    });
    const inWindow = run.journeys.filter(({ startUs }) => startUs >= 20e6);
    const bad = inWindow.filter(({ className }) => className === 'bad').length;
    expect(inWindow.length).toBeLessThan(run.journeys.length / 2);
    expect(run.record.outcomes['exception']).toBe(bad);
    expect(run.record.errors).toEqual([expect.objectContaining({ times: bad })]);
  });
});

describe('requests of one isolate that fail', () => {
  test('leave the others of that isolate alone', async () => {
    const run = await badly(`await later(30); throw new Error('mine alone');`, {
      arm: 'origin',
      scenario: { ...SCENARIO, arms: { origin: { platform: 'node-origin', options: { servers: 1 } } } },
    });
    const { good, bad } = counts(run);
    expect(run.record.counters['isolates.peak']).toBe(1);
    expect(run.record.outcomes).toEqual({ exception: bad, ok: good });
  });

  test('that wait for each other hang only when nothing is left that could wake them', async () => {
    // The bad request waits for the next good one of its isolate, which comes long after.
    const source = `let wake = () => {};
      export default {
        async fetch(request) {
          if (request.url.endsWith('/good')) { wake(); return new Response('good'); }
          setTimeout(() => {}, 1e6);
          await new Promise((resolve) => { wake = resolve; });
          return new Response('woken');
        },
      };`;
    const one = { origin: { platform: 'node-origin', options: { servers: 1 } } };
    const run = await trial({ source, arm: 'origin', scenario: { ...SCENARIO, arms: one } });
    expect(run.record.outcomes['ok']).toBeGreaterThan(counts(run).good);
  });
});
