// Scheduled and queue handlers get what the platform gives them, and what they decide comes out.
import { describe, it } from 'vitest';
import { openHandler } from './run.ts';

describe('events of the platform', () => {
  it('scheduled() sees its cron and time, and ends when its work has ended', async ({ expect }) => {
    const { bench, isolate } = await openHandler(
      `export default { async scheduled(controller, env, ctx) {
        ctx.waitUntil(scheduler.wait(20)); await env.KV.put('at', controller.cron + ' ' + controller.scheduledTime); controller.noRetry(); } };`,
      { bindings: [{ kind: 'kv', name: 'KV' }] },
    );
    const callId = bench.event(isolate, 'scheduled', { cron: '* * * * *', scheduledTimeMs: 1000 });
    bench.finish();
    const { emissions, operations } = bench.outcome(callId);
    expect(operations.find(({ verb }) => verb === 'kv.put')?.body).toBe('* * * * * 1000');
    expect(emissions.slice(-2)).toEqual([
      { kind: 'event', callId, outcomeJson: '{"noRetry":true}' },
      { kind: 'finished', callId, waitUntilFailed: false, lingers: false },
    ]);
  });

  it('a script decides the same by its events', async ({ expect }) => {
    const { bench, isolate } = await openHandler(
      `addEventListener('scheduled', (event) => event.noRetry());
       addEventListener('queue', (event) => { event.retryAll({ delaySeconds: 3 }); event.messages[0].ack(); });`,
    );
    const messages = [1, 2].map((n) => ({ id: String(n), timestampMs: 0, attempts: 1, body: n }));
    const rung = bench.event(isolate, 'scheduled', { cron: '5 * * * *', scheduledTimeMs: 0 });
    const brought = bench.event(isolate, 'queue', { queue: 'jobs', messages });
    bench.finish();
    const outcomes = [rung, brought].map((callId) => {
      const event = bench.outcome(callId).emissions.find((emission) => emission.kind === 'event');
      return JSON.parse(event?.outcomeJson ?? '') as unknown;
    });
    expect(outcomes).toEqual([
      { noRetry: true },
      {
        messages: [
          { id: '1', kind: 'ack' },
          { id: '2', kind: 'retry', delaySeconds: 3 },
        ],
      },
    ]);
  });

  it('queue() acknowledges and retries messages one by one or all together', async ({ expect }) => {
    const { bench, isolate } = await openHandler(`export default { queue(batch) {
      for (const m of batch.messages) { if (m.body.bad) m.retry({ delaySeconds: 5 }); else if (m.attempts > 1) m.ack(); }
      batch.retryAll(); } };`);
    const message = (id: string, attempts: number, body: object): object => ({
      id,
      timestampMs: 0,
      attempts,
      body,
    });
    const messages = [message('a', 1, { bad: true }), message('b', 2, {}), message('c', 1, {})];
    const callId = bench.event(isolate, 'queue', { queue: 'q', messages });
    const event = bench.outcome(callId).emissions.find((emission) => emission.kind === 'event');
    expect(JSON.parse(event?.outcomeJson ?? '')).toEqual({
      messages: [
        { id: 'a', kind: 'retry', delaySeconds: 5 },
        { id: 'b', kind: 'ack' },
        { id: 'c', kind: 'retry' },
      ],
    });
  });

  it('a script that listens for them decides as well', async ({ expect }) => {
    const { bench, isolate } = await openHandler(`addEventListener('scheduled', (event) => {
        if (event instanceof ScheduledEvent && event.cron === '5 * * * *') event.noRetry(); });
      addEventListener('queue', (event) => {
        if (event.queue === 'q') { event.messages[0].ack(); event.retryAll({ delaySeconds: 2 }); } });`);
    const message = (id: string): object => ({ id, timestampMs: 0, attempts: 1, body: id });
    const decided = (callId: number): unknown => {
      const event = bench.outcome(callId).emissions.find((emission) => emission.kind === 'event');
      return JSON.parse(event?.outcomeJson ?? '');
    };
    const rung = bench.event(isolate, 'scheduled', { cron: '5 * * * *', scheduledTimeMs: 0 });
    const told = bench.event(isolate, 'queue', { queue: 'q', messages: [message('a'), message('b')] });
    expect([decided(rung), decided(told)]).toEqual([
      { noRetry: true },
      {
        messages: [
          { id: 'a', kind: 'ack' },
          { id: 'b', kind: 'retry', delaySeconds: 2 },
        ],
      },
    ]);
  });

  it('say so when the module does not export the handler', async ({ expect }) => {
    const { bench, isolate } = await openHandler(`export default { fetch: () => new Response('x') };`);
    const callId = bench.event(isolate, 'scheduled', { cron: '', scheduledTimeMs: 0 });
    expect(bench.outcome(callId).error).toBe('Error: Handler does not export a scheduled() function.');
  });
});
