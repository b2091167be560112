// Queues: sending puts messages into a queue, and batches of them call the handler's `queue` when they are due.
import { startFurtherCall } from '../calls.ts';
import type { HandlerCall, RunsAt } from '../entities/handler-call.ts';
import type { Journey } from '../entities/journey-state.ts';
import { backgroundKey, EVENT } from '../events.ts';
import type { OperationEmission } from '../runtime/types.ts';
import { type Decision, type Message, Queue } from '../stores/queue.ts';
import { US_PER_MS, US_PER_SECOND } from '../units.ts';
import type { ArmStore } from '../arm-stores.ts';
import type { StoreMeter } from '../metrics/store-meter.ts';
import type { World } from '../world.ts';
import { askStore, optionsOf, wakingWith } from './store-calls.ts';

/** `send`, `sendBatch` and `metrics`. The call on whose behalf a batch is delivered is that of the message's sender. */
export function beginQueueOperation(world: World, call: HandlerCall, emission: OperationEmission): void {
  const store = world.stores.get(emission.binding);
  const opened = store === undefined ? null : openQueue(store);
  if (store === undefined || opened === null) throw new Error(`no queue ${emission.binding}`);
  const verb = emission.verb.slice('queue.'.length);
  const wanted = { verb, key: opened.queue.plan.name, options: optionsOf(emission), body: null };
  const wake = wakingWith(world, call, emission);
  askStore(world, call, store, wanted, (answer, afterUs, note) => {
    wake(answer, afterUs, note);
    deliver(world, opened, call.journey);
  });
}

/** A queue with the meter that counts its deliveries. */
interface OpenQueue {
  readonly queue: Queue;
  readonly meter: StoreMeter;
}

function openQueue({ store, meter }: ArmStore): OpenQueue | null {
  return store instanceof Queue ? { queue: store, meter } : null;
}

/** Hands out every batch that is due, and looks again when the next one may be. */
function deliver(world: World, opened: OpenQueue, journey: Journey): void {
  const { queue } = opened;
  for (;;) {
    const { batch, againUs } = queue.take();
    if (batch.length > 0) {
      sendBatch(world, opened, batch, journey);
      continue;
    }
    if (againUs >= queue.nextLookUs || !Number.isFinite(againUs)) return;
    queue.nextLookUs = againUs;
    const slot = world.errands.add(() => {
      if (queue.nextLookUs === againUs) queue.nextLookUs = Number.POSITIVE_INFINITY;
      deliver(world, opened, journey);
    });
    world.kernel.schedule(againUs, backgroundKey(world.counters.background++), EVENT.errand, slot, 0);
    return;
  }
}

/** How often a batch that no cable can carry is tried again. A figure of this program: cables come back at whole seconds at best. */
const TRY_AGAIN_US = US_PER_SECOND;

/** A batch travels from the queue's region to where its consumer runs; while no cable leads there, it waits. */
function sendBatch(world: World, opened: OpenQueue, batch: readonly Message[], journey: Journey): void {
  const { kernel, errands, counters } = world;
  const at = consumerSite(world, opened.queue.region);
  opened.queue.inHand += batch.length;
  const metrics = opened.queue.metrics();
  const arrive = (): void => callConsumer(world, opened, { batch, at, metrics }, journey);
  const leave = (): void => {
    const afterUs = wayUs(world, at, opened.queue.region);
    const reached = Number.isFinite(afterUs);
    const atUs = kernel.nowUs() + (reached ? afterUs : TRY_AGAIN_US);
    const key = backgroundKey(counters.background++);
    kernel.schedule(atUs, key, EVENT.errand, errands.add(reached ? arrive : leave), 0);
  };
  leave();
}

/** What arrives where, and what else waited when it left. */
interface Arrived {
  readonly batch: readonly Message[];
  readonly metrics: ReturnType<Queue['metrics']>;
  readonly at: RunsAt;
}

function callConsumer(
  world: World,
  opened: OpenQueue,
  { batch, at, metrics }: Arrived,
  journey: Journey,
): void {
  const { queue, meter } = opened;
  const { epochMs } = world.plan;
  const messages = batch.map(({ id, body, contentType, sentUs, attempts }) => {
    const timestampMs = epochMs + Math.floor(sentUs / US_PER_MS);
    return { id, timestampMs, attempts, body, contentType };
  });
  const nowUs = world.kernel.nowUs();
  for (const { attempts, issuedUs } of batch)
    if (attempts === 1) world.recorder.delivered(meter, issuedUs, nowUs);
  const settled = (decisions: readonly Decision[] | null): void => {
    queue.inHand -= batch.length;
    for (const dead of queue.settle(batch, decisions)) bury(world, queue, dead, journey);
    deliver(world, opened, journey);
  };
  startFurtherCall(world, journey, {
    compute: world.handlers.own,
    at,
    input: {
      kind: 'queue',
      eventJson: JSON.stringify({ queue: queue.plan.name, messages, metrics }),
    },
    reply: {
      responded: ({ body }) => settled((JSON.parse(String(body)) as { messages: Decision[] }).messages),
      // What throws acknowledges nothing.
      failed: () => settled(null),
    },
  });
}

/** A message that was delivered often enough goes to the dead letter queue; without one it is lost, which the record counts. */
function bury(world: World, queue: Queue, message: Message, journey: Journey): void {
  const named = queue.plan.deadLetter === null ? undefined : world.stores.get(queue.plan.deadLetter);
  const letters = named === undefined ? null : openQueue(named);
  if (letters === null) {
    world.recorder.count('queue.lost', 1);
    return;
  }
  letters.queue.add(message);
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

/** One way between the region of a queue and its consumer; Infinity when there is none. */
function wayUs({ geography, kernel }: World, { site, region }: RunsAt, from: string): number {
  const epoch = geography.epochIndexAt(kernel.nowUs());
  const rttUs =
    region === null
      ? (geography.popToRegionUs(epoch, from)[site] ?? Number.POSITIVE_INFINITY)
      : geography.regionToRegionUs(epoch, from, region);
  return Math.ceil(rttUs / 2);
}
