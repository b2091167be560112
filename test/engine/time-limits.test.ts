// How long code may go on: what a server leaves behind, what waitUntil is given, and what a platform allows a call in all.
import { describe, expect, test } from 'vitest';
import { trial } from './trial-bench.ts';

const SPARSE = { rate: '1/s', window: '20s' };

describe('after a response', () => {
  test('a server goes on with timers that it has set, without keeping its user waiting', async () => {
    const run = await trial({
      arm: 'origin',
      scenario: SPARSE,
      source: `import http from 'node:http';
        http.createServer((req, res) => { res.end('x'); setTimeout(() => console.log('later'), 5000); }).listen(3000);`,
    });
    expect(run.record.outcomes).toEqual({ ok: run.journeys.length });
    const lines = run.emissions.filter(
      (emission) => emission.kind === 'console' && emission.text === 'later',
    );
    expect(lines.length).toBeGreaterThan(5);
    for (const { totalUs } of run.journeys) expect(totalUs).toBeLessThan(2_000_000);
  });

  test('streamed chunks of a listener keep their timing: the first byte does not wait for the last', async () => {
    const run = await trial({
      arm: 'origin',
      scenario: SPARSE,
      source: `export default (req, res) => { res.write('a'); setTimeout(() => res.end('b'), 700); };`,
    });
    expect(run.journeys.length).toBeGreaterThan(5);
    for (const { ttfbUs, totalUs, outcome } of run.journeys) {
      expect(outcome).toBe('ok');
      expect(totalUs - ttfbUs).toBeGreaterThanOrEqual(700_000);
    }
  });

  test('waitUntil goes on for 30 s and no longer; the response is not affected', async () => {
    const source = (ms: number): string => `export default { fetch(request, env, ctx) {
      ctx.waitUntil(scheduler.wait(${ms}).then(() => console.log('done'))); return new Response('x'); } };`;
    const scenario = { rate: '1/s', window: '60s' };
    const kept = await trial({ scenario, source: source(29_000) });
    expect(kept.record.counters['waitUntil.failed'] ?? 0).toBe(0);
    expect(kept.emissions.some(({ kind }) => kind === 'console')).toBe(true);
    const cut = await trial({ scenario, source: source(31_000) });
    expect(cut.emissions.some(({ kind }) => kind === 'console')).toBe(false);
    expect(cut.record.counters['waitUntil.failed']).toBeGreaterThan(5);
    expect(cut.record.outcomes).toEqual({ ok: cut.journeys.length });
    expect(cut.record.errors.map(({ outcome }) => outcome)).toContain('waitUntilCancelled');
  });
});
