// Handlers really run: one call of the user's code per request, module state per isolate, and a coded outcome for every way to fail.
import { describe, expect, test } from 'vitest';
import { bodies, trial, type TrialRun } from './trial-bench.ts';

const COUNTING = `
let id = '';
let calls = 0;
export default {
  async fetch(request, env, ctx) {
    if (id === '') id = crypto.randomUUID();
    calls++;
    return new Response(id + ' ' + calls);
  },
};`;

/** By isolate: the highest count that it reported. */
function highestCounts(run: TrialRun): Map<string, number> {
  const highest = new Map<string, number>();
  for (const body of bodies(run)) {
    const [id = '', calls] = body.split(' ');
    highest.set(id, Math.max(highest.get(id) ?? 0, Number(calls)));
  }
  return highest;
}

describe('module state counts the calls of an isolate:', () => {
  test.each(['origin', 'cdn', 'edge'])(
    'the counts of all isolates of %s add up to the requests',
    async (arm) => {
      const run = await trial({ source: COUNTING, arm });
      const counts = highestCounts(run);
      const sum = [...counts.values()].reduce((total, count) => total + count, 0);
      expect(run.journeys.length).toBeGreaterThan(300);
      expect(sum).toBe(run.journeys.length);
      expect(run.record.counters['handlerRuns']).toBe(run.journeys.length);
      expect(run.record.counters['isolates.peak']).toBe(counts.size);
      expect(run.record.outcomes).toEqual({ ok: run.journeys.length });
    },
  );

  test('an origin of four processes has four isolates, the edge one for every PoP that serves', async () => {
    const origin = await trial({ source: COUNTING, arm: 'origin' });
    expect(highestCounts(origin).size).toBe(4);
    const edge = await trial({ source: COUNTING, arm: 'edge' });
    const serving = edge.record.pops.filter(({ requests }) => requests > 0);
    expect(highestCounts(edge).size).toBe(serving.length);
    expect(serving.length).toBeGreaterThan(50);
  });
});
