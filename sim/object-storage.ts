// What the code of a Durable Object asks of its storage while it runs: answered at once; writes set the instant for which the output gate waits.
import type { DurableObject, ObjectLife } from './entities/durable-object.ts';
import { openAncestor } from './entities/durable-object.ts';
import type { HandlerCall } from './entities/handler-call.ts';
import { NO_BREACH } from './entities/user-memory.ts';
import { breakLife, callObject } from './object-life.ts';
import { objectUses } from './object-usage.ts';
import { later } from './operations/answer.ts';
import { takeDownStorage, takeDownTransaction } from './operations/object-history.ts';
import { drawKeyOfOperation, noteVersion } from './operations/store-calls.ts';
import { socketKept } from './sockets.ts';
import { OBJECT_FIGURES } from './stores/durable-objects-figures.ts';
import type { StoreOperation } from './stores/store.ts';
import { US_PER_MS } from './units.ts';
import type { World } from './world.ts';

/** Who asks. */
interface Asking {
  readonly world: World;
  readonly life: ObjectLife;
  readonly object: DurableObject;
  readonly call: HandlerCall;
}

type Args = Readonly<Record<string, unknown>>;

/** What one question is answered with; a refusal is thrown as Refusal. */
type Verb = (asking: Asking, args: Args) => unknown;

class Refusal extends Error {
  readonly shown: readonly [string, string];

  constructor(name: string, message: string) {
    super(message);
    this.shown = [name, message];
  }
}

/** Answers as `{ value }`, or `{ error: [name, message] }`. */
export function askObject(
  world: World,
  isolateId: number,
  callId: number,
  verb: string,
  argsJson: string,
): string {
  const life = world.objects.byIsolate.get(isolateId);
  const call = world.callById.get(callId);
  const answer = VERBS[verb];
  if (life === undefined || call === undefined || answer === undefined)
    return JSON.stringify({ error: ['Error', 'There is no storage here.'] });
  try {
    const value = answer({ world, life, object: life.object, call }, JSON.parse(argsJson) as Args);
    return JSON.stringify({ value: value ?? null });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return JSON.stringify({ error: error.shown });
  }
}

/** One operation of the store; a write moves the instant at which all is durable. */
function store(
  { world, life, object, call }: Asking,
  wanted: Pick<StoreOperation, 'verb'> & { key?: string; body?: string | null; options?: Args },
  unconfirmed = false,
): string | null {
  const { store: armStore } = object.namespace;
  const nowUs = world.kernel.nowUs();
  call.journey.operations++;
  const { verb, key = '', body = null, options = {} } = wanted;
  const operation: StoreOperation = {
    verb,
    key: `${object.id} ${key}`,
    body,
    options,
    site: object.at.site,
    issuedUs: nowUs,
    drawKey: drawKeyOfOperation(call),
    followShare: world.followShares.get(call.journey.class.name) ?? 0,
    asked: call.asked ?? { site: object.at.site, issuedUs: nowUs },
  };
  const { books } = armStore.store;
  const before = books?.commits() ?? 0;
  const step = armStore.store.step({ operation, stage: 0, state: null });
  armStore.commits.answered += (books?.commits() ?? 0) - before;
  if (step.kind !== 'answer') throw new Error('storage of objects is answered at once');
  const { answer, observation, afterUs } = step;
  if (!answer.ok) throw new Refusal(answer.name, answer.message);
  const byKey = verb === 'get' || verb === 'put' || verb === 'delete';
  // A statement of SQL reads and writes by itself, so that nothing comes between.
  if (byKey) noteVersion(world, call, armStore, observation);
  if (byKey) takeDownStorage(world, call, object, { observation, key, value: body });
  else if (verb === 'sql') takeDownStorage(world, call, object, { observation, key: '(sql)', value: '' });
  else if (verb === 'begin' || verb === 'commit' || verb === 'rollback')
    takeDownTransaction(world, call, verb);
  if (byKey || verb === 'sql') {
    const details = { issuedUs: nowUs, answeredUs: nowUs + afterUs, breach: NO_BREACH };
    world.recorder.store(armStore.meter, observation, details);
  }
  objectUses(world, life, observation.billed ?? {});
  if (observation.kind === 'write' && !unconfirmed)
    life.durableUs = Math.max(life.durableUs, nowUs + afterUs);
  return answer.value === null ? null : String(answer.value);
}

/** Characters of a value that is never too large, since none takes more than four bytes. */
const SURELY_FITS = OBJECT_FIGURES.valueBytes.value / 8;

/** Of a call that is refused in the middle nothing is kept. */
function allOrNothing(asking: Asking, write: () => void): void {
  store(asking, { verb: 'begin' });
  try {
    write();
  } catch (error) {
    store(asking, { verb: 'rollback' });
    throw error;
  }
  store(asking, { verb: 'commit' });
}

const VERBS: Readonly<Record<string, Verb>> = {
  get: (asking, { keys }) => (keys as string[]).map((key) => store(asking, { verb: 'get', key })),
  put: (asking, { entries, unconfirmed }) => {
    const pairs = entries as [string, string][];
    const putAll = (): void => {
      for (const [key, body] of pairs) store(asking, { verb: 'put', key, body }, unconfirmed === true);
    };
    const mayBeRefused = pairs.length > 1 && pairs.some(([, body]) => body.length > SURELY_FITS);
    if (mayBeRefused) allOrNothing(asking, putAll);
    else putAll();
  },
  delete: (asking, { keys }) =>
    (keys as string[]).reduce((sum, key) => sum + Number(store(asking, { verb: 'delete', key })), 0),
  list: (asking, options) => JSON.parse(store(asking, { verb: 'list', options }) ?? '[]') as unknown,
  // The alarm goes too (compatibility flag delete_all_deletes_alarm, on from 2026-02-24).
  deleteAll: (asking) => {
    store(asking, { verb: 'deleteAll' });
    asking.object.alarm = null;
  },
  bookmark: (asking) => store(asking, { verb: 'bookmark' }),
  begin: (asking) => {
    asking.life.alarms.push(asking.object.alarm);
    return store(asking, { verb: 'begin' });
  },
  commit: (asking) => {
    asking.life.alarms.pop();
    return store(asking, { verb: 'commit' });
  },
  rollback: (asking) => {
    takeBackAlarm(asking);
    return store(asking, { verb: 'rollback' });
  },
  sql: (asking, options) => JSON.parse(store(asking, { verb: 'sql', options }) ?? 'null') as unknown,
  sqlSize: (asking) => Number(store(asking, { verb: 'sqlSize' })),
  getAlarm: ({ world, object }) =>
    object.alarm === null ? null : world.plan.epochMs + Math.floor(object.alarm.atUs / US_PER_MS),
  setAlarm: (asking, { atMs }) => {
    const { world, object, call } = asking;
    const atUs = Math.max(world.kernel.nowUs(), (Number(atMs) - world.plan.epochMs) * US_PER_MS);
    store(asking, { verb: 'alarm' });
    setAlarm(world, object, call, { atUs, retries: 0 });
  },
  deleteAlarm: (asking) => {
    store(asking, { verb: 'alarm' });
    asking.object.alarm = null;
  },
  unblock,
  abort: ({ world, life, call }, { message }) => {
    breakLife(world, life, call.journey, failureOf(call, 'Error', String(message)));
  },
  acceptSocket: ({ world, object }, { tags }) => socketKept(world, object, tags as string[]),
  sockets: ({ object }, { tag }) =>
    [...object.sockets.entries()]
      .filter(([, { tags, closedThere }]) => !closedThere && (tag === null || tags.includes(String(tag))))
      .map(([socket, held]) => ({ socket, ...held }))
      .toReversed(),
  socket: ({ object }, { socket }) => {
    const held = object.sockets.get(Number(socket));
    if (held === undefined) throw new Refusal('Error', 'This WebSocket is none of this object.');
    return { socket, ...held };
  },
  attach: ({ object }, { socket, text }) => {
    const held = object.sockets.get(Number(socket));
    if (held !== undefined) held.attachment = String(text);
  },
  autoResponse: ({ object }, { pair }) => {
    object.autoResponse = pair as DurableObject['autoResponse'];
  },
  getAutoResponse: ({ object }) => object.autoResponse,
};

/** A section has ended: well, or by what its callback threw, which resets the object where that is the rule. */
function unblock({ world, life, call }: Asking, { block, thrown }: Args): void {
  const section = life.blocks.get(Number(block));
  if (section === undefined) return;
  section.closed = true;
  life.blocks.delete(section.number);
  life.open = openAncestor(life.open);
  life.current = openAncestor(life.current);
  if (thrown === undefined) return;
  const { name, message } = thrown as { name: string; message: string };
  breakLife(world, life, call.journey, failureOf(call, name, message));
}

function failureOf(call: HandlerCall, name: string, message: string): Parameters<typeof breakLife>[3] {
  const { exception } = call.compute.platform.failures;
  return { outcome: 'exception', ...exception, message, error: { name, message } };
}

/** The alarm is again what it was when the innermost transaction began; one that fell due meanwhile rings now. */
function takeBackAlarm({ world, life, object, call }: Asking): void {
  const before = life.alarms.pop() ?? null;
  if (before === object.alarm) return;
  object.alarm = before;
  const nowUs = world.kernel.nowUs();
  if (before !== null && before.atUs <= nowUs) setAlarm(world, object, call, { ...before, atUs: nowUs });
}

/** The alarm is a call of the object like any other; when its handler fails, it is rung again, each time after twice as long. */
function setAlarm(
  world: World,
  object: DurableObject,
  call: HandlerCall,
  alarm: NonNullable<DurableObject['alarm']>,
): void {
  object.alarm = alarm;
  later(world, call, alarm.atUs - world.kernel.nowUs(), () => {
    if (object.alarm !== alarm) return;
    object.alarm = null;
    const { retries } = alarm;
    const event = {
      scheduledTime: world.plan.epochMs + Math.floor(alarm.atUs / US_PER_MS),
      retryCount: retries,
      isRetry: retries > 0,
    };
    callObject(world, object, {
      journey: call.journey,
      input: { kind: 'alarm', eventJson: JSON.stringify(event) },
      reply: {
        responded: () => {},
        failed: () => {
          if (object.alarm !== null || retries >= OBJECT_FIGURES.alarmRetries.value) return;
          const waitUs = OBJECT_FIGURES.alarmRetryMs.value * US_PER_MS * (1 << retries);
          setAlarm(world, object, call, { atUs: world.kernel.nowUs() + waitUs, retries: retries + 1 });
        },
      },
    });
  });
}
