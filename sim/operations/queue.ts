// Queues: sending puts messages into a queue, and batches of them call the handler's `queue` when they are due.
import { startFurtherCall } from '../calls.ts';
import type { HandlerCall, RunsAt } from '../entities/handler-call.ts';
import type { Journey } from '../entities/journey-state.ts';
import { backgroundKey, EVENT } from '../events.ts';
import type { OperationEmission } from '../runtime/types.ts';
import { type Decision, type Message, Queue } from '../stores/queue.ts';
import { US_PER_MS } from '../units.ts';
import type { World } from '../world.ts';
import { askStore, optionsOf, wakingWith } from './store-calls.ts';

/** `send` and `sendBatch`. The call on whose behalf a batch is delivered is that of the message's sender. */
export function beginQueueOperation(world: World, call: HandlerCall, emission: OperationEmission): void {
  const store = world.stores.get(emission.binding);
  if (store === undefined || !(store.store instanceof Queue)) throw new Error(`no queue ${emission.binding}`);
  const queue = store.store;
  const wanted = { verb: 'send', key: queue.plan.name, options: optionsOf(emission), body: null };
  const wake = wakingWith(world, call, emission);
  askStore(world, call, store, wanted, (answer, afterUs, note) => {
    wake(answer, afterUs, note);
    deliver(world, queue, call.journey);
  });
}

/** Hands out every batch that is due, and looks again when the next one may be. */
function deliver(world: World, queue: Queue, journey: Journey): void {
  for (;;) {
    const { batch, againUs } = queue.take();
    if (batch.length > 0) {
      callConsumer(world, queue, batch, journey);
      continue;
    }
    if (againUs >= queue.nextLookUs || !Number.isFinite(againUs)) return;
    queue.nextLookUs = againUs;
    const slot = world.errands.add(() => {
      if (queue.nextLookUs === againUs) queue.nextLookUs = Number.POSITIVE_INFINITY;
      deliver(world, queue, journey);
    });
    world.kernel.schedule(againUs, backgroundKey(world.counters.background++), EVENT.errand, slot, 0);
    return;
  }
}

function callConsumer(world: World, queue: Queue, batch: readonly Message[], journey: Journey): void {
  const { epochMs } = world.plan;
  const messages = batch.map(({ id, body, contentType, sentUs, attempts }) => {
    const timestampMs = epochMs + Math.floor(sentUs / US_PER_MS);
    return { id, timestampMs, attempts, body, contentType };
  });
  const settled = (decisions: readonly Decision[] | null): void => {
    for (const dead of queue.settle(batch, decisions)) bury(world, queue, dead, journey);
    deliver(world, queue, journey);
  };
  startFurtherCall(world, journey, {
    compute: world.handlers.own,
    at: consumerSite(world, queue.region),
    input: { kind: 'queue', eventJson: JSON.stringify({ queue: queue.plan.name, messages }) },
    reply: {
      responded: ({ body }) => settled((JSON.parse(String(body)) as { messages: Decision[] }).messages),
      // What throws acknowledges nothing.
      failed: () => settled(null),
    },
  });
}

/** A message that was delivered often enough goes to the dead letter queue; without one it is lost, which the record counts. */
function bury(world: World, queue: Queue, message: Message, journey: Journey): void {
  const letters = queue.plan.deadLetter === null ? undefined : world.stores.get(queue.plan.deadLetter)?.store;
  if (!(letters instanceof Queue)) {
    world.recorder.count('queue.lost', 1);
    return;
  }
  letters.add(message);
  deliver(world, letters, journey);
}

/** Consumers run at the PoP nearest to the queue, or in the region where the arm's code runs. */
function consumerSite({ geography, kernel, platform, arm }: World, region: string): RunsAt {
  if (platform.runsAt === 'region') return { site: geography.pops.length, region: arm.region };
  const ways = geography.popToRegionUs(geography.epochIndexAt(kernel.nowUs()), region);
  let site = 0;
  for (let pop = 1; pop < ways.length; pop++) if ((ways[pop] ?? 0) < (ways[site] ?? 0)) site = pop;
  return { site, region: null };
}
